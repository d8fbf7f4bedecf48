//! Keys, constraints and indexes as clauses of CREATE TABLE; ALTER TABLE writes ADD before them.

use aludel_sql::Dialect;

use super::super::quote;
use super::Context;
use super::column::expression;
use super::unsupported::unsupported;
use crate::dialect::Unsupported;
use crate::model::{
    Constraint, ConstraintBody, Deferral, ForeignKey, Index, IndexKey, IndexPart, Key, MatchKind, ReferentialAction,
    Table,
};

/// `CONSTRAINT ck CHECK (a > 0)`, `UNIQUE KEY uq (a)`. `guard` stands before the name, that of a foreign key after it.
pub(super) fn constraint(context: Context<'_>, constraint: &Constraint, guard: &str) -> Result<String, Unsupported> {
    let dialect = context.dialect;
    refuse_what_is_missing(dialect, constraint)?;
    let named = |guard: &str| {
        let name = constraint.given_name().map(|name| format!("CONSTRAINT {guard}{} ", quote::name(name)));
        name.unwrap_or_default()
    };
    match &constraint.body {
        ConstraintBody::PrimaryKey(key) => Ok(format!("PRIMARY KEY ({})", key_parts(dialect, key)?)),
        ConstraintBody::Unique(key) => {
            let name = constraint.given_name().map(|name| format!("{guard}{} ", quote::name(name)));
            let tail = index_tail(dialect, constraint.options.contains_key("invisible"), constraint.comment.as_deref());
            Ok(format!("UNIQUE KEY {}({}){tail}", name.unwrap_or_default(), key_parts(dialect, key)?))
        }
        ConstraintBody::ForeignKey(key) => Ok(named("") + &foreign_key(context, key, guard)?),
        ConstraintBody::Check { expression: text, .. } => {
            let enforced = if constraint.options.contains_key("not enforced") { " NOT ENFORCED" } else { "" };
            Ok(format!("{}CHECK ({}){enforced}", named(guard), expression(text)))
        }
        ConstraintBody::Exclude { .. } => {
            let hint = "refuse the rows in a trigger, or keep them apart by a unique key";
            Err(unsupported(dialect, "exclude rows by operators", hint))
        }
    }
}

fn refuse_what_is_missing(dialect: Dialect, constraint: &Constraint) -> Result<(), Unsupported> {
    let name = constraint.name.as_deref().unwrap_or("without a name");
    if constraint.deferral != Deferral::NotDeferrable {
        let hint = "leave DEFERRABLE out there; a step that needs it can run with SET foreign_key_checks = 0";
        return Err(unsupported(dialect, format!("defer the constraint `{name}`"), hint));
    }
    if dialect == Dialect::MariaDb && constraint.options.contains_key("not enforced") {
        return Err(unsupported(dialect, format!("keep the check `{name}` unenforced"), "leave the check out there"));
    }
    Ok(())
}

fn key_parts(dialect: Dialect, key: &Key) -> Result<String, Unsupported> {
    refuse_includes(dialect, &key.include, key.nulls_not_distinct)?;
    parts(dialect, &key.parts)
}

fn refuse_includes(dialect: Dialect, include: &[String], nulls_not_distinct: bool) -> Result<(), Unsupported> {
    if !include.is_empty() {
        let hint = "make the columns the last ones of the index itself";
        return Err(unsupported(dialect, format!("include {} in an index", include.join(", ")), hint));
    }
    if nulls_not_distinct {
        let hint = "make the columns NOT NULL, or the key over a generated column that has a value for NULL";
        return Err(unsupported(dialect, "take two NULLs for the same value", hint));
    }
    Ok(())
}

fn parts(dialect: Dialect, parts: &[IndexPart]) -> Result<String, Unsupported> {
    let parts: Result<Vec<_>, _> = parts.iter().map(|each| part(dialect, each)).collect();
    Ok(parts?.join(", "))
}

