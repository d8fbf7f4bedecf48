//! The diff, held against random pairs of schemas.

mod legal;
mod properties;
mod schemas;
