//! Operations as source code: what a generated migration in Rust does.
//!
//! The code calls the builders of the library for guests, and reads as a person would write it. What they cannot say
//! exactly is sent as the SQL that the script has for it.

mod column;
mod constraint;
mod index;
mod literal;
mod table;

use crate::dialect::{Rules, rules};
use crate::loss::losses;
use crate::model::{EnumType, View};
use crate::operation::Operation;
use crate::script::{Script, ScriptStep};
use literal::{list, name, text};

/// The function of a direction, such as `upgrade`.
pub fn function(direction: &str, script: &Script) -> String {
    let rules = rules(script.after.dialect);
    let body: String = script.steps.iter().map(|step| indented(&statement(step, rules, script))).collect();
    format!("fn {direction}(db: &Database) -> Result<()> {{\n{body}    Ok(())\n}}")
}

/// The function of a direction that nothing leads in.
pub fn irreversible(direction: &str) -> String {
    format!(
        "fn {direction}(_: &Database) -> Result<()> {{\n    Err(Error::irreversible(\"nothing leads back: write what does\"))\n}}"
    )
}

fn statement(step: &ScriptStep, rules: &dyn Rules, script: &Script) -> String {
    let comment = |what: String| format!("// {}\n", what.replace(['\n', '\r'], " "));
    let lost: String =
        losses(&step.operation, script.after.dialect).iter().map(|loss| comment(loss.sentence())).collect();
    lost + &call(&step.operation, rules).unwrap_or_else(|| sent(step))
}

/// The SQL as it is.
fn sent(step: &ScriptStep) -> String {
    let line = |sql: &str| format!("db.execute({}, params![])?;\n", text(sql));
    step.rendered.statements.iter().map(|statement| line(&statement.sql)).collect()
}

/// The call of a builder; none where none says exactly this.
fn call(operation: &Operation, rules: &dyn Rules) -> Option<String> {
    Some(match operation {
        Operation::CreateTable(table) => table::create(table, rules)?,
        Operation::DropTable(table) => format!("db.drop_table({})?;\n", name(&table.name)),
        Operation::RenameTable { from, to } => format!("db.rename_table({}, {})?;\n", name(from), name(to)),
        Operation::AlterTable { table, changes, .. } => table::alter(table, changes, rules)?,
        Operation::CreateSchema { name } => format!("db.create_schema({})?;\n", text(name)),
        Operation::DropSchema { name } => format!("db.drop_schema({})?;\n", text(name)),
        Operation::CreateEnum(EnumType { name: own, labels, comment: None }) => {
            format!("db.create_enum({}, {})?;\n", name(own), list(labels))
        }
        Operation::DropEnum(object) => format!("db.drop_enum({})?;\n", name(&object.name)),
        Operation::AddEnumValue { before, value, position } => {
            format!("db.alter_enum({}, |e| {})?;\n", name(&before.name), new_value(before, value, *position))
        }
        Operation::CreateView(view) if is_plain(view) => {
            format!("db.create_view({}, {})?;\n", name(&view.name), text(&view.query))
        }
        Operation::DropView(view) if !view.materialized => format!("db.drop_view({})?;\n", name(&view.name)),
        _ => return None,
    })
}

fn new_value(before: &EnumType, value: &str, position: usize) -> String {
    let place = before.labels.get(position).map_or_else(String::new, |next| format!(".before({})", text(next)));
    let end = if place.is_empty() { ";" } else { "" };
    format!("{{ e.add_value({}){place}{end} }}", text(value))
}

fn is_plain(view: &View) -> bool {
    let is_bare = view.columns.is_empty() && view.indexes.is_empty() && view.options.is_empty();
    is_bare && !view.materialized && view.comment.is_none()
}

/// A line of the body; a text over several lines is left as it is, because the spaces would be part of it.
fn indented(code: &str) -> String {
    let mut is_inside = false;
    let mut lines = String::new();
    for line in code.lines() {
        let indent = if is_inside || line.is_empty() { "" } else { "    " };
        is_inside ^= literal::turns(line);
        lines.extend([format!("{indent}{line}\n")]);
    }
    lines
}

#[cfg(test)]
mod tests;
