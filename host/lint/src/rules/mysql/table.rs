//! What a table of `MySQL` looks like.

use aludel_schema::Schema;
use aludel_schema::model::{Column, ConstraintBody, ForeignKey, Generation, Table};

use crate::catalogue::mysql::{LOOSE_PARENT, OTHER_ENGINE, SHORT_UTF8, ZERO_DATE};
use crate::look::{column_name, columns_of, key_columns};
use crate::rules::draft::Draft;

pub(crate) fn drafts(schema: &Schema, table: &Table, drafts: &mut Vec<Draft>) {
    engine(table, drafts);
    for column in &table.columns {
        characters(table, column, drafts);
        zero_date(table, column, drafts);
    }
    for constraint in &table.constraints {
        if let ConstraintBody::ForeignKey(foreign_key) = &constraint.body {
            loose_parent(schema, table, foreign_key, drafts);
        }
    }
}

fn engine(table: &Table, drafts: &mut Vec<Draft>) {
    let Some(engine) = table.options.get("engine").filter(|engine| !engine.eq_ignore_ascii_case("innodb")) else {
        return;
    };
    let message = format!("{} is kept by {engine}, which rolls nothing back", table.name);
    drafts.push(Draft::new(OTHER_ENGINE, &table.name, message, "leave ENGINE out, or write ENGINE = InnoDB"));
}

fn characters(table: &Table, column: &Column, drafts: &mut Vec<Draft>) {
    let said = column.collation.as_ref().or_else(|| table.options.get("collation"));
    let is_text = ["char", "text", "enum", "set"].iter().any(|word| column.data_type.contains(word));
    let is_short = |text: &&String| text.starts_with("utf8mb3") || text.starts_with("utf8_") || text.as_str() == "utf8";
    if let Some(collation) = said.filter(is_short).filter(|_| is_text) {
        let name = column_name(&table.name, &column.name);
        let message = format!("{name} is {collation}: characters of four bytes, such as emoji, do not fit");
        drafts.push(Draft::new(SHORT_UTF8, &name, message, "use utf8mb4"));
    }
}

fn zero_date(table: &Table, column: &Column, drafts: &mut Vec<Draft>) {
    if matches!(&column.generation, Generation::Default(text) if text.contains("0000-00-00")) {
        let name = column_name(&table.name, &column.name);
        let message = format!("the default of {name} is no date, and MySQL refuses it by default");
        drafts.push(Draft::new(ZERO_DATE, &name, message, "use NULL, or a date that is one"));
    }
}

fn loose_parent(schema: &Schema, table: &Table, foreign_key: &ForeignKey, drafts: &mut Vec<Draft>) {
    let Some(parent) = schema.tables.get(&foreign_key.references) else { return };
    let mut wanted = foreign_key.referenced_columns.clone();
    wanted.sort();
    let is_it = |mut columns: Vec<String>| {
        columns.sort();
        columns == wanted
    };
    let is_key = parent.constraints.iter().any(|constraint| match &constraint.body {
        ConstraintBody::PrimaryKey(key) | ConstraintBody::Unique(key) => is_it(key_columns(key)),
        _ => false,
    });
    let is_index = parent.indexes.iter().any(|index| index.unique && is_it(columns_of(&index.parts)));
    if !is_key && !is_index {
        let name = &table.name;
        let columns = foreign_key.referenced_columns.join(", ");
        let message = format!("a foreign key of {name} points at {} ({columns}), which is no unique key", parent.name);
        drafts.push(Draft::new(LOOSE_PARENT, name, message, "make those columns unique: MySQL 8.4 refuses others"));
    }
}
