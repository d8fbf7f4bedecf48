//! Tables, indexes and views as statements, the way a person writes them.

use super::constraint::{column_of, constraint_text, inline_text, is_inline};
use super::lexical::{is_one_value, single_line, without_outer_parentheses};
use super::name::{name, names};
use super::part::parts_text;
use super::unsupported::{local, unsupported};
use crate::dialect::Unsupported;
use crate::model::{Column, Constraint, ConstraintBody, Generation, Index, IndexKey, ObjectName, Options, Table, View};

const INDENT: &str = "    ";

/// Options of tables that are written after the last parenthesis.
const TABLE_OPTIONS: [(&str, &str); 2] = [("strict", "STRICT"), ("without rowid", "WITHOUT ROWID")];

/// `CREATE TABLE`, without its indexes.
pub(super) fn table_text(table: &Table, guard: &str) -> Result<String, Unsupported> {
    let mut items = Vec::new();
    for column in &table.columns {
        items.push((column_text(table, column)?, column.comment.as_deref()));
    }
    for constraint in table.constraints.iter().filter(|constraint| !is_inline(table, constraint)) {
        items.push((constraint_text(constraint)?, constraint.comment.as_deref()));
    }
    let remark = table.comment.as_deref().map(|comment| format!(" -- {}", single_line(comment))).unwrap_or_default();
    let name = name(local(&table.name)?);
    Ok(format!("CREATE TABLE {guard}{name} ({remark}\n{}\n){}", lines(&items), options_text(&table.options)?))
}

/// One item a line. `SQLite` keeps remarks nowhere else than in the text of the statement.
fn lines(items: &[(String, Option<&str>)]) -> String {
    let last = items.len().saturating_sub(1);
    let line = |(index, (item, remark)): (usize, &(String, Option<&str>))| {
        let comma = if index == last { "" } else { "," };
        let remark = remark.map(|text| format!(" -- {}", single_line(text))).unwrap_or_default();
        format!("{INDENT}{item}{comma}{remark}")
    };
    items.iter().enumerate().map(line).collect::<Vec<_>>().join("\n")
}

/// What stands after the last parenthesis, with a space before it.
pub(super) fn options_text(options: &Options) -> Result<String, Unsupported> {
    if let Some(option) = options.keys().find(|key| TABLE_OPTIONS.iter().all(|(known, _)| known != key)) {
        return Err(unknown_option("a table", option));
    }
    let words = TABLE_OPTIONS.iter().filter(|(key, _)| options.contains_key(*key)).map(|(_, word)| *word);
    let words = words.collect::<Vec<_>>().join(", ");
    Ok(if words.is_empty() { words } else { format!(" {words}") })
}

/// The error for a setting that only another server has.
pub(super) fn unknown_option(of: &str, option: &str) -> Unsupported {
    unsupported(format!("give {of} the option `{option}`"), "leave it out for this database")
}

/// A column as in CREATE TABLE, with the constraints that are written at it.
pub(super) fn column_text(table: &Table, column: &Column) -> Result<String, Unsupported> {
    let mut words = vec![name(&column.name)];
    words.extend(type_text(column));
    for constraint in table.constraints.iter().filter(|constraint| is_key_of(table, constraint, column)) {
        words.push(inline_text(constraint, column)?);
    }
    words.extend(nullability_text(table, column)?);
    words.extend(generation_text(column)?);
    words.extend(column.collation.as_ref().map(|collation| format!("COLLATE {}", name(collation))));
    for constraint in table.constraints.iter().filter(|constraint| is_rule_of(table, constraint, column)) {
        words.push(inline_text(constraint, column)?);
    }
    Ok(words.join(" "))
}

fn is_key_of(table: &Table, constraint: &Constraint, column: &Column) -> bool {
    let is_key = matches!(constraint.body, ConstraintBody::PrimaryKey(_) | ConstraintBody::Unique(_));
    is_key && is_inline(table, constraint) && column_of(constraint) == Some(&column.name)
}

fn is_rule_of(table: &Table, constraint: &Constraint, column: &Column) -> bool {
    let is_rule = matches!(constraint.body, ConstraintBody::Check { .. } | ConstraintBody::ForeignKey(_));
    is_rule && is_inline(table, constraint) && column_of(constraint) == Some(&column.name)
}

fn type_text(column: &Column) -> Option<String> {
    // Only a column of exactly this type can count.
    let data_type = if column.generation == Generation::AutoIncrement { "INTEGER" } else { &column.data_type };
    (!data_type.is_empty()).then(|| data_type.to_owned())
}

