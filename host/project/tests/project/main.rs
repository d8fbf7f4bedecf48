//! The configuration half of the crate, as those who call it see it.

mod config;
mod directory;
mod folder;
mod header;
