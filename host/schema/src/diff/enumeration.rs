//! Enums, and the objects that stand alone: schemas, extensions, sequences.

use super::Comparison;
use crate::model::EnumType;
use crate::operation::Operation;

/// What happens to enums.
#[derive(Debug, Default)]
pub(super) struct EnumPlan {
    /// Enums and values that come: before the tables, which use them.
    pub(super) early: Vec<Operation>,
    /// Values that go or change places: after the tables, whose defaults may have named them.
    pub(super) late: Vec<Operation>,
    /// Enums that go.
    pub(super) drops: Vec<Operation>,
}

/// What happens to objects that stand alone.
#[derive(Debug, Default)]
pub(super) struct ObjectPlan {
    /// Schemas and extensions that come.
    pub(super) creates: Vec<Operation>,
    /// Sequences that come or change.
    pub(super) changes: Vec<Operation>,
    /// What goes.
    pub(super) drops: Vec<Operation>,
}

impl Comparison<'_> {
    pub(super) fn enum_plan(&self) -> EnumPlan {
        let mut plan = EnumPlan::default();
        for (name, after) in &self.after.enums {
            match self.before.enums.get(name) {
                None => plan.early.push(Operation::CreateEnum(after.clone())),
                Some(before) => {
                    let (additions, replacement) = changed_enum(before, after);
                    plan.early.extend(additions);
                    plan.late.extend(replacement);
                }
            }
        }
        let dropped = self.before.enums.values().filter(|each| !self.after.enums.contains_key(&each.name));
        plan.drops = dropped.cloned().map(Operation::DropEnum).collect();
        plan
    }

    /// The enums to whose new form every column moves.
    pub(super) fn replaced_enums(&self) -> Vec<EnumType> {
        let late = self.enum_plan().late.into_iter();
        late.filter_map(|operation| match operation {
            Operation::ReplaceEnum { before, after } if before.labels != after.labels => Some(before),
            _ => None,
        })
        .collect()
    }

    pub(super) fn object_plan(&self) -> ObjectPlan {
        let (before, after) = (self.before, self.after);
        let schemas = |names: Vec<String>, make: fn(String) -> Operation| names.into_iter().map(make);
        let (came, went) =
            (after.namespaces.difference(&before.namespaces), before.namespaces.difference(&after.namespaces));
        let mut creates: Vec<Operation> =
            schemas(came.cloned().collect(), |name| Operation::CreateSchema { name }).collect();
        let new_extensions = after.extensions.values().filter(|each| !before.extensions.contains_key(&each.name));
        creates.extend(new_extensions.cloned().map(Operation::CreateExtension));
        let mut drops: Vec<Operation> = self.dropped_sequences();
        let old_extensions = before.extensions.values().filter(|each| !after.extensions.contains_key(&each.name));
        drops.extend(old_extensions.cloned().map(Operation::DropExtension));
        drops.extend(schemas(went.cloned().collect(), |name| Operation::DropSchema { name }));
        ObjectPlan { creates, changes: self.changed_sequences(), drops }
    }

    fn dropped_sequences(&self) -> Vec<Operation> {
        let dropped = self.before.sequences.values().filter(|each| !self.after.sequences.contains_key(&each.name));
        dropped.cloned().map(Operation::DropSequence).collect()
    }

    fn changed_sequences(&self) -> Vec<Operation> {
        let changed = self.after.sequences.values().filter_map(|after| match self.before.sequences.get(&after.name) {
            None => Some(Operation::CreateSequence(after.clone())),
            Some(before) if before == after => None,
            Some(before) => Some(Operation::AlterSequence { before: before.clone(), after: after.clone() }),
        });
        changed.collect()
    }
}

/// The values that come, one by one, and then what else makes the enum the other one.
fn changed_enum(before: &EnumType, after: &EnumType) -> (Vec<Operation>, Option<Operation>) {
    let mut current = before.clone();
    let mut additions = Vec::new();
    for (place, label) in after.labels.iter().enumerate() {
        if current.labels.contains(label) {
            continue;
        }
        let previous = place.checked_sub(1).map(|place| &after.labels[place]);
        let position = current.labels.iter().position(|each| Some(each) == previous).map_or(0, |found| found + 1);
        additions.push(Operation::AddEnumValue { before: current.clone(), value: label.clone(), position });
        current.labels.insert(position, label.clone());
    }
    let replacement = (current != *after).then(|| Operation::ReplaceEnum { before: current, after: after.clone() });
    (additions, replacement)
}
