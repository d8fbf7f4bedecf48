//! `PostgreSQL`.

mod array;
mod binary;
mod bulk;
mod calendar;
mod cancel;
mod catalog;
mod connect;
mod counts;
mod cursor;
mod database;
mod deferred;
mod encode;
mod error;
mod house;
mod kind;
mod left_behind;
mod lent;
mod link;
mod lookout;
mod own;
mod pair;
mod pooler;
mod prepared;
mod process;
mod session;
mod settings;
mod text;

pub(crate) use connect::connect;
pub(crate) use pair::connect_pair;
