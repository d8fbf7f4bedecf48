//! Enums, sequences, views, routines, triggers, schemas and extensions.

use aludel_sql::Dialect;

use super::{Resolved, Resolver};
use crate::dialect::Unsupported;
use crate::model::{
    EnumType, Extension, ObjectName, Options, PRIVILEGES, Routine, RoutineKind, Sequence, Trigger, TriggerName, View,
};
use crate::operation::{Modifiers, Operation};
use crate::request::Verb;
use crate::request::change::{EnumChange, Guard, LabelPlace, NewLabel, Rename, SequenceChange};
use crate::request::definition::{SchemaDefinition, SequenceDefinition, ViewDefinition};
use crate::request::error::ResolveError;
use crate::request::lookup::is_same_object;

/// What a whole schema has before its tables.
pub(super) fn verbs_before_tables(definition: &SchemaDefinition) -> Vec<Verb> {
    let namespaces = definition.namespaces.iter().cloned().map(Verb::CreateSchema);
    let extensions = definition.extensions.iter().cloned().map(Verb::CreateExtension);
    let enums = definition.enums.iter().cloned().map(Verb::CreateEnum);
    let sequences = definition.sequences.iter().cloned().map(Verb::CreateSequence);
    namespaces.chain(extensions).chain(enums).chain(sequences).collect()
}

/// What it has after them.
pub(super) fn verbs_after_tables(definition: SchemaDefinition) -> Vec<Verb> {
    let routines = definition.routines.into_iter().map(Verb::CreateRoutine);
    let views = definition.views.into_iter().map(Verb::CreateView);
    let triggers = definition.triggers.into_iter().map(Verb::CreateTrigger);
    routines.chain(views).chain(triggers).collect()
}

