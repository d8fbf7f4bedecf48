//! Which revisions are looked at.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use aludel_project::Migration;
use aludel_revision::{Graph, Range, RevisionId, Target};

use crate::catalogue::Catalogue;
use crate::error::Error;

/// Which revisions are looked at.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum LintSelection {
    /// Those that the database does not have; all of them where there is no database.
    #[default]
    Pending,
    /// Those of targets (`head`, a revision) and ranges (`A:B`).
    Named(Vec<String>),
    /// Those whose source is, or holds, one of these files. All of them are taken for one deployment.
    Files(Vec<PathBuf>),
}

/// What was chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Chosen {
    pub(crate) revisions: HashSet<RevisionId>,
    /// Where the run starts: at the live database, or at nothing.
    pub(crate) start: Start,
    /// Whether they are deployed together, so that what one makes has no rows when the next one runs.
    pub(crate) deployment: Deployment,
}

/// Where a run for the rules starts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Start {
    /// At a copy of the live schema, at these heads.
    Live(Vec<RevisionId>),
    /// At an empty database.
    Empty,
}

/// What goes out together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Deployment {
    /// All that were chosen.
    Together,
    /// Each by itself: at some time it did.
    Apart,
}

/// Chooses revisions; `rows` is where the live database is, if there is one.
pub(crate) fn choose(
    selection: &LintSelection,
    catalogue: &Catalogue,
    rows: Option<&[RevisionId]>,
) -> Result<Chosen, Error> {
    let graph = catalogue.graph();
    match selection {
        LintSelection::Pending => pending(graph, rows),
        LintSelection::Named(names) => named(graph, names, rows.unwrap_or_default()),
        LintSelection::Files(files) => {
            let revisions = catalogue.migrations().iter().filter(|migration| is_of_any(migration, files));
            let revisions = revisions.filter_map(|migration| RevisionId::parse(&migration.header.revision).ok());
            Ok(Chosen { revisions: revisions.collect(), start: Start::Empty, deployment: Deployment::Together })
        }
    }
}

/// A database that is at the base is likely one that was made for the occasion: it says nothing of how revisions are
/// deployed.
fn pending(graph: &Graph, rows: Option<&[RevisionId]>) -> Result<Chosen, Error> {
    let Some(rows) = rows.filter(|rows| !rows.is_empty()) else {
        let revisions = graph.nodes().map(|node| node.id().clone()).collect();
        return Ok(Chosen { revisions, start: Start::Empty, deployment: Deployment::Apart });
    };
    let steps = graph.plan_upgrade(rows, &Target::heads())?.steps;
    let revisions = steps.into_iter().map(|step| step.revision).collect();
    Ok(Chosen { revisions, start: Start::Live(rows.to_vec()), deployment: Deployment::Together })
}

fn named(graph: &Graph, names: &[String], rows: &[RevisionId]) -> Result<Chosen, Error> {
    let mut revisions = HashSet::new();
    for name in names {
        if name.contains(':') {
            revisions.extend(graph.history(Some(&Range::parse(name)?), rows)?);
        } else {
            revisions.extend(graph.resolve(name, rows)?);
        }
    }
    Ok(Chosen { revisions, start: Start::Empty, deployment: Deployment::Apart })
}

fn is_of_any(migration: &Migration, files: &[PathBuf]) -> bool {
    // Links lead to the same files under other names.
    let source = migration.source.path.canonicalize().unwrap_or_else(|_| migration.source.path.clone());
    files.iter().any(|file| is_of(&source, file))
}

fn is_of(source: &Path, file: &Path) -> bool {
    file.canonicalize().is_ok_and(|file| file.starts_with(source))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::tests::catalogue;

    fn chosen(selection: &LintSelection, rows: Option<&[&str]>) -> (Vec<String>, Start, Deployment) {
        let id = |text: &&str| RevisionId::parse(text).expect("it is an id");
        let rows = rows.map(|rows| rows.iter().map(id).collect::<Vec<_>>());
        let catalogue = catalogue(&["a1", "b2 < a1", "c3 < b2", "d4 < b2"]);
        let chosen = choose(selection, &catalogue, rows.as_deref()).expect("it can be chosen");
        let mut revisions: Vec<String> = chosen.revisions.iter().map(ToString::to_string).collect();
        revisions.sort();
        (revisions, chosen.start, chosen.deployment)
    }

    #[test]
    fn without_a_word_it_is_what_the_database_does_not_have() {
        let (revisions, start, deployment) = chosen(&LintSelection::Pending, Some(&["b2"]));
        assert_eq!((revisions.join(" ").as_str(), deployment), ("c3 d4", Deployment::Together));
        assert!(matches!(start, Start::Live(_)));
        let (revisions, start, deployment) = chosen(&LintSelection::Pending, None);
        assert_eq!((revisions.len(), start, deployment), (4, Start::Empty, Deployment::Apart));
        let (revisions, start, deployment) = chosen(&LintSelection::Pending, Some(&[]));
        assert_eq!((revisions.len(), start, deployment), (4, Start::Empty, Deployment::Apart));
    }

    #[test]
    fn ranges_and_revisions_can_be_named() {
        let named = |names: &[&str]| {
            chosen(&LintSelection::Named(names.iter().map(|name| (*name).to_owned()).collect()), None).0.join(" ")
        };
        assert_eq!(named(&["b2:c3"]), "b2 c3");
        assert_eq!(named(&["a1", "d4"]), "a1 d4");
        assert_eq!(named(&["heads"]), "c3 d4");
    }
}
