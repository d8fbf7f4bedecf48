//! Which revisions are looked at one by one.

use std::collections::HashSet;

use aludel_revision::{Graph, Range, RevisionId};

use crate::error::Error;

/// The revisions that the words name: ranges `A:B`, and targets. Without words, all.
pub(super) fn selected(graph: &Graph, words: &[String]) -> Result<HashSet<RevisionId>, Error> {
    if words.is_empty() {
        return Ok(graph.nodes().map(|node| node.id().clone()).collect());
    }
    let mut found = HashSet::new();
    for word in words {
        if word.contains(':') {
            let plan = graph.plan_range_upgrade(&Range::parse(word)?)?;
            found.extend(plan.steps.into_iter().map(|step| step.revision));
        } else {
            found.extend(graph.resolve(word, &[])?);
        }
    }
    Ok(found)
}