impl Resolver<'_> {
    pub(super) fn objects(&self, verb: Verb, guard: Guard) -> Result<Resolved, ResolveError> {
        let plain = |operation| Ok(vec![(operation, self.modifiers(guard))]);
        match verb {
            Verb::CreateEnum(definition) => {
                let EnumType { name, labels, comment } =
                    EnumType { name: definition.name, labels: definition.labels, comment: definition.comment };
                Ok(self.create_enum(EnumType { name: self.local(name), labels, comment }, guard))
            }
            Verb::AlterEnum { name, changes } => self.alter_enum(name, changes, guard),
            Verb::DropEnum(name) if self.has_enums() => {
                let name = self.local(name);
                let found = self.known.schema.enums.get(&name).cloned();
                plain(Operation::DropEnum(found.unwrap_or_else(|| nameless_enum(name))))
            }
            Verb::CreateSequence(definition) => {
                let sequence = self.sequence(definition);
                let is_there = self.known.schema.sequences.contains_key(&sequence.name);
                if guard.if_not_exists && is_there {
                    Ok(Vec::new())
                } else {
                    plain(Operation::CreateSequence(sequence))
                }
            }
            Verb::AlterSequence { name, change } => self.alter_sequence(name, change, guard),
            Verb::DropSequence(name) => {
                let name = self.local(name);
                let found = self.known.schema.sequences.get(&name).cloned();
                plain(Operation::DropSequence(found.unwrap_or_else(|| default_sequence(name))))
            }
            Verb::CreateView(definition) => self.create_view(definition, guard),
            Verb::DropView { name, materialized } => Ok(self.drop_view(name, materialized, guard)),
            Verb::CreateRoutine(definition) => Ok(self.create_routine(
                Routine {
                    name: self.local(definition.name),
                    kind: definition.kind,
                    definition: statement(&definition.definition),
                    comment: definition.comment,
                    depends_on: std::collections::BTreeSet::new(),
                    options: Options::new(),
                },
                guard,
            )),
            Verb::DropRoutine { name, kind } => plain(Operation::DropRoutine(self.routine(self.local(name), kind))),
            Verb::CreateTrigger(definition) => {
                let name = TriggerName { table: self.local(definition.table), name: definition.name };
                let (definition, comment) = (statement(&definition.definition), definition.comment);
                Ok(self.create_trigger(Trigger { name, definition, comment, options: Options::new() }, guard))
            }
            Verb::DropTrigger { table, name } => {
                let name = TriggerName { table: self.local(table), name };
                plain(Operation::DropTrigger(self.trigger(name)))
            }
            Verb::CreateSchema(name) => plain(Operation::CreateSchema { name }),
            Verb::DropSchema(name) => plain(Operation::DropSchema { name }),
            Verb::CreateExtension(definition) => plain(Operation::CreateExtension(Extension {
                name: definition.name,
                schema: definition.schema,
                version: definition.version,
            })),
            Verb::DropExtension(name) => {
                plain(Operation::DropExtension(Extension { name, schema: None, version: None }))
            }
            // Where no enum has a name, there is none to drop; requests for tables have a way of their own.
            _ => Ok(Vec::new()),
        }
    }

    fn has_enums(&self) -> bool {
        self.dialect == Dialect::Postgres
    }

    /// Elsewhere a column has its labels itself, and there is nothing to create.
    fn create_enum(&self, definition: EnumType, guard: Guard) -> Resolved {
        let is_there = guard.if_not_exists && self.known.schema.enums.contains_key(&definition.name);
        if !self.has_enums() || is_there {
            return Vec::new();
        }
        vec![(Operation::CreateEnum(definition), self.modifiers(guard))]
    }

    fn alter_enum(&self, name: ObjectName, changes: Vec<EnumChange>, guard: Guard) -> Result<Resolved, ResolveError> {
        if !self.has_enums() {
            return Err(no_named_enums(&name, self.dialect).into());
        }
        let name = self.local(name);
        let mut current = self.known.schema.enums.get(&name).cloned();
        if current.is_none() && self.is_read() {
            let there: Vec<String> = self.known.schema.enums.keys().map(ToString::to_string).collect();
            let there = there.iter().map(String::as_str);
            return Err(ResolveError::missing("enum", &name.to_string(), None, there));
        }
        let mut resolved = Vec::new();
        let mut name = name;
        for change in changes {
            let operation = enum_operation(&name, current.as_ref(), change, guard)?;
            if let Some(operation) = operation {
                follow_enum(&mut name, current.as_mut(), &operation);
                resolved.push((operation, self.modifiers(guard)));
            }
        }
        Ok(resolved)
    }

    fn sequence(&self, definition: SequenceDefinition) -> Sequence {
        let mut sequence = default_sequence(self.local(definition.name));
        let change = SequenceChange {
            data_type: definition.data_type,
            start: definition.start,
            increment: definition.increment,
            minimum: definition.minimum,
            maximum: definition.maximum,
            cache: definition.cache,
            cycle: Some(definition.cycle),
        };
        if definition.increment.is_some_and(|step| step < 0) {
            // As the server counts down: from -1 to the smallest.
            (sequence.minimum, sequence.maximum, sequence.start) = (i64::MIN, -1, -1);
        }
        if change.start.is_none() {
            sequence.start = definition.minimum.unwrap_or(sequence.start);
        }
        change_sequence(&mut sequence, &change);
        sequence.comment = definition.comment;
        sequence
    }

    fn alter_sequence(&self, name: ObjectName, change: SequenceChange, guard: Guard) -> Result<Resolved, ResolveError> {
        let name = self.local(name);
        let sequences = &self.known.schema.sequences;
        let found = sequences.get(&name);
        let before = match found {
            Some(sequence) => sequence.clone(),
            None if self.is_read() && guard.if_exists => return Ok(Vec::new()),
            None if self.is_read() => {
                let there: Vec<String> = sequences.keys().map(ToString::to_string).collect();
                let there = there.iter().map(String::as_str);
                return Err(ResolveError::missing("sequence", &name.to_string(), None, there));
            }
            None => {
                let what = format!("the sequence `{name}`");
                let hint = "create the sequence in the same script, or write the statement by hand".to_owned();
                return Err(ResolveError::Unknown { what, hint });
            }
        };
        let mut after = before.clone();
        change_sequence(&mut after, &change);
        Ok(vec![(Operation::AlterSequence { before, after }, self.modifiers(guard))])
    }

    fn create_view(&self, definition: ViewDefinition, guard: Guard) -> Result<Resolved, ResolveError> {
        let name = self.local(definition.name);
        let indexes = definition.indexes.into_iter().map(|index| self.build_index(&name, index));
        let mut view = View {
            indexes: indexes.collect::<Result<_, _>>()?,
            name,
            query: statement(&definition.query),
            columns: definition.columns,
            materialized: definition.materialized,
            options: self.options(definition.options),
            comment: definition.comment,
            depends_on: std::collections::BTreeSet::new(),
        };
        match self.find_view(&view.name) {
            Some(_) if guard.if_not_exists => Ok(Vec::new()),
            Some(before) if guard.replace => {
                let before = before.clone();
                let privileges = before.options.get(PRIVILEGES);
                view.options.extend(privileges.map(|lines| (PRIVILEGES.to_owned(), lines.clone())));
                Ok(vec![(Operation::ReplaceView { before, after: view }, Modifiers::default())])
            }
            None if guard.replace && !self.is_read() => {
                Ok(after_drop(Operation::DropView(view.clone()), Operation::CreateView(view)))
            }
            _ => Ok(vec![(Operation::CreateView(view), self.modifiers(guard))]),
        }
    }

    fn drop_view(&self, name: ObjectName, materialized: bool, guard: Guard) -> Resolved {
        let name = self.local(name);
        let found = self.find_view(&name).cloned();
        if found.is_none() && guard.if_exists && self.is_read() {
            return Vec::new();
        }
        let view = found.unwrap_or_else(|| View {
            name,
            query: String::new(),
            columns: Vec::new(),
            materialized,
            indexes: Vec::new(),
            options: Options::new(),
            comment: None,
            depends_on: std::collections::BTreeSet::new(),
        });
        vec![(Operation::DropView(view), self.modifiers(guard))]
    }

    fn find_view(&self, name: &ObjectName) -> Option<&View> {
        let views = &self.known.schema.views;
        views.get(name).or_else(|| views.values().find(|view| is_same_object(self.dialect, &view.name, name)))
    }

    fn create_routine(&self, routine: Routine, guard: Guard) -> Resolved {
        match self.known.schema.routines.get(&routine.name) {
            Some(_) if guard.if_not_exists => Vec::new(),
            Some(before) if guard.replace => {
                let before = before.clone();
                vec![(
                    Operation::ReplaceRoutine { after: Routine { options: before.options.clone(), ..routine }, before },
                    Modifiers::default(),
                )]
            }
            None if guard.replace && !self.is_read() && !replaces_itself(&routine.definition) => {
                after_drop(Operation::DropRoutine(routine.clone()), Operation::CreateRoutine(routine))
            }
            _ => vec![(Operation::CreateRoutine(routine), Modifiers::default())],
        }
    }

    fn routine(&self, name: ObjectName, kind: RoutineKind) -> Routine {
        let found = self.known.schema.routines.get(&name).cloned();
        let depends_on = std::collections::BTreeSet::new();
        found.unwrap_or_else(|| Routine {
            name,
            kind,
            definition: String::new(),
            comment: None,
            depends_on,
            options: Options::new(),
        })
    }

    fn create_trigger(&self, trigger: Trigger, guard: Guard) -> Resolved {
        match self.known.schema.triggers.get(&trigger.name) {
            Some(_) if guard.if_not_exists => Vec::new(),
            Some(before) if guard.replace => {
                let before = before.clone();
                vec![(
                    Operation::ReplaceTrigger { after: Trigger { options: before.options.clone(), ..trigger }, before },
                    Modifiers::default(),
                )]
            }
            None if guard.replace && !self.is_read() && !replaces_itself(&trigger.definition) => {
                after_drop(Operation::DropTrigger(trigger.clone()), Operation::CreateTrigger(trigger))
            }
            _ => vec![(Operation::CreateTrigger(trigger), Modifiers::default())],
        }
    }

    fn trigger(&self, name: TriggerName) -> Trigger {
        let found = self.known.schema.triggers.get(&name).cloned();
        found.unwrap_or_else(|| Trigger { name, definition: String::new(), comment: None, options: Options::new() })
    }
}

