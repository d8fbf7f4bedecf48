//! Whether what was applied is what the files say. Pure, but for reading the files.

use std::collections::HashMap;

use aludel_db::AppliedDigest;
use aludel_revision::{RevisionId, Target};

use crate::artifacts;
use crate::catalogue::Catalogue;
use crate::error::{Error, SourceChange};

/// Refuses to go on when an applied migration was edited afterwards.
pub(crate) fn check(
    catalogue: &Catalogue,
    heads: &[RevisionId],
    applied: &HashMap<RevisionId, AppliedDigest>,
) -> Result<(), Error> {
    let changes = changes(catalogue, heads, applied)?;
    if changes.is_empty() { Ok(()) } else { Err(Error::SourceChanged { changes }) }
}

/// The applied migrations that were edited afterwards, in the order in which they were applied.
pub(crate) fn changes(
    catalogue: &Catalogue,
    heads: &[RevisionId],
    applied: &HashMap<RevisionId, AppliedDigest>,
) -> Result<Vec<SourceChange>, Error> {
    // The way back to the base goes through everything that is applied.
    let plan = catalogue.graph().plan_downgrade(heads, &Target::base())?;
    let mut changes = Vec::new();
    for step in &plan.steps {
        if let Some(digest) = applied.get(&step.revision).and_then(|applied| applied.source.as_deref()) {
            changes.extend(changed(catalogue, &step.revision, digest)?);
        }
    }
    // The oldest first, as they were applied.
    changes.reverse();
    Ok(changes)
}

fn changed(catalogue: &Catalogue, revision: &RevisionId, applied_digest: &str) -> Result<Option<SourceChange>, Error> {
    let migration = catalogue.migration(revision);
    let found_digest = artifacts::source_digest(migration)?.to_string();
    Ok((found_digest != applied_digest).then(|| SourceChange {
        revision: revision.to_string(),
        path: migration.source.display_path.clone(),
        applied_digest: applied_digest.to_owned(),
        found_digest,
    }))
}
