//! Names.

use aludel_schema::Schema;
use aludel_schema::model::{Constraint, ConstraintBody, Table};
use aludel_sql::Dialect;

use super::reserved::is_reserved;
use crate::catalogue::style::{NAMING, RESERVED_WORD};
use crate::look::column_name;
use crate::naming::Naming;
use crate::rules::draft::Draft;

pub(super) fn drafts(dialect: Dialect, table: &Table, naming: &Naming, drafts: &mut Vec<Draft>) {
    let own = &table.name.name;
    reserved(dialect, own, own, drafts);
    fit(naming, "table", own, own, drafts);
    for column in &table.columns {
        let object = column_name(&table.name, &column.name);
        reserved(dialect, &column.name, &object, drafts);
        fit(naming, "column", &column.name, &object, drafts);
    }
    for index in &table.indexes {
        fit(naming, "index", &index.name, &format!("{own}.{}", index.name), drafts);
    }
    for constraint in &table.constraints {
        // A name that the server made up is nobody's choice.
        if let Some(name) = constraint.given_name()
            && let Some(kind) = kind(constraint)
        {
            fit(naming, kind, name, &format!("{own}.{name}"), drafts);
        }
    }
}

/// Names beside those of tables.
pub(in crate::rules) fn drafts_of_schema(schema: &Schema, naming: &Naming) -> Vec<Draft> {
    let mut drafts = Vec::new();
    for name in &schema.namespaces {
        fit(naming, "schema", name, name, &mut drafts);
    }
    for name in schema.views.keys() {
        fit(naming, "view", &name.name, &name.name, &mut drafts);
    }
    drafts
}

fn kind(constraint: &Constraint) -> Option<&'static str> {
    match constraint.body {
        ConstraintBody::PrimaryKey(_) => Some("primary_key"),
        ConstraintBody::Unique(_) => Some("unique"),
        ConstraintBody::ForeignKey(_) => Some("foreign_key"),
        ConstraintBody::Check { .. } => Some("check"),
        ConstraintBody::Exclude { .. } => None,
    }
}

fn reserved(dialect: Dialect, name: &str, object: &str, drafts: &mut Vec<Draft>) {
    if is_reserved(dialect, name) {
        let message =
            format!("{name} is a word of {}: {object} must be quoted wherever it is used", dialect.display_name());
        drafts.push(Draft::new(RESERVED_WORD, object, message, "choose another name, such as its plural"));
    }
}

fn fit(naming: &Naming, kind: &'static str, name: &str, object: &str, drafts: &mut Vec<Draft>) {
    if let Some(pattern) = naming.broken_by(kind, name) {
        let message = format!("the {} {name} does not fit {pattern}", kind.replace('_', " "));
        drafts.push(Draft::new(NAMING, object, message, "the patterns are in [lint.naming] of aludel.toml"));
    }
}
