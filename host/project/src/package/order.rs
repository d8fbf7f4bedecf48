//! The one order of a line: parents first, and by their ids where nothing else decides.

use std::collections::{BTreeMap, BTreeSet};

use super::manifest::PackagedRevision;

/// Puts revisions in order. Those that stand in a circle are left out.
pub(super) fn parents_first(revisions: Vec<PackagedRevision>) -> Vec<PackagedRevision> {
    let mut waiting: BTreeMap<String, PackagedRevision> =
        revisions.into_iter().map(|revision| (revision.id.clone(), revision)).collect();
    let mut children: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut missing: BTreeMap<String, usize> = BTreeMap::new();
    for (id, revision) in &waiting {
        let parents: BTreeSet<_> = revision.parents.iter().filter(|parent| waiting.contains_key(*parent)).collect();
        missing.insert(id.clone(), parents.len());
        for parent in parents {
            children.entry(parent.clone()).or_default().push(id.clone());
        }
    }
    let mut ready: BTreeSet<String> =
        missing.iter().filter(|(_, count)| **count == 0).map(|(id, _)| id.clone()).collect();
    let mut ordered = Vec::with_capacity(waiting.len());
    while let Some(id) = ready.pop_first() {
        for child in children.remove(&id).unwrap_or_default() {
            let count = missing.get_mut(&child).expect("every revision is counted");
            *count -= 1;
            if *count == 0 {
                ready.insert(child);
            }
        }
        ordered.extend(waiting.remove(&id));
    }
    ordered
}
