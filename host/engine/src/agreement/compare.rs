//! What is not as planned before anything runs. Pure.

use std::collections::BTreeSet;

use aludel_project::TransactionMode;

use super::difference::{ObjectChange, PlanDifference};
use super::file::AgreedPlan;
use super::objects::SchemaDigests;

/// The objects that are named; more of them say no more.
const OBJECTS_MAX: usize = 20;

/// A migration that would run now.
pub(crate) struct Found<'run> {
    pub(crate) revision: &'run str,
    pub(crate) path: &'run str,
    pub(crate) component_digest: &'run str,
}

impl AgreedPlan {
    /// Where transactions begin and end, against the plan: what a failure leaves depends on it.
    pub(crate) fn compare_transaction(&self, found: TransactionMode) -> Option<PlanDifference> {
        let planned = self.transaction.as_ref().filter(|planned| *planned != found.name())?;
        Some(PlanDifference::Transaction { planned: planned.clone(), found: found.name() })
    }

    /// Where the database is, against the plan.
    pub(crate) fn compare_place(&self, identity: &str, heads: &[String]) -> Vec<PlanDifference> {
        let mut differences = Vec::new();
        if self.identity != identity {
            differences.push(PlanDifference::Database { planned: self.identity.clone(), found: identity.to_owned() });
        }
        if sorted(&self.heads_before) != sorted(heads) {
            differences.push(PlanDifference::Heads { planned: self.heads_before.clone(), found: heads.to_vec() });
        }
        differences
    }

    /// What would run, against the plan.
    pub(crate) fn compare_steps(&self, found: &[Found<'_>]) -> Vec<PlanDifference> {
        let planned: Vec<&str> = self.steps.iter().map(|step| step.revision.as_str()).collect();
        let revisions: Vec<&str> = found.iter().map(|found| found.revision).collect();
        if planned != revisions {
            let owned = |names: Vec<&str>| names.into_iter().map(str::to_owned).collect();
            return vec![PlanDifference::Steps { planned: owned(planned), found: owned(revisions) }];
        }
        let pairs = self.steps.iter().zip(found);
        let others = pairs.filter(|(step, found)| step.component_digest != found.component_digest);
        let difference = |(step, found): (&super::file::AgreedStep, &Found<'_>)| PlanDifference::Component {
            revision: step.revision.clone(),
            path: found.path.to_owned(),
            planned: step.component_digest.clone(),
            found: found.component_digest.to_owned(),
        };
        others.map(difference).collect()
    }

    /// The live schema, against the one that the plan saw.
    pub(crate) fn compare_schema(&self, found: &SchemaDigests) -> Vec<PlanDifference> {
        if self.schema.fingerprint == found.fingerprint {
            return Vec::new();
        }
        let (before, now) = (self.schema.by_name(), found.by_name());
        let names: BTreeSet<_> = before.keys().chain(now.keys()).copied().collect();
        let changes = names.into_iter().filter_map(|name| {
            let change = match (before.get(&name), now.get(&name)) {
                (Some(one), Some(other)) if one == other => return None,
                (Some(_), Some(_)) => ObjectChange::Changed,
                (Some(_), None) => ObjectChange::Gone,
                _ => ObjectChange::New,
            };
            let (kind, name) = (name.0.to_owned(), name.1.to_owned());
            Some(PlanDifference::Object { kind, name, change })
        });
        let mut differences: Vec<PlanDifference> = changes.take(OBJECTS_MAX).collect();
        if differences.is_empty() {
            // Only whoever wrote the file anew can have parted the fingerprint from what it is of.
            let kind = "fingerprint of the schema".to_owned();
            differences.push(PlanDifference::Object { kind, name: String::new(), change: ObjectChange::Changed });
        }
        differences
    }
}

fn sorted(heads: &[String]) -> Vec<&String> {
    let mut heads: Vec<&String> = heads.iter().collect();
    heads.sort();
    heads
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::super::file::AgreedStep;
    use super::super::objects::ObjectDigest;
    use super::*;
    use crate::event::Direction;

    fn digests(objects: &[(&str, &str)]) -> SchemaDigests {
        let object = |(name, digest): &(&str, &str)| ObjectDigest {
            kind: "table".to_owned(),
            name: (*name).to_owned(),
            digest: (*digest).to_owned(),
        };
        SchemaDigests { fingerprint: format!("{objects:?}"), objects: objects.iter().map(object).collect() }
    }

    fn plan() -> AgreedPlan {
        let step = |revision: &str| AgreedStep {
            revision: revision.to_owned(),
            component_digest: "1".to_owned(),
            statements: Vec::new(),
            statements_left_out: 0,
        };
        AgreedPlan {
            path: PathBuf::new(),
            direction: Direction::Up,
            target: "head".to_owned(),
            transaction: Some("run".to_owned()),
            identity: "sqlite:///a.db".to_owned(),
            heads_before: vec!["a".to_owned(), "x".to_owned()],
            schema: digests(&[("orders", "1"), ("lines", "1")]),
            steps: vec![step("b"), step("c")],
            data: None,
        }
    }

    fn told(differences: &[PlanDifference]) -> Vec<String> {
        differences.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn another_place_is_named() {
        let heads = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect::<Vec<_>>();
        assert_eq!(plan().compare_place("sqlite:///a.db", &heads(&["x", "a"])), []);
        let differences = plan().compare_place("sqlite:///b.db", &heads(&[]));
        assert_eq!(
            told(&differences),
            [
                "the plan is for sqlite:///a.db, and this is sqlite:///b.db",
                "the database was at `a`, `x`, and is at base",
            ]
        );
    }

    #[test]
    fn other_transactions_are_named() {
        assert_eq!(plan().compare_transaction(TransactionMode::Run), None);
        let difference = plan().compare_transaction(TransactionMode::None);
        assert_eq!(
            told(difference.as_slice()),
            ["the plan is for `transaction = \"run\"`, and this run has `transaction = \"none\"`"]
        );
        let old = AgreedPlan { transaction: None, ..plan() };
        assert_eq!(old.compare_transaction(TransactionMode::None), None);
    }

    #[test]
    fn other_migrations_are_named() {
        let found = |revision, component_digest| Found { revision, path: "migrations/b.sql", component_digest };
        assert_eq!(plan().compare_steps(&[found("b", "1"), found("c", "1")]), []);
        let differences = plan().compare_steps(&[found("b", "2"), found("c", "1")]);
        assert_eq!(told(&differences), ["`b` is not what was planned (migrations/b.sql)"]);
        let differences = plan().compare_steps(&[found("b", "1")]);
        assert_eq!(told(&differences), ["the plan is to run `b`, `c`, and now it would be `b`"]);
    }

    #[test]
    fn objects_that_changed_are_named() {
        assert_eq!(plan().compare_schema(&plan().schema), []);
        let differences = plan().compare_schema(&digests(&[("orders", "2"), ("parts", "1")]));
        assert_eq!(
            told(&differences),
            ["the table `lines` is gone", "the table `orders` is not what it was", "the table `parts` was not there"]
        );
    }
}
