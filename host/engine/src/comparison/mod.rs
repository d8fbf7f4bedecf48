//! Databases beside each other: where a schema is read from, and how what differs is told.
//!
//! Both sides are introspected from the same kind of server, so that no spelling makes a difference.

pub(crate) mod difference;
pub(crate) mod hints;
pub(crate) mod loss;
pub(crate) mod origin;
pub(crate) mod part;
pub(crate) mod place;
pub(crate) mod question;
pub(crate) mod read;
pub(crate) mod replay;
pub(crate) mod report;
pub(crate) mod section;
pub(crate) mod text;

pub(crate) use place::Place;