fn nullability_text(table: &Table, column: &Column) -> Result<Option<String>, Unsupported> {
    let mut conflict = String::new();
    for (option, value) in &column.options {
        match option.as_str() {
            "not null on conflict" => conflict = format!(" ON CONFLICT {}", value.to_ascii_uppercase()),
            option => return Err(unknown_option("a column", option)),
        }
    }
    let is_said = column.nullable || rowid_column(table) == Some(column) && conflict.is_empty();
    Ok((!is_said).then(|| format!("NOT NULL{conflict}")))
}

fn generation_text(column: &Column) -> Result<Option<String>, Unsupported> {
    Ok(match &column.generation {
        Generation::None | Generation::AutoIncrement => None,
        Generation::Default(value) => Some(format!("DEFAULT {}", default_text(value))),
        Generation::Computed { expression, stored } => {
            let kind = if *stored { "STORED" } else { "VIRTUAL" };
            Some(format!("GENERATED ALWAYS AS ({}) {kind}", bare(expression)))
        }
        Generation::Identity(_) => {
            return Err(unsupported(
                format!("make `{}` an identity column", column.name),
                "an INTEGER PRIMARY KEY counts by itself; AUTOINCREMENT never gives a number twice",
            ));
        }
    })
}

/// A default: only a value can stand without parentheses.
pub(super) fn default_text(value: &str) -> String {
    if is_one_value(value) { value.to_owned() } else { format!("({})", bare(value)) }
}

/// An expression without the parentheses around all of it.
pub(super) fn bare(expression: &str) -> &str {
    without_outer_parentheses(expression)
}

/// The column that is another name of the rowid: a primary key alone, of the type INTEGER.
pub(super) fn rowid_column(table: &Table) -> Option<&Column> {
    let Some(ConstraintBody::PrimaryKey(key)) = table.primary_key().map(|constraint| &constraint.body) else {
        return None;
    };
    let [part] = key.parts.as_slice() else { return None };
    let IndexKey::Column(name) = &part.key else { return None };
    let column = table.column(name)?;
    let is_integer = column.data_type.eq_ignore_ascii_case("integer") || column.generation == Generation::AutoIncrement;
    (is_integer && !part.descending && !table.options.contains_key("without rowid")).then_some(column)
}

/// `CREATE INDEX`.
pub(super) fn index_text(table: &ObjectName, index: &Index, guard: &str) -> Result<String, Unsupported> {
    check_index(index)?;
    let unique = if index.unique { "UNIQUE " } else { "" };
    let predicate = index.predicate.as_ref().map(|text| format!(" WHERE {}", bare(text))).unwrap_or_default();
    let (index_name, table) = (name(&index.name), name(local(table)?));
    Ok(format!("CREATE {unique}INDEX {guard}{index_name} ON {table} ({}){predicate}", parts_text(&index.parts)?))
}

fn check_index(index: &Index) -> Result<(), Unsupported> {
    let refuse = |what: String, hint| Err(unsupported(format!("make the index `{}` {what}", index.name), hint));
    if !index.include.is_empty() {
        return refuse("carry columns along (INCLUDE)".to_owned(), "add the columns to the end of the index");
    }
    if let Some(method) = index.method.as_deref().filter(|method| !method.eq_ignore_ascii_case("btree")) {
        return refuse(format!("with the method `{method}`"), "every index is a B-tree: leave the method out");
    }
    if index.nulls_not_distinct {
        return refuse("treat NULLs as equal".to_owned(), "index an expression: `coalesce(column, '')`");
    }
    match index.options.keys().next() {
        Some(option) => Err(unknown_option("an index", option)),
        None => Ok(()),
    }
}

/// `CREATE VIEW`.
pub(super) fn view_text(view: &View, guard: &str) -> Result<String, Unsupported> {
    if view.materialized {
        return Err(unsupported(
            format!("create the materialized view `{}`", view.name),
            "make it a table that the migration or a trigger fills, or a plain view",
        ));
    }
    if let Some(option) = view.options.keys().next() {
        return Err(unknown_option("a view", option));
    }
    let columns = if view.columns.is_empty() { String::new() } else { format!(" ({})", names(&view.columns)) };
    Ok(format!("CREATE VIEW {guard}{}{columns} AS\n{}", name(local(&view.name)?), view.query))
}
