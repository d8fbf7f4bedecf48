//! `edit`: the file that a revision is in.

use std::path::PathBuf;

use aludel_project::{Migration, SourceKind};

use crate::error::Error;
use crate::migrator::Migrator;

impl Migrator {
    /// The file to open in an editor for the one revision that the target names.
    pub async fn edit_path(&self, target: &str) -> Result<PathBuf, Error> {
        let rows = self.heads_for(&[target.to_owned()]).await?;
        let catalogue = self.catalogue()?;
        match catalogue.graph().resolve(target, &rows)?.as_slice() {
            [revision] => editable(catalogue.migration(revision)),
            [] => Err(Error::Usage {
                code: "no_such_revision",
                message: format!("`{target}` names no revision"),
                hint: Some("name one: `aludel edit head`".to_owned()),
            }),
            several => Err(Error::Usage {
                code: "several_revisions",
                message: format!("`{target}` names {} revisions, and one can be edited at a time", several.len()),
                hint: several.first().map(|revision| format!("name one of them: `aludel edit {revision}`")),
            }),
        }
    }
}

fn editable(migration: &Migration) -> Result<PathBuf, Error> {
    match migration.source.kind {
        SourceKind::Sql | SourceKind::RustCrate | SourceKind::File(_) | SourceKind::Folder(_) => {
            Ok(migration.source.main_path())
        }
        SourceKind::Component => Err(Error::Usage {
            code: "not_editable",
            message: format!(
                "`{}` is a built component ({}), not a source",
                migration.header.revision, migration.source.display_path
            ),
            hint: Some("edit the source that it was built from, and build it again".to_owned()),
        }),
    }
}
