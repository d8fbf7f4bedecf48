//! Random schemas that are whole: whatever is named is there.

use std::collections::BTreeSet;

use aludel_schema::model::{
    Column, Constraint, ConstraintBody, Deferral, EnumType, ForeignKey, Generation, Index, IndexPart, Key, MatchKind,
    Options, ReferentialAction, Routine, RoutineKind, Sequence, Table, Trigger, TriggerName, View,
};
use aludel_schema::{ObjectName, Schema};
use aludel_sql::Dialect;

/// Decisions, read from bytes; when they end, every answer is 0, which makes the smallest thing.
pub(crate) struct Decisions<'a>(std::slice::Iter<'a, u8>);

impl Decisions<'_> {
    fn below(&mut self, count: usize) -> usize {
        usize::from(*self.0.next().unwrap_or(&0)) % count
    }

    fn chance(&mut self) -> bool {
        self.below(2) == 1
    }

    fn pick<'t>(&mut self, texts: &[&'t str]) -> &'t str {
        texts[self.below(texts.len())]
    }
}

/// The schema that the bytes decide on.
pub(crate) fn schema(dialect: Dialect, bytes: &[u8]) -> Schema {
    let mut decisions = Decisions(bytes.iter());
    let mut schema = Schema::empty(dialect, (15, 0, 0));
    if dialect == Dialect::Postgres {
        add_types(&mut schema, &mut decisions);
    }
    add_tables(&mut schema, &mut decisions);
    add_foreign_keys(&mut schema, &mut decisions);
    add_indexes(&mut schema, &mut decisions);
    add_views(&mut schema, &mut decisions);
    add_triggers(&mut schema, &mut decisions);
    schema
}

fn add_types(schema: &mut Schema, decisions: &mut Decisions) {
    if decisions.chance() {
        schema.namespaces.insert("aside".to_owned());
    }
    for name in ["mood", "kind"] {
        if decisions.chance() {
            let mut labels: Vec<String> = ["a", "b", "c", "d"].map(str::to_owned).into();
            labels.retain(|label| label == "a" || decisions.chance());
            if decisions.chance() {
                labels.reverse();
            }
            let object = EnumType { name: ObjectName::local(name), labels, comment: None };
            schema.enums.insert(object.name.clone(), object);
        }
    }
    for name in ["f()", "g()"] {
        if decisions.chance() {
            let routine = Routine {
                name: ObjectName::local(name),
                kind: RoutineKind::Function,
                definition: decisions.pick(&["one", "two"]).to_owned(),
                comment: None,
                depends_on: BTreeSet::new(),
                options: Options::new(),
            };
            schema.routines.insert(routine.name.clone(), routine);
        }
    }
    if decisions.chance() {
        let sequence = sequence(decisions);
        schema.sequences.insert(sequence.name.clone(), sequence);
    }
}

fn sequence(decisions: &mut Decisions) -> Sequence {
    Sequence {
        name: ObjectName::local("counter"),
        data_type: "bigint".to_owned(),
        start: 1,
        increment: if decisions.chance() { 2 } else { 1 },
        minimum: 1,
        maximum: 99,
        cache: 1,
        cycle: false,
        comment: None,
    }
}

fn add_tables(schema: &mut Schema, decisions: &mut Decisions) {
    for number in 0..5 {
        if decisions.below(4) == 3 {
            continue;
        }
        let name = format!("t{number}");
        let is_aside = number == 4 && schema.namespaces.contains("aside");
        let name = if is_aside { ObjectName::in_schema("aside", name) } else { ObjectName::local(name) };
        let table = table(schema, name, decisions);
        schema.tables.insert(table.name.clone(), table.into());
    }
}

fn table(schema: &Schema, name: ObjectName, decisions: &mut Decisions) -> Table {
    let mut table = Table::new(name);
    table.columns.push(Column { nullable: false, ..Column::new("c0", "integer") });
    for number in 1..5 {
        if decisions.below(3) != 0 {
            table.columns.push(column(schema, format!("c{number}"), decisions));
        }
    }
    if decisions.chance() {
        // The order of columns is no difference.
        table.columns.reverse();
    }
    table.comment = decisions.chance().then(|| decisions.pick(&["one", "two"]).to_owned());
    if decisions.chance() {
        let engine = decisions.pick(&["one", "two"]).to_owned();
        table.options = Options::from([("engine".to_owned(), engine)]);
    }
    add_keys(&mut table, decisions);
    add_checks(schema, &mut table, decisions);
    table
}

fn column(schema: &Schema, name: String, decisions: &mut Decisions) -> Column {
    let enums: Vec<String> = schema.enums.keys().map(ToString::to_string).collect();
    let mut types = vec!["integer", "bigint", "text"];
    types.extend(enums.iter().map(String::as_str));
    let is_called = schema.routines.contains_key(&ObjectName::local("f()"));
    let generation = match decisions.below(4) {
        1 => Generation::Default(decisions.pick(&["1", "2"]).to_owned()),
        2 => Generation::Computed { expression: decisions.pick(&["c0 + 1", "c0 + 2"]).to_owned(), stored: true },
        3 if is_called => Generation::Default("f()".to_owned()),
        _ => Generation::None,
    };
    Column {
        nullable: decisions.chance(),
        comment: decisions.chance().then(|| "remark".to_owned()),
        generation,
        ..Column::new(name, decisions.pick(&types))
    }
}

