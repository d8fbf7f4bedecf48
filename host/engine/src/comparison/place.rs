//! Where a schema can be read from.

use std::path::{Path, PathBuf};

use crate::error::Error;

/// Something that has a schema.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Place {
    /// The live database.
    Database,
    /// What `[target]` of the config says.
    Target,
    /// What the migrations make, up to a revision.
    Migrations {
        /// `heads` unless told otherwise.
        revision: String,
    },
    /// A SQL file, or a folder of them.
    Sql(PathBuf),
}

const MIGRATIONS: &str = "migrations";

impl Place {
    /// The place of that name; paths start from `directory`. What is no other place is taken as a revision.
    pub(crate) fn parse(text: &str, directory: &Path) -> Result<Self, Error> {
        match text {
            "database" => return Ok(Self::Database),
            "target" => return Ok(Self::Target),
            MIGRATIONS => return Ok(Self::migrations("heads")),
            "" => return Err(no_place(text)),
            _ => {}
        }
        if let Some(revision) = text.strip_prefix("migrations@") {
            return if revision.is_empty() { Err(no_place(text)) } else { Ok(Self::migrations(revision)) };
        }
        let path = directory.join(text);
        let is_path = text.contains(['/', '\\']) || has_sql_ending(&path) || path.exists();
        Ok(if is_path { Self::Sql(path) } else { Self::migrations(text) })
    }

    fn migrations(revision: &str) -> Self {
        Self::Migrations { revision: revision.to_owned() }
    }
}

fn has_sql_ending(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("sql"))
}

fn no_place(text: &str) -> Error {
    Error::Usage {
        code: "no_such_place",
        message: format!("`{text}` names nothing that has a schema"),
        hint: Some("name `database`, `target`, `migrations`, `migrations@REV`, or a SQL file".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> Place {
        Place::parse(text, Path::new("/nowhere")).expect("it is a place")
    }

    #[test]
    fn places_have_names() {
        assert_eq!(parsed("database"), Place::Database);
        assert_eq!(parsed("target"), Place::Target);
        assert_eq!(parsed("migrations"), Place::migrations("heads"));
        assert_eq!(parsed("migrations@-1"), Place::migrations("-1"));
        assert_eq!(parsed("3f9a"), Place::migrations("3f9a"));
        assert_eq!(parsed("schema.sql"), Place::Sql("/nowhere/schema.sql".into()));
        assert_eq!(parsed("db/schema"), Place::Sql("/nowhere/db/schema".into()));
    }

    #[test]
    fn what_is_empty_is_no_place() {
        for text in ["", "migrations@"] {
            assert_eq!(Place::parse(text, Path::new("/")).expect_err("it is none").code(), "no_such_place");
        }
    }
}
