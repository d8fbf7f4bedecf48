//! Schemas, extensions, sequences and rows.

use aludel_sql::{Dialect, Value, literal};

use super::super::catalog::range;
use super::super::{quote, unsupported};
use super::sheet::{Sheet, cascade, if_exists, if_not_exists};
use crate::dialect::Unsupported;
use crate::model::{Extension, Generation, IdentityKind, ObjectName, Schema, Sequence};
use crate::operation::Modifiers;

/// Rows of one INSERT at most.
const ROWS_MAX: usize = 500;

pub(super) fn create_schema(sheet: &mut Sheet, name: &str, modifiers: Modifiers) {
    sheet.add(format!("CREATE SCHEMA {}{}", if_not_exists(modifiers), quote::identifier(name)));
}

pub(super) fn drop_schema(sheet: &mut Sheet, name: &str, modifiers: Modifiers) {
    sheet.add(format!("DROP SCHEMA {}{}{}", if_exists(modifiers), quote::identifier(name), cascade(modifiers)));
}

pub(super) fn create_extension(sheet: &mut Sheet, extension: &Extension, modifiers: Modifiers) {
    let name = quote::identifier(&extension.name);
    let schema = extension.schema.as_ref().map(|schema| format!(" WITH SCHEMA {}", quote::identifier(schema)));
    sheet.add(format!("CREATE EXTENSION {}{name}{}", if_not_exists(modifiers), schema.unwrap_or_default()));
}

pub(super) fn drop_extension(sheet: &mut Sheet, extension: &Extension, modifiers: Modifiers) {
    let name = quote::identifier(&extension.name);
    sheet.add(format!("DROP EXTENSION {}{name}{}", if_exists(modifiers), cascade(modifiers)));
}

pub(super) fn create_sequence(sheet: &mut Sheet, sequence: &Sequence, modifiers: Modifiers) -> Result<(), Unsupported> {
    let name = quote::qualified(&sequence.name);
    let words = settings(&usual(sequence), sequence);
    let words = words.iter().map(|word| format!(" {word}")).collect::<String>();
    sheet.add(format!("CREATE SEQUENCE {}{name}{words}", if_not_exists(modifiers)));
    sheet.comment(&format!("SEQUENCE {name}"), None, sequence.comment.as_deref())
}

pub(super) fn drop_sequence(sheet: &mut Sheet, sequence: &Sequence, modifiers: Modifiers) {
    let name = quote::qualified(&sequence.name);
    sheet.add(format!("DROP SEQUENCE {}{name}{}", if_exists(modifiers), cascade(modifiers)));
}

pub(super) fn alter_sequence(sheet: &mut Sheet, before: &Sequence, after: &Sequence) -> Result<(), Unsupported> {
    let name = quote::qualified(&after.name);
    // With the type the server changes the limits that are the usual ones.
    let from = if before.data_type == after.data_type {
        before.clone()
    } else {
        let (old, new) = (limits(before), range(&after.data_type, before.increment));
        let minimum = if before.minimum == old.0 { new.0 } else { before.minimum };
        let maximum = if before.maximum == old.1 { new.1 } else { before.maximum };
        Sequence { minimum, maximum, ..before.clone() }
    };
    let words = settings(&from, after);
    if !words.is_empty() {
        sheet.add(format!("ALTER SEQUENCE {name} {}", words.join(" ")));
    }
    sheet.comment(&format!("SEQUENCE {name}"), before.comment.as_deref(), after.comment.as_deref())
}

fn limits(sequence: &Sequence) -> (i64, i64) {
    range(&sequence.data_type, sequence.increment)
}

/// The sequence of that type and direction that nothing else is told about.
fn usual(sequence: &Sequence) -> Sequence {
    let (minimum, maximum) = limits(sequence);
    let start = if sequence.increment > 0 { sequence.minimum } else { sequence.maximum };
    Sequence {
        data_type: "bigint".to_owned(),
        start,
        minimum,
        maximum,
        increment: 1,
        cache: 1,
        cycle: false,
        ..sequence.clone()
    }
}