/// A statement as operations hold it.
fn statement(text: &str) -> String {
    text.trim().trim_end_matches(';').trim_end().to_owned()
}

/// What may be there goes before what takes its place.
fn after_drop(drop: Operation, create: Operation) -> Resolved {
    let if_exists = Modifiers { if_exists: true, ..Modifiers::default() };
    vec![(drop, if_exists), (create, Modifiers::default())]
}

fn replaces_itself(definition: &str) -> bool {
    let mut words = definition.split_ascii_whitespace().map(str::to_ascii_uppercase);
    words.next().as_deref() == Some("CREATE") && words.next().as_deref() == Some("OR")
}

fn nameless_enum(name: ObjectName) -> EnumType {
    EnumType { name, labels: Vec::new(), comment: None }
}

fn no_named_enums(name: &ObjectName, dialect: Dialect) -> Unsupported {
    Unsupported {
        operation: format!("alter the enum {name}, for it has no enums with names"),
        dialect,
        hint: Some("give each column its new type: `set_type(enumeration(name, labels))`".to_owned()),
    }
}

fn enum_operation(
    name: &ObjectName,
    current: Option<&EnumType>,
    change: EnumChange,
    guard: Guard,
) -> Result<Option<Operation>, ResolveError> {
    match change {
        EnumChange::RenameTo(to) => Ok(Some(Operation::RenameEnum { from: name.clone(), to })),
        EnumChange::RenameLabel(Rename { old, new }) => {
            current.map_or(Ok(()), |current| check_label(current, &old))?;
            Ok(Some(Operation::RenameEnumValue { name: name.clone(), from: old, to: new }))
        }
        EnumChange::AddLabel(new) => add_label(name, current, new, guard),
        EnumChange::DropLabel(label) => {
            let what = format!("the labels of the enum `{name}`");
            let hint = "run it against the database: a value goes by a new type, and a look at all columns".to_owned();
            let before = current.cloned().ok_or(ResolveError::Unknown { what, hint })?;
            if guard.if_exists && !before.labels.contains(&label) {
                return Ok(None);
            }
            check_label(&before, &label)?;
            let mut after = before.clone();
            after.labels.retain(|found| *found != label);
            Ok(Some(Operation::ReplaceEnum { before, after }))
        }
    }
}

