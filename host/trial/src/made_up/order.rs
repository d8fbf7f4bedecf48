//! In which order tables are filled: those that others point at come first.

use std::collections::BTreeSet;

use aludel_schema::model::ConstraintBody;
use aludel_schema::{ObjectName, Schema};

/// The tables, so that each comes behind those it points at. What points in a circle comes last, by name.
pub fn in_order(schema: &Schema) -> Vec<ObjectName> {
    let mut waiting: BTreeSet<&ObjectName> = schema.tables.keys().collect();
    let mut ordered = Vec::with_capacity(waiting.len());
    while !waiting.is_empty() {
        let ready: Vec<&ObjectName> = waiting.iter().copied().filter(|name| is_ready(schema, name, &waiting)).collect();
        let next = if ready.is_empty() { waiting.iter().copied().take(1).collect() } else { ready };
        for name in next {
            waiting.remove(name);
            ordered.push(name.clone());
        }
    }
    ordered
}

fn is_ready(schema: &Schema, name: &ObjectName, waiting: &BTreeSet<&ObjectName>) -> bool {
    let constraints = schema.tables.get(name).map(|table| table.constraints.as_slice()).unwrap_or_default();
    constraints.iter().all(|constraint| match &constraint.body {
        ConstraintBody::ForeignKey(key) => key.references == *name || !waiting.contains(&key.references),
        _ => true,
    })
}
