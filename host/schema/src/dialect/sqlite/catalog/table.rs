//! A table from its statement.

use super::names::{collation, resolve_part, spelled};
use crate::dialect::sqlite::parse::{self, Clause, ClauseKind, ParseError, ParsedColumn, ParsedTable};
use crate::model::{
    Column, Constraint, ConstraintBody, Deferral, ForeignKey, Generation, IndexKey, IndexPart, Key, ObjectName,
    Options, Table,
};

/// Reads the table `name`, whose own spelling of the name is in `sqlite_schema`.
pub(super) fn read(name: &str, sql: &str) -> Result<Table, ParseError> {
    let parsed = parse::table(sql)?;
    let mut table = Table::new(ObjectName::local(name));
    table.columns = parsed.columns.iter().map(column).collect();
    table.constraints = constraints(&parsed, &table.columns);
    table.options = options(&parsed);
    table.definition = Some(sql.to_owned());
    count_rowids(&parsed, &mut table.columns);
    Ok(table)
}

fn options(parsed: &ParsedTable) -> Options {
    let words = [(parsed.is_without_rowid, "without rowid"), (parsed.is_strict, "strict")];
    let given = words.into_iter().filter(|(is_given, _)| *is_given);
    given.map(|(_, word)| (word.to_owned(), "true".to_owned())).collect()
}

fn column(parsed: &ParsedColumn) -> Column {
    let mut column = Column::new(&parsed.name.text, &parsed.data_type);
    for clause in &parsed.clauses {
        apply(&mut column, &clause.kind);
    }
    column
}

fn apply(column: &mut Column, clause: &ClauseKind) {
    match clause {
        ClauseKind::NotNull { on_conflict } => {
            column.nullable = false;
            column.options.extend(on_conflict.clone().map(|value| ("not null on conflict".to_owned(), value)));
        }
        // It says what happens anyway.
        ClauseKind::Default(text) if text == "NULL" => column.generation = Generation::None,
        ClauseKind::Default(text) => column.generation = Generation::Default(text.clone()),
        ClauseKind::Collate(name) => column.collation = Some(collation(name)).filter(|name| name != "BINARY"),
        ClauseKind::Generated { expression, is_stored } => {
            column.generation = Generation::Computed { expression: expression.clone(), stored: *is_stored };
        }
        _ => {}
    }
}

/// Those of the columns, then those of the table; the named ones after the others, by name.
fn constraints(parsed: &ParsedTable, columns: &[Column]) -> Vec<Constraint> {
    let of_columns = parsed.columns.iter().flat_map(|column| {
        column.clauses.iter().filter_map(|clause| constraint(clause, Some(&column.name.text), columns))
    });
    let of_table = parsed.constraints.iter().filter_map(|clause| constraint(clause, None, columns));
    let mut found: Vec<Constraint> = Vec::new();
    for constraint in of_columns.chain(of_table) {
        // SQLite makes one of two that are the same.
        if !found.contains(&constraint) {
            found.push(constraint);
        }
    }
    found
        .sort_by_key(|constraint| (!matches!(constraint.body, ConstraintBody::PrimaryKey(_)), constraint.name.clone()));
    found
}

/// The constraint that a clause of a column (or of the table) makes, unless it makes none.
pub(in crate::dialect::sqlite) fn constraint(
    clause: &Clause,
    column: Option<&str>,
    columns: &[Column],
) -> Option<Constraint> {
    let (body, on_conflict, deferral) = match &clause.kind {
        ClauseKind::PrimaryKey { parts, on_conflict, .. } => {
            (ConstraintBody::PrimaryKey(key(parts, columns)), on_conflict.clone(), Deferral::NotDeferrable)
        }
        ClauseKind::Unique { parts, on_conflict } => {
            (ConstraintBody::Unique(key(parts, columns)), on_conflict.clone(), Deferral::NotDeferrable)
        }
        ClauseKind::Check { expression } => {
            let (expression, column) = (expression.clone(), column.map(str::to_owned));
            (ConstraintBody::Check { expression, column }, None, Deferral::NotDeferrable)
        }
        ClauseKind::ForeignKey { key, deferral } => {
            (ConstraintBody::ForeignKey(foreign_key(key, columns)), None, *deferral)
        }
        ClauseKind::Nothing
        | ClauseKind::NotNull { .. }
        | ClauseKind::Default(_)
        | ClauseKind::Collate(_)
        | ClauseKind::Generated { .. } => return None,
    };
    let name = clause.name.as_ref().map(|name| name.text.clone());
    let options = on_conflict.map(|value| ("on conflict".to_owned(), value)).into_iter().collect();
    Some(Constraint { name, deferral, options, ..Constraint::unnamed(body) })
}

fn key(parts: &[IndexPart], columns: &[Column]) -> Key {
    let mut key = Key::over(Vec::<String>::new());
    key.parts = parts.iter().map(|part| resolve_part(columns, part.clone())).collect();
    key
}

fn foreign_key(key: &ForeignKey, columns: &[Column]) -> ForeignKey {
    let mut key = key.clone();
    key.columns = key.columns.into_iter().map(|name| spelled(columns, name)).collect();
    key
}

/// Marks the column that is another name of the rowid: it never holds NULL, and AUTOINCREMENT counts in it.
fn count_rowids(parsed: &ParsedTable, columns: &mut [Column]) {
    let of_columns = parsed.columns.iter().flat_map(|column| column.clauses.iter().map(|clause| (clause, true)));
    let of_table = parsed.constraints.iter().map(|clause| (clause, false));
    for (clause, is_at_column) in of_columns.chain(of_table) {
        let ClauseKind::PrimaryKey { parts, is_autoincrement, .. } = &clause.kind else { continue };
        let [IndexPart { key: IndexKey::Column(name), descending, .. }] = parts.as_slice() else { continue };
        let Some(column) = columns.iter_mut().find(|column| column.name.eq_ignore_ascii_case(name)) else { continue };
        // Of old, `INTEGER PRIMARY KEY DESC` at a column is a key like any other; `PRIMARY KEY (id DESC)` is not.
        let is_rowid = !parsed.is_without_rowid
            && column.data_type.eq_ignore_ascii_case("INTEGER")
            && !(is_at_column && *descending);
        if is_rowid {
            column.nullable = false;
        }
        if is_rowid && *is_autoincrement {
            column.generation = Generation::AutoIncrement;
        }
    }
}
