//! What people and programs see.

pub(crate) mod comparison;
pub(crate) mod doctor;
pub(crate) mod human;
pub(crate) mod installed;
pub(crate) mod lint;
pub(crate) mod listing;
pub(crate) mod package;
pub(crate) mod plan;
pub(crate) mod printable;
pub(crate) mod printing;
pub(crate) mod progress;
pub(crate) mod reporter;
pub(crate) mod style;
pub(crate) mod test;
