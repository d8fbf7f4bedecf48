//! `MySQL` and `MariaDB`.

mod bulk;
mod cancel;
mod connect;
mod cursor;
mod database;
mod error;
mod kind;
mod left_behind;
mod line;
mod lookout;
mod parameter;
mod session;
mod value;

pub(crate) use connect::connect;
