//! Python.

mod column;
mod constraint;
mod index;
mod literal;
mod table;
#[cfg(test)]
mod tests;

use super::indented;
use super::printer::{Direction, IRREVERSIBLE, Printer};
use super::tree::{Body, Call};
use literal::{call, list, name, statement, text};

/// The package `aludel`.
#[derive(Debug)]
pub(super) struct Python;

impl Printer for Python {
    fn comment(&self, text: &str) -> String {
        format!("# {text}")
    }

    fn call(&self, call: &Call<'_>) -> Option<String> {
        Some(match call {
            Call::CreateTable(new) => table::create(new),
            Call::DropTable(table) => format!("db.drop_table({})", name(table)),
            Call::RenameTable { from, to } => format!("db.rename_table({}, {})", name(from), name(to)),
            Call::AlterTable { table, changes } => table::alter(table, changes),
            Call::CreateSchema(schema) => format!("db.create_schema({})", text(schema)),
            Call::DropSchema(schema) => format!("db.drop_schema({})", text(schema)),
            Call::CreateEnum { name: own, labels } => format!("db.create_enum({}, {})", name(own), list(labels)),
            Call::DropEnum(own) => format!("db.drop_enum({})", name(own)),
            Call::AddEnumValue { name: own, value, before } => new_value(&name(own), value, *before),
            Call::CreateView { name: own, query } => statement("db.create_view", &[&name(own)], query),
            Call::DropView(own) => format!("db.drop_view({})", name(own)),
        })
    }

    fn execute(&self, sql: &str) -> String {
        statement("db.execute", &[], sql)
    }

    fn function(&self, direction: Direction, statements: &[String]) -> String {
        let body: String = statements.iter().map(|statement| indented(statement, "    ")).collect();
        let body = if body.is_empty() { "    pass\n".to_owned() } else { body };
        head(direction) + body.trim_end()
    }

    fn irreversible(&self, direction: Direction) -> String {
        format!("{}    raise Irreversible({})", head(direction), text(IRREVERSIBLE))
    }

    fn imports(&self, upgrade: &Body<'_>, downgrade: &Body<'_>) -> String {
        let code = [upgrade, downgrade].map(body).concat();
        let code = literal::without_texts(&code);
        let mut names = vec!["Database"];
        names.extend(code.contains("Irreversible").then_some("Irreversible"));
        names.extend(code.contains("op.").then_some("op"));
        format!("from aludel import {}", names.join(", "))
    }
}

/// What a body becomes, to see which names are in it.
fn body(body: &Body<'_>) -> String {
    match body {
        Body::Irreversible => Python.irreversible(Direction::Downgrade),
        Body::Steps(steps) => steps.iter().filter_map(|step| Python.call(step.call.as_ref()?)).collect(),
    }
}

fn head(direction: Direction) -> String {
    format!("def {}(db: Database) -> None:\n", direction.name())
}

/// ```python
/// with db.alter_enum("mood") as values:
///     values.add_value("calm", before="happy")
/// ```
fn new_value(name: &str, value: &str, before: Option<&str>) -> String {
    let before = before.map(|next| format!("before={}", text(next)));
    let arguments: Vec<String> = std::iter::once(text(value)).chain(before).collect();
    format!("with db.alter_enum({name}) as values:\n    {}", call("values.add_value", &arguments))
}