fn add_label(
    name: &ObjectName,
    current: Option<&EnumType>,
    new: NewLabel,
    guard: Guard,
) -> Result<Option<Operation>, ResolveError> {
    let before = match (current, &new.place) {
        (Some(current), _) => current.clone(),
        (None, LabelPlace::End) => nameless_enum(name.clone()),
        // The neighbour is all that the statement needs.
        (None, LabelPlace::Before(label)) => EnumType { labels: vec![label.clone()], ..nameless_enum(name.clone()) },
        (None, LabelPlace::After(_)) => {
            let hint = "say which value it comes before, or put it at the end".to_owned();
            return Err(ResolveError::Unknown { what: format!("the labels of the enum `{name}`"), hint });
        }
    };
    if guard.if_not_exists && before.labels.contains(&new.label) {
        return Ok(None);
    }
    let place_of = |label: &String| before.labels.iter().position(|found| found == label);
    let position = match &new.place {
        LabelPlace::End => before.labels.len(),
        LabelPlace::Before(label) => place_of(label).ok_or_else(|| no_label(&before, label))?,
        LabelPlace::After(label) => 1 + place_of(label).ok_or_else(|| no_label(&before, label))?,
    };
    Ok(Some(Operation::AddEnumValue { before, value: new.label, position }))
}

fn check_label(current: &EnumType, label: &str) -> Result<(), ResolveError> {
    if current.labels.iter().any(|found| found == label) { Ok(()) } else { Err(no_label(current, label)) }
}

fn no_label(current: &EnumType, label: &str) -> ResolveError {
    ResolveError::missing("value", label, Some(current.name.to_string()), current.labels.iter().map(String::as_str))
}

/// Follows an operation, so that the next change finds the enum as it is then.
fn follow_enum(name: &mut ObjectName, current: Option<&mut EnumType>, operation: &Operation) {
    if let Operation::RenameEnum { to, .. } = operation {
        name.clone_from(to);
    }
    let Some(current) = current else { return };
    match operation {
        Operation::RenameEnum { to, .. } => current.name.clone_from(to),
        Operation::AddEnumValue { value, position, .. } => current.labels.insert(*position, value.clone()),
        Operation::RenameEnumValue { from, to, .. } => {
            current.labels.iter_mut().filter(|label| *label == from).for_each(|label| label.clone_from(to));
        }
        Operation::ReplaceEnum { after, .. } => current.clone_from(after),
        _ => {}
    }
}

fn default_sequence(name: ObjectName) -> Sequence {
    Sequence {
        name,
        data_type: "bigint".to_owned(),
        start: 1,
        increment: 1,
        minimum: 1,
        maximum: i64::MAX,
        cache: 1,
        cycle: false,
        comment: None,
    }
}

fn change_sequence(sequence: &mut Sequence, change: &SequenceChange) {
    if let Some(data_type) = &change.data_type {
        sequence.data_type.clone_from(data_type);
    }
    sequence.start = change.start.unwrap_or(sequence.start);
    sequence.increment = change.increment.unwrap_or(sequence.increment);
    sequence.minimum = change.minimum.unwrap_or(sequence.minimum);
    sequence.maximum = change.maximum.unwrap_or(sequence.maximum);
    sequence.cache = change.cache.unwrap_or(sequence.cache);
    sequence.cycle = change.cycle.unwrap_or(sequence.cycle);
}
