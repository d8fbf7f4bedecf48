//! `MySQL` and `MariaDB`.

mod bulk;
mod cancel;
mod connect;
mod cursor;
mod database;
mod error;
mod house;
mod kind;
mod left_behind;
mod line;
mod lookout;
mod own;
mod pair;
mod parameter;
mod session;
mod value;

pub(crate) use connect::connect;
pub(crate) use lookout::process_table;
pub(crate) use pair::{connect_pair, house_of};
