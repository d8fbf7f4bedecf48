//! The configuration half of the crate, as those who call it see it.

mod config;
mod directory;
mod folder;
mod header;
mod installed;
mod new_revision;
mod package;
mod scaffold;
mod template;
