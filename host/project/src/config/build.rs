//! `[build]`: what components are made of.

use crate::toml_reader::{Report, Section};

/// `[build]`: what components are made of.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BuildSection {
    /// Whether the component of a script carries its interpreter. Otherwise it names the interpreter that it needs, and
    /// whoever runs it has that.
    pub is_standalone: bool,
}

pub(super) fn read(section: &Section<'_>, report: &mut Report<'_>) -> BuildSection {
    section.check_keys(&["standalone"], report);
    BuildSection { is_standalone: section.boolean("standalone", report).unwrap_or_default() }
}
