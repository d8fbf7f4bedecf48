//! What rules say of how a table looks, before it is known which statement made it so.

use aludel_schema::model::Table;
use aludel_schema::{ObjectName, Operation, Schema};
use aludel_sql::Dialect;

use super::{mysql, sqlite, style};
use crate::facts::{Direction, Migration, Statement};
use crate::finding::Finding;
use crate::look::{Look, Made, Notes};
use crate::naming::Naming;
use crate::rule::rule;
use crate::scene::Scene;

/// What a rule says of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Draft {
    pub(crate) code: &'static str,
    pub(crate) object: String,
    pub(crate) message: String,
    pub(crate) hint: &'static str,
}

impl Draft {
    pub(crate) fn new(code: &'static str, object: impl ToString, message: String, hint: &'static str) -> Self {
        Self { code, object: object.to_string(), message, hint }
    }

    fn finding(self, dialect: Dialect) -> Option<Finding> {
        let rule = rule(self.code).filter(|rule| rule.dialects.contains(&dialect))?;
        Some(Finding {
            code: rule.code,
            rule: rule.name,
            severity: rule.severity,
            revision: None,
            statement: None,
            line: None,
            object: Some(self.object),
            message: self.message,
            hint: Some(self.hint.to_owned()),
        })
    }
}

/// All that rules say of a table.
fn drafts_of(schema: &Schema, table: &Table, naming: &Naming) -> Vec<Draft> {
    let mut drafts = Vec::new();
    style::drafts(schema, table, naming, &mut drafts);
    match schema.dialect {
        Dialect::Mysql | Dialect::MariaDb => mysql::drafts(schema, table, &mut drafts),
        Dialect::Sqlite => sqlite::drafts(table, &mut drafts),
        Dialect::Postgres => {}
    }
    drafts
}

/// All that rules say of a schema.
pub(crate) fn check_schema(schema: &Schema, naming: &Naming) -> Vec<Finding> {
    let tables = schema.tables.values().flat_map(|table| drafts_of(schema, table, naming));
    let others = style::drafts_of_schema(schema, naming);
    tables.chain(others).filter_map(|draft| draft.finding(schema.dialect)).collect()
}

/// What a migration leaves behind that was not so before, each told of the statement that made it so.
pub(crate) fn check(migration: &Migration, scene: &Scene, naming: &Naming, notes: &mut Notes) {
    let (Some(first), Some(last)) = (migration.statements.first(), migration.statements.last()) else { return };
    // A downgrade brings back what was there.
    if migration.direction == Direction::Down || first.before == last.after {
        return;
    }
    let known = style::drafts_of_schema(&first.before, naming);
    for draft in style::drafts_of_schema(&last.after, naming).into_iter().filter(|draft| !known.contains(draft)) {
        let was_so = |schema: &Schema| style::drafts_of_schema(schema, naming).contains(&draft);
        tell(migration, scene, &draft, maker(migration, |_| true, was_so), notes);
    }
    for table in last.after.tables.values() {
        // Most tables are what they were, and need no comparison.
        if first.before.tables.get(&table.name).is_some_and(|before| before.is_same(table)) {
            continue;
        }
        let before = table_before(migration, &first.before, &table.name);
        if before.as_ref() == Some(&**table) {
            continue;
        }
        let known = before.map_or_else(Vec::new, |before| drafts_of(&first.before, &before, naming));
        for draft in drafts_of(&last.after, table, naming).into_iter().filter(|draft| !known.contains(draft)) {
            let was_so = |schema: &Schema| {
                let table = schema.tables.get(&table.name);
                table.is_some_and(|table| drafts_of(schema, table, naming).contains(&draft))
            };
            let is_about = |each: &Statement| each.before.tables.get(&table.name) != each.after.tables.get(&table.name);
            tell(migration, scene, &draft, maker(migration, is_about, was_so), notes);
        }
    }
}

/// The last statement before which something was not so, of those that may have to do with it.
fn maker(
    migration: &Migration,
    is_about: impl Fn(&Statement) -> bool,
    was_so: impl Fn(&Schema) -> bool,
) -> Option<&Statement> {
    let definitions = migration.statements.iter().rev().filter(|each| !each.changes.is_empty());
    definitions.filter(|each| is_about(each)).find(|each| !was_so(&each.before))
}

fn tell(migration: &Migration, scene: &Scene, draft: &Draft, maker: Option<&Statement>, notes: &mut Notes) {
    let Some(statement) = maker.or(migration.statements.last()) else { return };
    let made = Made::before(scene);
    let look = Look::at(migration, statement, scene, &made);
    notes.tell(&look, draft.code, &draft.object, draft.message.clone(), draft.hint);
}

/// A table as it was before the migration, under the name that it has afterwards.
fn table_before(migration: &Migration, start: &Schema, name: &ObjectName) -> Option<Table> {
    let mut old = name;
    let changes = migration.statements.iter().rev().flat_map(|statement| statement.changes.iter().rev());
    for change in changes {
        if let Operation::RenameTable { from, to } = change
            && to == old
        {
            old = from;
        }
    }
    start
        .tables
        .get(old)
        .or_else(|| start.tables.get(name))
        .map(|table| Table { name: name.clone(), ..(**table).clone() })
}
