//! What was read of a database, held against what `SQLite` itself tells through its pragmas.

use std::collections::BTreeSet;

use aludel_db::Session;
use aludel_schema::model::{
    Column, Constraint, ConstraintBody, ForeignKey, Generation, IndexKey, IndexPart, Schema, Table,
};
use aludel_sql::{Row, Value};

use crate::rows;

/// Asks about every table, and panics where the answer is another one.
pub(crate) async fn check(session: &mut dyn Session, schema: &Schema) {
    for table in schema.tables.values() {
        check_columns(session, table).await;
        check_keys(session, table).await;
        check_foreign_keys(session, table).await;
        check_indexes(session, table).await;
    }
}

async fn ask(session: &mut dyn Session, sql: &str, about: &str) -> Vec<Row> {
    rows(session, sql, &[Value::Text(about.to_owned())]).await.expect(sql)
}

fn text(value: &Value) -> String {
    match value {
        Value::Text(text) => text.clone(),
        Value::Null => String::new(),
        other => panic!("{other:?} is no text"),
    }
}

fn flag(value: &Value) -> bool {
    value != &Value::Integer(0)
}

async fn check_columns(session: &mut dyn Session, table: &Table) {
    let sql = "SELECT name, type, \"notnull\", dflt_value, hidden FROM pragma_table_xinfo(?1)";
    let told = ask(session, sql, &table.name.name).await;
    assert_eq!(told.len(), table.columns.len(), "{table:?}");
    for (row, column) in told.iter().zip(&table.columns) {
        assert_eq!(column.name, text(&row[0]));
        assert_eq!(squeezed(&column.data_type), squeezed(&text(&row[1])), "{column:?}");
        // The pragma says that the rowid may be NULL, and that a key without rowid or of a strict table may not.
        if !is_in_primary_key(table, column) {
            assert_eq!(column.nullable, !flag(&row[2]), "{column:?}");
        }
        let hidden = match &column.generation {
            Generation::Computed { stored: false, .. } => 2,
            Generation::Computed { stored: true, .. } => 3,
            _ => 0,
        };
        assert_eq!(row[4], Value::Integer(hidden), "{column:?}");
        check_default(session, column, &row[3]).await;
    }
}

/// Without what `SQLite` does not look at either; it knows its standard types in upper case.
fn squeezed(text: &str) -> String {
    let mut parts = text.split("/*");
    let first = parts.next().unwrap_or_default().to_owned();
    let text = parts.fold(first, |text, part| text + part.split_once("*/").expect("the end of a comment").1);
    text.to_lowercase().split_whitespace().collect()
}

fn is_in_primary_key(table: &Table, column: &Column) -> bool {
    let Some(Constraint { body: ConstraintBody::PrimaryKey(key), .. }) = table.primary_key() else { return false };
    key.parts.iter().any(|part| part.key == IndexKey::Column(column.name.clone()))
}

/// The default has the value that `SQLite`'s own text of it has.
async fn check_default(session: &mut dyn Session, column: &Column, told: &Value) {
    let told = text(told);
    let word = told.to_lowercase();
    let is_bare = word.starts_with(char::is_alphabetic) && !word.contains(['\'', '(', '.', ' ']);
    let is_word = is_bare && !["null", "true", "false"].contains(&&*word) && !word.starts_with("current_");
    let read = if let Generation::Default(text) = &column.generation { text } else { "NULL" };
    let told = if is_word { format!("'{told}'") } else { told };
    let told = if told.is_empty() { "NULL".to_owned() } else { told };
    let equal = rows(session, &format!("SELECT ({told}) IS ({read})"), &[]).await.expect(read);
    assert_eq!(equal, [[Value::Integer(1)]], "{told} and {read}");
}

/// The columns of an index, with what orders them; an expression has no name.
type Parts = Vec<(Option<String>, bool, String)>;

fn parts(table: &Table, parts: &[IndexPart]) -> Parts {
    let part = |part: &IndexPart| {
        let name = if let IndexKey::Column(name) = &part.key { Some(name.clone()) } else { None };
        let column = name.as_deref().and_then(|name| table.column(name));
        let inherited = column.and_then(|column| column.collation.clone());
        let collation = part.collation.clone().or(inherited).unwrap_or_else(|| "BINARY".to_owned());
        (name, part.descending, collation.to_uppercase())
    };
    parts.iter().map(part).collect()
}

