//! JavaScript and TypeScript.

mod chain;
mod column;
mod imports;
mod literal;
mod table;

use super::printer::{Direction, IRREVERSIBLE, Printer};
use super::tree::{Body, Call};
use literal::{indented, list, name, text};

/// The module `aludel`, in one of the languages that import it.
#[derive(Debug)]
pub(super) enum JavaScript {
    /// Without types.
    Plain,
    /// TypeScript.
    Typed,
}

impl Printer for JavaScript {
    fn comment(&self, text: &str) -> String {
        format!("// {text}")
    }

    fn call(&self, call: &Call<'_>) -> Option<String> {
        Some(match call {
            Call::CreateTable(table) => table::create(table),
            Call::DropTable(table) => format!("db.dropTable({});", name(table)),
            Call::RenameTable { from, to } => format!("db.renameTable({}, {});", name(from), name(to)),
            Call::AlterTable { table, changes } => table::alter(table, changes),
            Call::CreateSchema(name) => format!("db.createSchema({});", text(name)),
            Call::DropSchema(name) => format!("db.dropSchema({});", text(name)),
            Call::CreateEnum { name: own, labels } => format!("db.createEnum({}, {});", name(own), list(labels)),
            Call::DropEnum(own) => format!("db.dropEnum({});", name(own)),
            Call::AddEnumValue { name: own, value, before } => {
                format!("db.alterEnum({}, (e) => e.addValue({}));", name(own), new_value(value, *before))
            }
            Call::CreateView { name: own, query } => format!("db.createView({}, {});", name(own), text(query)),
            Call::DropView(own) => format!("db.dropView({});", name(own)),
        })
    }

    fn execute(&self, sql: &str) -> String {
        format!("db.execute({});", text(sql))
    }

    fn function(&self, direction: Direction, statements: &[String]) -> String {
        let body: String = statements.iter().map(|statement| format!("{}\n", indented(statement, "  "))).collect();
        format!("{} {{\n{body}}}", self.head(direction))
    }

    fn irreversible(&self, direction: Direction) -> String {
        format!("{} {{\n  throw irreversible({});\n}}", self.head(direction), text(IRREVERSIBLE))
    }

    fn imports(&self, upgrade: &Body<'_>, downgrade: &Body<'_>) -> String {
        let mut names = imports::of(&[upgrade, downgrade]);
        if matches!(self, Self::Typed) {
            names.insert(0, "type Database");
        }
        if names.is_empty() { String::new() } else { format!("import {{ {} }} from \"aludel\";", names.join(", ")) }
    }
}

impl JavaScript {
    fn head(&self, direction: Direction) -> String {
        match self {
            Self::Plain => format!("export function {}(db)", direction.name()),
            Self::Typed => format!("export function {}(db: Database): void", direction.name()),
        }
    }
}

fn new_value(value: &str, before: Option<&str>) -> String {
    match before {
        Some(next) => format!("{}, {{ before: {} }}", text(value), text(next)),
        None => text(value),
    }
}

#[cfg(test)]
mod tests;
