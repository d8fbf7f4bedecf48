//! Which revisions become a package, and what they stand on.

use std::collections::{BTreeSet, HashSet};

use aludel_project::Migration;
use aludel_revision::{Node, RevisionId};

use crate::catalogue::Catalogue;
use crate::error::Error;

/// The migrations that become a package.
pub(super) struct Selection {
    /// In the order of the files.
    pub(super) migrations: Vec<Migration>,
    /// What must be installed beside it: labels, and `label@revision`.
    pub(super) depends_on: Vec<String>,
    /// The labels of the one root, sorted.
    pub(super) root_labels: Vec<String>,
}

/// All of the project, or one branch of it.
pub(super) fn select(catalogue: &Catalogue, branch: Option<&str>) -> Result<Selection, Error> {
    let graph = catalogue.graph();
    let is_of_it = |id: &RevisionId| {
        let labels = || graph.get(id).map(Node::labels).unwrap_or_default();
        branch.is_none_or(|branch| labels().contains(&branch))
    };
    if let Some(branch) = branch {
        check_label(catalogue, branch)?;
    }
    // What others packed is theirs to give away.
    let is_own = |id: &RevisionId| catalogue.migration(id).package.is_none();
    let ids = graph.nodes().map(Node::id);
    let chosen: HashSet<&RevisionId> = ids.filter(|id| is_own(id) && is_of_it(id)).collect();
    check_parents(catalogue, branch, &chosen)?;
    let is_chosen = |migration: &&Migration| chosen.iter().any(|id| id.as_str() == migration.header.revision);
    let migrations: Vec<Migration> = catalogue.migrations().iter().filter(is_chosen).cloned().collect();
    let roots = chosen.iter().filter_map(|id| graph.get(id)).filter(|node| node.is_base());
    let mut root_labels: Vec<String> = roots.flat_map(|node| node.own_labels().to_vec()).collect();
    root_labels.sort();
    Ok(Selection { depends_on: outside(catalogue, &migrations, &chosen)?, migrations, root_labels })
}

fn check_label(catalogue: &Catalogue, branch: &str) -> Result<(), Error> {
    let labels: Vec<&str> = catalogue.graph().labels().into_iter().map(|(label, _)| label).collect();
    if labels.contains(&branch) {
        return Ok(());
    }
    let hint = if labels.is_empty() { None } else { Some(format!("known: {}", labels.join(", "))) };
    Err(Error::Usage { code: "no_such_branch", message: format!("no branch is called `{branch}`"), hint })
}

/// A package is installed without the rest of the project, so nothing in it may stand on that.
fn check_parents(catalogue: &Catalogue, branch: Option<&str>, chosen: &HashSet<&RevisionId>) -> Result<(), Error> {
    let Some(branch) = branch else { return Ok(()) };
    for id in chosen {
        let node = catalogue.graph().get(id).expect("the graph named it");
        if let Some(parent) = node.down().find(|parent| !chosen.contains(parent)) {
            return Err(Error::Usage {
                code: "branch_stands_on_others",
                message: format!("`{id}` of the branch `{branch}` stands on `{parent}`, which is not of it"),
                hint: Some(
                    "a package needs a root of its own: `aludel revision --head base --branch-label LABEL`".to_owned(),
                ),
            });
        }
    }
    Ok(())
}

/// What the chosen ones depend on and is not chosen. Another project knows a branch by its label.
fn outside(
    catalogue: &Catalogue,
    migrations: &[Migration],
    chosen: &HashSet<&RevisionId>,
) -> Result<Vec<String>, Error> {
    let graph = catalogue.graph();
    let mut found = BTreeSet::new();
    for text in migrations.iter().flat_map(|migration| &migration.header.depends_on) {
        for id in graph.resolve(text, &[])? {
            if chosen.contains(&id) {
                continue;
            }
            let is_label = graph.labels().iter().any(|(label, _)| label == text);
            let label = graph.get(&id).and_then(|node| node.labels().first().map(|label| (*label).to_owned()));
            found.insert(match label {
                _ if is_label => text.clone(),
                Some(label) => format!("{label}@{id}"),
                None => id.to_string(),
            });
        }
    }
    Ok(found.into_iter().collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::tests::catalogue;

    #[test]
    fn a_project_without_branches_is_packed_whole() {
        let selection = select(&catalogue(&["a", "b < a"]), None).map_err(|error| error.to_string());
        let selection = selection.expect("it is a line");
        assert_eq!(selection.migrations.len(), 2);
        assert!(selection.depends_on.is_empty() && selection.root_labels.is_empty());
    }

    #[test]
    fn a_branch_that_nobody_knows_is_named() {
        let problem = select(&catalogue(&["a"]), Some("audit")).err().map(|error| error.to_string());
        assert_eq!(problem.as_deref(), Some("no branch is called `audit`"));
    }
}
