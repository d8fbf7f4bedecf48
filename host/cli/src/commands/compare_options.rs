//! What `diff`, `check` and `revision --autogenerate` are told about renames.

use aludel_engine::RenameHints;

/// Which names are the same thing under another name.
#[derive(Debug, Default, clap::Args)]
pub(crate) struct CompareOptions {
    /// A column that got another name, TABLE.OLD=NEW, or a table, OLD=NEW; can be given several times
    #[arg(long, value_name = "OLD=NEW")]
    rename: Vec<String>,
    /// A column or table that is dropped, and no other one is it under a new name
    #[arg(long, value_name = "NAME")]
    not_renamed: Vec<String>,
}

impl CompareOptions {
    pub(crate) fn into_hints(self) -> RenameHints {
        RenameHints { renamed: self.rename, not_renamed: self.not_renamed }
    }
}