async fn told_parts(session: &mut dyn Session, index: &str) -> Parts {
    let sql = "SELECT name, \"desc\", coll FROM pragma_index_xinfo(?1) WHERE key = 1 ORDER BY seqno";
    let told = ask(session, sql, index).await;
    let name = |value: &Value| (value != &Value::Null).then(|| text(value));
    told.iter().map(|row| (name(&row[0]), flag(&row[1]), text(&row[2]).to_uppercase())).collect()
}

async fn check_keys(session: &mut dyn Session, table: &Table) {
    let sql = "SELECT name FROM pragma_index_list(?1) WHERE origin != 'c'";
    let mut told = BTreeSet::new();
    for row in ask(session, sql, &table.name.name).await {
        told.insert(told_parts(session, &text(&row[0])).await);
    }
    let mut read = BTreeSet::new();
    for constraint in &table.constraints {
        match &constraint.body {
            // The rowid has no index of its own.
            ConstraintBody::PrimaryKey(key) if !is_rowid(table, &key.parts) => read.insert(parts(table, &key.parts)),
            ConstraintBody::Unique(key) => read.insert(parts(table, &key.parts)),
            _ => false,
        };
    }
    assert_eq!(read, told, "{table:?}");
}

fn is_rowid(table: &Table, parts: &[IndexPart]) -> bool {
    let [IndexPart { key: IndexKey::Column(name), .. }] = parts else { return false };
    let definition = table.definition.as_deref().unwrap_or_default().to_uppercase();
    !table.options.contains_key("without rowid")
        && table.column(name).is_some_and(|column| column.data_type.eq_ignore_ascii_case("INTEGER"))
        && !definition.contains("INTEGER PRIMARY KEY DESC")
}

async fn check_indexes(session: &mut dyn Session, table: &Table) {
    let sql = "SELECT name, \"unique\", partial FROM pragma_index_list(?1) WHERE origin = 'c' ORDER BY name";
    let told = ask(session, sql, &table.name.name).await;
    assert_eq!(told.len(), table.indexes.len());
    for (row, index) in told.iter().zip(&table.indexes) {
        assert_eq!(index.name, text(&row[0]));
        assert_eq!(index.unique, flag(&row[1]), "{index:?}");
        assert_eq!(index.predicate.is_some(), flag(&row[2]), "{index:?}");
        assert_eq!(parts(table, &index.parts), told_parts(session, &index.name).await, "{index:?}");
    }
}

async fn check_foreign_keys(session: &mut dyn Session, table: &Table) {
    let sql = "SELECT id, \"table\", \"from\", coalesce(\"to\", ''), on_update, on_delete \
               FROM pragma_foreign_key_list(?1) ORDER BY id, seq";
    let told = ask(session, sql, &table.name.name).await;
    let mut told: Vec<Vec<String>> = told
        .chunk_by(|one, other| one[0] == other[0])
        .map(|key| key.iter().map(|row| row[1..].iter().map(text).collect::<Vec<_>>().join("|")).collect())
        .collect();
    let mut read: Vec<Vec<String>> = Vec::new();
    for constraint in &table.constraints {
        if let ConstraintBody::ForeignKey(key) = &constraint.body {
            read.push(foreign_key(key));
        }
    }
    // What names no columns points at the primary key, which was filled in.
    let is_named = told.iter().flatten().all(|line| !line.contains("||"));
    if is_named {
        let lower = |list: &mut Vec<Vec<String>>| {
            list.iter_mut().flatten().for_each(|line| *line = line.to_lowercase());
            list.sort();
        };
        lower(&mut told);
        lower(&mut read);
        assert_eq!(read, told, "{table:?}");
    }
    assert_eq!(read.len(), told.len());
}

fn foreign_key(key: &ForeignKey) -> Vec<String> {
    let actions = format!("{}|{}", key.on_update.sql(), key.on_delete.sql());
    let pairs = key.columns.iter().zip(&key.referenced_columns);
    pairs.map(|(from, to)| format!("{}|{from}|{to}|{actions}", key.references.name)).collect()
}
