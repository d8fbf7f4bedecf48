//! `heads`: there is one head, or one for each branch that has a label; those of packages are their authors'.

use aludel_revision::{Graph, RevisionId};
use aludel_trial::{Check, Problem};

use super::Trial;
use super::verdict::Entry;
use crate::error::Error;

impl Trial<'_> {
    pub(super) fn check_heads(&mut self) -> Result<(), Error> {
        let catalogue = self.migrator.catalogue()?;
        let graph = catalogue.graph();
        let entry = Entry::new(Check::Heads);
        let heads = catalogue.own_heads();
        match heads.as_slice() {
            [] => self.skipped(entry, "there are no migrations"),
            [_] => self.passed(entry),
            several if several.iter().all(|head| has_own_label(graph, head, several)) => {
                self.passed(Entry { remark: format!("{} branches, each with its label", several.len()), ..entry });
            }
            several => self.failed(entry, too_many(graph, several)),
        }
        Ok(())
    }
}

fn labels(graph: &Graph, head: &RevisionId) -> Vec<String> {
    graph.get(head).map(|node| node.labels().into_iter().map(str::to_owned).collect()).unwrap_or_default()
}

/// Whether a head has a label that no other one has.
fn has_own_label(graph: &Graph, head: &RevisionId, heads: &[RevisionId]) -> bool {
    let others: Vec<String> =
        heads.iter().filter(|other| *other != head).flat_map(|other| labels(graph, other)).collect();
    labels(graph, head).iter().any(|label| !others.contains(label))
}

fn too_many(graph: &Graph, heads: &[RevisionId]) -> Problem {
    let told = |head: &RevisionId| match labels(graph, head).as_slice() {
        [] => head.to_string(),
        labels => format!("{head} ({})", labels.join(", ")),
    };
    let ids: Vec<String> = heads.iter().map(ToString::to_string).collect();
    Problem {
        message: format!("there are {} heads, and no label tells them apart", heads.len()),
        differences: heads.iter().map(told).collect(),
        hint: format!(
            "bring them together: `aludel merge {} -m \"merge\"`; or give each branch a label",
            ids.join(" ")
        ),
    }
}