/// Every table has a key over `c0`, so that foreign keys may point at it.
fn add_keys(table: &mut Table, decisions: &mut Decisions) {
    let name = table.name.name.clone();
    let second = table.columns.iter().find(|column| column.name != "c0").map(|column| column.name.clone());
    match second {
        Some(second) if decisions.chance() => {
            let body = ConstraintBody::PrimaryKey(Key::over(["c0".to_owned(), second]));
            table.constraints.push(named(&format!("{name}_pkey"), true, body));
            let unique = ConstraintBody::Unique(Key::over(["c0"]));
            let given = decisions.chance();
            table.constraints.push(named(&format!("uq_{name}"), !given, unique));
        }
        _ => {
            let body = ConstraintBody::PrimaryKey(Key::over(["c0"]));
            table.constraints.push(named(&format!("{name}_pkey"), true, body));
        }
    }
}

fn add_checks(schema: &Schema, table: &mut Table, decisions: &mut Decisions) {
    let columns: Vec<String> = table.columns.iter().map(|column| column.name.clone()).collect();
    for number in 0..decisions.below(3) {
        let column = &columns[decisions.below(columns.len())];
        let call = schema.routines.contains_key(&ObjectName::local("g()")) && decisions.chance();
        let expression = if call { format!("{column} > g()") } else { format!("{column} > {}", decisions.below(3)) };
        let body = ConstraintBody::Check { expression, column: None };
        let is_generated = decisions.chance();
        table.constraints.push(named(&format!("ck{number}_{}", table.name.name), is_generated, body));
    }
}

fn named(name: &str, is_name_generated: bool, body: ConstraintBody) -> Constraint {
    let name = if is_name_generated { format!("gen_{name}") } else { name.to_owned() };
    Constraint { name: Some(name), is_name_generated, ..Constraint::unnamed(body) }
}

fn add_foreign_keys(schema: &mut Schema, decisions: &mut Decisions) {
    let names: Vec<ObjectName> = schema.tables.keys().cloned().collect();
    for name in &names {
        for number in 0..decisions.below(3) {
            let target = names[decisions.below(names.len())].clone();
            let table = schema.tables.get_mut(name).expect("the name is of the tables");
            let column = table.columns[decisions.below(table.columns.len())].name.clone();
            let constraint = foreign_key(number, column, target, decisions);
            table.constraints.push(constraint);
        }
    }
}

fn foreign_key(number: usize, column: String, references: ObjectName, decisions: &mut Decisions) -> Constraint {
    let actions = [ReferentialAction::NoAction, ReferentialAction::Cascade];
    let body = ConstraintBody::ForeignKey(ForeignKey {
        columns: vec![column],
        references,
        referenced_columns: vec!["c0".to_owned()],
        on_delete: actions[decisions.below(2)],
        on_update: ReferentialAction::NoAction,
        match_kind: MatchKind::Simple,
    });
    let deferral = [Deferral::NotDeferrable, Deferral::InitiallyDeferred][decisions.below(2)];
    Constraint { deferral, ..named(&format!("fk{number}"), decisions.chance(), body) }
}

/// Each name is in one table at most, as on most servers a schema holds the names.
fn add_indexes(schema: &mut Schema, decisions: &mut Decisions) {
    let names: Vec<ObjectName> = schema.tables.keys().cloned().collect();
    for number in 0..4 {
        if names.is_empty() || decisions.chance() {
            continue;
        }
        let table = schema.tables.get_mut(&names[decisions.below(names.len())]).expect("the name is of the tables");
        let column = table.columns[decisions.below(table.columns.len())].name.clone();
        let mut index = Index::over(format!("ix{number}"), [column.clone()]);
        if decisions.chance() {
            index.parts.push(IndexPart::expression(format!("abs({column})")));
        }
        index.predicate = decisions.chance().then(|| format!("{column} > 1"));
        table.indexes.push(index);
    }
}

fn add_views(schema: &mut Schema, decisions: &mut Decisions) {
    let mut readable: Vec<ObjectName> = schema.tables.keys().cloned().collect();
    for number in 0..4 {
        if readable.is_empty() || decisions.below(3) == 0 {
            continue;
        }
        let source = readable[decisions.below(readable.len())].clone();
        let columns: Vec<String> = match schema.tables.get(&source) {
            Some(table) => table.columns.iter().map(|column| column.name.clone()).collect(),
            None => vec!["c0".to_owned()],
        };
        let column = &columns[decisions.below(columns.len())];
        let is_materialized = schema.dialect == Dialect::Postgres && decisions.chance();
        let view = View {
            name: ObjectName::local(format!("v{number}")),
            query: format!("SELECT {column} AS c0 FROM {source}"),
            columns: Vec::new(),
            materialized: is_materialized,
            indexes: Vec::new(),
            options: Options::new(),
            comment: None,
            depends_on: BTreeSet::from([source]),
        };
        readable.push(view.name.clone());
        schema.views.insert(view.name.clone(), view);
    }
}

fn add_triggers(schema: &mut Schema, decisions: &mut Decisions) {
    for table in schema.tables.values() {
        if decisions.chance() {
            let column = &table.columns[decisions.below(table.columns.len())].name;
            let name = TriggerName { table: table.name.clone(), name: "tr".to_owned() };
            let definition = format!("CREATE TRIGGER tr AFTER UPDATE OF {column} ON {}", table.name);
            schema.triggers.insert(name.clone(), Trigger { name, definition, comment: None, options: Options::new() });
        }
    }
}
