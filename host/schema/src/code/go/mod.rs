//! Go.

mod chain;
mod column;
mod literal;
mod table;
#[cfg(test)]
mod tests;

use super::pascal_case;
use super::printer::{Direction, IRREVERSIBLE, Printer};
use super::tree::{Body, Call};
use literal::{name, raw, text};

/// The module `aludel`.
#[derive(Debug)]
pub(super) struct Go;

impl Printer for Go {
    fn comment(&self, text: &str) -> String {
        format!("// {text}")
    }

    fn call(&self, call: &Call<'_>) -> Option<String> {
        Some(match call {
            Call::CreateTable(new) => table::create(new),
            Call::DropTable(table) => attempt(&format!("db.DropTable({})", name(table))),
            Call::RenameTable { from, to } => attempt(&format!("db.RenameTable({}, {})", name(from), name(to))),
            Call::AlterTable { table, changes } => table::alter(table, changes),
            Call::CreateSchema(schema) => attempt(&format!("db.CreateSchema({})", text(schema))),
            Call::DropSchema(schema) => attempt(&format!("db.DropSchema({})", text(schema))),
            Call::CreateEnum { name: own, labels } => {
                let arguments = std::iter::once(name(own)).chain(labels.iter().map(|label| text(label)));
                attempt(&format!("db.CreateEnum({})", arguments.collect::<Vec<_>>().join(", ")))
            }
            Call::DropEnum(own) => attempt(&format!("db.DropEnum({})", name(own))),
            Call::AddEnumValue { name: own, value, before } => new_value(&name(own), value, *before),
            Call::CreateView { name: own, query } => attempt(&format!("db.CreateView({}, {})", name(own), raw(query))),
            Call::DropView(own) => attempt(&format!("db.DropView({})", name(own))),
        })
    }

    fn execute(&self, sql: &str) -> String {
        format!("if _, err := db.Execute({}); err != nil {{\n\treturn err\n}}", raw(sql))
    }

    fn function(&self, direction: Direction, statements: &[String]) -> String {
        let body: String = statements.iter().map(|statement| indented(statement)).collect();
        format!("func {}(db *aludel.DB) error {{\n{body}\treturn nil\n}}", pascal_case(direction.name()))
    }

    fn irreversible(&self, direction: Direction) -> String {
        let error = format!("aludel.Irreversible({})", text(IRREVERSIBLE));
        format!("func {}(*aludel.DB) error {{\n\treturn {error}\n}}", pascal_case(direction.name()))
    }

    fn imports(&self, upgrade: &Body<'_>, downgrade: &Body<'_>) -> String {
        // An import that is not used is an error of the compiler.
        let uses_schema = [upgrade, downgrade].into_iter().any(|body| match body {
            Body::Irreversible => false,
            Body::Steps(steps) => steps.iter().filter_map(|step| step.call.as_ref()).any(names_schema),
        });
        if uses_schema {
            "import (\n\t\"aludel\"\n\t\"aludel/schema\"\n)".to_owned()
        } else {
            "import \"aludel\"".to_owned()
        }
    }
}

/// Whether the call is written with something of the package `schema`.
fn names_schema(call: &Call<'_>) -> bool {
    match call {
        Call::CreateTable(_) | Call::AlterTable { .. } | Call::AddEnumValue { .. } => true,
        Call::DropTable(name)
        | Call::DropEnum(name)
        | Call::DropView(name)
        | Call::CreateEnum { name, .. }
        | Call::CreateView { name, .. } => name.schema.is_some(),
        Call::RenameTable { from, to } => from.schema.is_some() || to.schema.is_some(),
        Call::CreateSchema(_) | Call::DropSchema(_) => false,
    }
}

/// A call whose error ends the function.
fn attempt(call: &str) -> String {
    format!("if err := {call}; err != nil {{\n\treturn err\n}}")
}

fn new_value(name: &str, value: &str, before: Option<&str>) -> String {
    let place = before.map(|next| format!(".Before({})", text(next))).unwrap_or_default();
    let change = format!("e.AddValue({}){place}", text(value));
    attempt(&format!("db.AlterEnum({name}, func(e *schema.Enum) {{ {change} }})"))
}

/// Lines of the body; a text over several lines is left as it is, because the tabs would be part of it.
fn indented(code: &str) -> String {
    let mut is_inside = false;
    let mut lines = String::new();
    for line in code.lines() {
        let indent = if is_inside || line.is_empty() { "" } else { "\t" };
        is_inside ^= literal::turns(line);
        lines.extend([format!("{indent}{line}\n")]);
    }
    lines
}
