//! What requests of guests become: statements on each server, and errors that say what there is.

mod naming;
mod need;
mod requests;
mod resolution;
