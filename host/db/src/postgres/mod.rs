//! `PostgreSQL`.

mod array;
mod binary;
mod bulk;
mod calendar;
mod cancel;
mod catalog;
mod connect;
mod cursor;
mod database;
mod encode;
mod error;
mod kind;
mod left_behind;
mod link;
mod lookout;
mod prepared;
mod session;
mod text;

pub(crate) use connect::connect;
