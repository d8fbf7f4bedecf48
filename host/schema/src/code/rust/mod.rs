//! Rust.

mod chain;
mod column;
mod literal;
mod table;

use super::printer::{Direction, IRREVERSIBLE, Printer};
use super::tree::Call;
use literal::{list, name, text};

/// The library `aludel-guest`.
#[derive(Debug)]
pub(super) struct Rust;

impl Printer for Rust {
    fn comment(&self, text: &str) -> String {
        format!("// {text}")
    }

    fn call(&self, call: &Call<'_>) -> Option<String> {
        Some(match call {
            Call::CreateTable(table) => table::create(table)?,
            Call::DropTable(table) => format!("db.drop_table({})?;", name(table)),
            Call::RenameTable { from, to } => format!("db.rename_table({}, {})?;", name(from), name(to)),
            Call::AlterTable { table, changes } => table::alter(table, changes)?,
            Call::CreateSchema(name) => format!("db.create_schema({})?;", text(name)),
            Call::DropSchema(name) => format!("db.drop_schema({})?;", text(name)),
            Call::CreateEnum { name: own, labels } => format!("db.create_enum({}, {})?;", name(own), list(labels)),
            Call::DropEnum(own) => format!("db.drop_enum({})?;", name(own)),
            Call::AddEnumValue { name: own, value, before } => {
                format!("db.alter_enum({}, |e| {})?;", name(own), new_value(value, *before))
            }
            Call::CreateView { name: own, query } => format!("db.create_view({}, {})?;", name(own), text(query)),
            Call::DropView(own) => format!("db.drop_view({})?;", name(own)),
        })
    }

    fn execute(&self, sql: &str) -> String {
        format!("db.execute({}, params![])?;", text(sql))
    }

    fn function(&self, direction: Direction, statements: &[String]) -> String {
        let body: String = statements.iter().map(|statement| indented(statement)).collect();
        format!("fn {}(db: &Database) -> Result<()> {{\n{body}    Ok(())\n}}", direction.name())
    }

    fn irreversible(&self, direction: Direction) -> String {
        let error = format!("Err(Error::irreversible({}))", text(IRREVERSIBLE));
        format!("fn {}(_: &Database) -> Result<()> {{\n    {error}\n}}", direction.name())
    }
}

fn new_value(value: &str, before: Option<&str>) -> String {
    match before {
        Some(next) => format!("{{ e.add_value({}).before({}) }}", text(value), text(next)),
        None => format!("{{ e.add_value({}); }}", text(value)),
    }
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