fn part(dialect: Dialect, part: &IndexPart) -> Result<String, Unsupported> {
    if part.nulls.is_some() || part.collation.is_some() || part.operator_class.is_some() {
        let hint = "leave NULLS, COLLATE and operator classes out; a column has its own collation";
        return Err(unsupported(dialect, "order a part of an index otherwise than its column", hint));
    }
    let key = match &part.key {
        IndexKey::Column(column) => quote::name(column),
        IndexKey::Expression(text) if dialect == Dialect::Mysql => format!("({})", expression(text)),
        IndexKey::Expression(text) => {
            let hint = "make a generated column of the expression, and an index of the column";
            return Err(unsupported(dialect, format!("make an index of the expression `{text}`"), hint));
        }
    };
    let prefix = part.prefix_length.map(|length| format!("({length})")).unwrap_or_default();
    Ok(format!("{key}{prefix}{}", if part.descending { " DESC" } else { "" }))
}

fn foreign_key(context: Context<'_>, key: &ForeignKey, guard: &str) -> Result<String, Unsupported> {
    let dialect = context.dialect;
    if key.match_kind != MatchKind::Simple {
        let hint = "leave MATCH out: the servers read it and do not heed it";
        return Err(unsupported(dialect, "match a foreign key that is NULL in part", hint));
    }
    let mut text = format!(
        "FOREIGN KEY {guard}({}) REFERENCES {} ({})",
        quote::names(&key.columns),
        quote::object(&key.references),
        quote::names(&referenced_columns(context, key)?)
    );
    for (event, action) in [("DELETE", key.on_delete), ("UPDATE", key.on_update)] {
        match action {
            ReferentialAction::NoAction | ReferentialAction::Restrict => {}
            ReferentialAction::SetDefault => {
                let hint = "InnoDB refuses it: use SET NULL, or set the value in a trigger";
                return Err(unsupported(dialect, "set the default by a foreign key", hint));
            }
            action => text.push_str(&[" ON ", event, " ", action.sql()].concat()),
        }
    }
    Ok(text)
}

/// The columns there; those of the primary key where none are named, which the servers want to be told.
fn referenced_columns(context: Context<'_>, key: &ForeignKey) -> Result<Vec<String>, Unsupported> {
    if !key.referenced_columns.is_empty() {
        return Ok(key.referenced_columns.clone());
    }
    let primary = context.state.table(&key.references).and_then(Table::primary_key).map(|key| &key.body);
    let Some(ConstraintBody::PrimaryKey(primary)) = primary else {
        let operation = format!("point a foreign key at `{}` without its columns", key.references);
        return Err(unsupported(context.dialect, operation, "name the columns that it points at"));
    };
    let columns = primary.parts.iter().filter_map(|part| match &part.key {
        IndexKey::Column(column) => Some(column.clone()),
        IndexKey::Expression(_) => None,
    });
    Ok(columns.collect())
}

/// `KEY ix (a(10), b DESC) COMMENT 'x'`. `guard` stands before the name.
pub(super) fn index(context: Context<'_>, index: &Index, guard: &str) -> Result<String, Unsupported> {
    let dialect = context.dialect;
    if let Some(predicate) = &index.predicate {
        let hint = "make a generated column that is NULL in the other rows, and the index over it";
        let operation = format!("make the index `{}` of the rows WHERE {predicate}", index.name);
        return Err(unsupported(dialect, operation, hint));
    }
    refuse_includes(dialect, &index.include, index.nulls_not_distinct)?;
    let unique = if index.unique { "UNIQUE " } else { "" };
    let (kind, method) = match index.method.as_deref() {
        None | Some("btree") => (unique, ""),
        Some("fulltext") => ("FULLTEXT ", ""),
        Some("spatial") => ("SPATIAL ", ""),
        Some("hash") => (unique, " USING HASH"),
        Some(other) => {
            let hint = "leave the method out, or use one of hash, fulltext, spatial";
            return Err(unsupported(dialect, format!("make an index by the method `{other}`"), hint));
        }
    };
    let tail = index_tail(dialect, index.options.contains_key("invisible"), index.comment.as_deref());
    let name = quote::name(&index.name);
    Ok(format!("{kind}KEY {guard}{name} ({}){method}{tail}", parts(dialect, &index.parts)?))
}

fn index_tail(dialect: Dialect, is_invisible: bool, comment: Option<&str>) -> String {
    let comment = comment.map(|comment| format!(" COMMENT {}", quote::text(comment))).unwrap_or_default();
    let word = if dialect == Dialect::Mysql { " INVISIBLE" } else { " IGNORED" };
    format!("{comment}{}", if is_invisible { word } else { "" })
}