/// What turns a sequence into another one.
fn settings(from: &Sequence, to: &Sequence) -> Vec<String> {
    let mut words = Vec::new();
    let mut add = |differs: bool, word: String| words.extend(differs.then_some(word));
    add(from.data_type != to.data_type, format!("AS {}", to.data_type));
    add(from.increment != to.increment, format!("INCREMENT BY {}", to.increment));
    add(from.minimum != to.minimum, format!("MINVALUE {}", to.minimum));
    add(from.maximum != to.maximum, format!("MAXVALUE {}", to.maximum));
    add(from.start != to.start, format!("START WITH {}", to.start));
    add(from.cache != to.cache, format!("CACHE {}", to.cache));
    add(from.cycle != to.cycle, if to.cycle { "CYCLE".to_owned() } else { "NO CYCLE".to_owned() });
    words
}

pub(super) fn insert_rows(
    sheet: &mut Sheet,
    state: &Schema,
    table: &ObjectName,
    columns: &[String],
    rows: &[Vec<Value>],
) -> Result<(), Unsupported> {
    let overriding = if is_counted_always(state, table, columns) { " OVERRIDING SYSTEM VALUE" } else { "" };
    let start = format!("INSERT INTO {} ({}){overriding} VALUES", quote::qualified(table), quote::list(columns));
    for chunk in rows.chunks(ROWS_MAX) {
        let rows = chunk.iter().map(|row| row_text(table, row)).collect::<Result<Vec<_>, _>>()?;
        sheet.add(format!("{start}\n    {}", rows.join(",\n    ")));
    }
    Ok(())
}

/// Whether a value is given for an identity column that refuses values of one's own.
fn is_counted_always(state: &Schema, table: &ObjectName, columns: &[String]) -> bool {
    let Some(table) = state.tables.get(table) else { return false };
    columns.iter().filter_map(|name| table.column(name)).any(
        |column| matches!(&column.generation, Generation::Identity(identity) if identity.kind == IdentityKind::Always),
    )
}

fn row_text(table: &ObjectName, row: &[Value]) -> Result<String, Unsupported> {
    let write = |value: &Value| {
        literal(value, Dialect::Postgres).map_err(|error| {
            unsupported(&format!("write a row of {table}: {error}"), "insert the row with a statement and parameters")
        })
    };
    let values = row.iter().map(write).collect::<Result<Vec<_>, _>>()?;
    Ok(format!("({})", values.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sequence() -> Sequence {
        Sequence {
            name: ObjectName::local("s"),
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

    fn created(sequence: &Sequence) -> String {
        let mut sheet = Sheet::default();
        create_sequence(&mut sheet, sequence, Modifiers::default()).unwrap();
        sheet.rendered().statements.remove(0).sql
    }

    #[test]
    fn a_sequence_says_what_is_not_usual() {
        assert_eq!(created(&sequence()), "CREATE SEQUENCE s");
        assert_eq!(created(&Sequence { start: 1000, ..sequence() }), "CREATE SEQUENCE s START WITH 1000");
        let down = Sequence {
            data_type: "smallint".to_owned(),
            increment: -1,
            minimum: -32768,
            maximum: -1,
            start: -1,
            cycle: true,
            ..sequence()
        };
        assert_eq!(created(&down), "CREATE SEQUENCE s AS smallint INCREMENT BY -1 CYCLE");
    }

    #[test]
    fn a_value_for_an_identity_column_is_let_in() {
        let mut state = Schema::empty(Dialect::Postgres, (15, 0, 0));
        let mut table = crate::model::Table::new(ObjectName::local("t"));
        let identity = crate::model::Identity {
            kind: IdentityKind::Always,
            start: None,
            increment: None,
            options: crate::model::Options::new(),
        };
        let generation = Generation::Identity(identity);
        table.columns.push(crate::model::Column { generation, ..crate::model::Column::new("id", "bigint") });
        state.tables.insert(table.name.clone(), table.into());
        let mut sheet = Sheet::default();
        let rows = vec![vec![Value::Integer(1)], vec![Value::Null]];
        insert_rows(&mut sheet, &state, &ObjectName::local("t"), &["id".to_owned()], &rows).unwrap();
        let sql = &sheet.rendered().statements[0].sql;
        assert_eq!(sql, "INSERT INTO t (id) OVERRIDING SYSTEM VALUE VALUES\n    (1),\n    (NULL)");
    }
}
