//! The languages that a migration can be written in.

/// A language whose sources are built into components here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Language {
    /// SQL, which needs no toolchain.
    Sql,
    /// Rust, as a crate in a folder.
    Rust,
}

impl Language {
    /// Every language.
    pub const ALL: [Self; 2] = [Self::Sql, Self::Rust];

    /// Its name in configuration, manifests and `--lang`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Sql => "sql",
            Self::Rust => "rust",
        }
    }

    /// The language of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.name() == name)
    }

    /// What starts a comment that runs to the end of the line.
    pub fn comment_prefix(self) -> &'static str {
        match self {
            Self::Sql => "--",
            Self::Rust => "//",
        }
    }
}
