//! What a language has to know to write a [`Body`] down.

use super::assemblyscript::AssemblyScript;
use super::c::{C, Cpp};
use super::go::Go;
use super::javascript::JavaScript;
use super::python::Python;
use super::rust::Rust;
use super::tree::{Body, Call, Step};
use super::wat::Wat;
use super::zig::Zig;

/// How a language writes a generated migration.
///
/// A language whose library has builders writes each [`Call`]; one without says none to all of them, and gets the
/// statements to execute. [`print`] puts the parts together.
pub trait Printer: Sync {
    /// A comment of one line, without its line end.
    fn comment(&self, text: &str) -> String;

    /// The call of a builder, without indentation and without the last line end.
    ///
    /// None where it cannot be written down faithfully, such as a text over several lines that would have to be moved
    /// to the right; then the statements are executed in its place. A language without builders says none to all.
    fn call(&self, call: &Call<'_>) -> Option<String>;

    /// A statement that is executed as it is, without indentation and without the last line end. It may hold quotes,
    /// line ends and characters of any script.
    fn execute(&self, sql: &str) -> String;

    /// The function of a direction around its statements, each of which is what [`Printer::comment`],
    /// [`Printer::call`] or [`Printer::execute`] wrote. There may be none. Without the last line end.
    fn function(&self, direction: Direction, statements: &[String]) -> String;

    /// The function of a direction that nothing leads in: it fails as irreversible, and says [`IRREVERSIBLE`].
    fn irreversible(&self, direction: Direction) -> String;

    /// What stands for `${imports}` in a template: lines that name what the two functions use, for languages in which
    /// an import that is not used is an error or a blemish.
    fn imports(&self, _upgrade: &Body<'_>, _downgrade: &Body<'_>) -> String {
        String::new()
    }
}

/// What a generated function says where nothing leads back.
pub const IRREVERSIBLE: &str = "nothing leads back: write what does";

/// A direction of a migration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// To the target.
    Upgrade,
    /// Back.
    Downgrade,
}

impl Direction {
    /// The name of the function in snake case and camel case.
    pub fn name(self) -> &'static str {
        match self {
            Self::Upgrade => "upgrade",
            Self::Downgrade => "downgrade",
        }
    }
}

/// A generated migration in a language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Printed {
    /// What stands for `${imports}` in a template.
    pub imports: String,
    /// The function for the way there.
    pub upgrade: String,
    /// The function for the way back.
    pub downgrade: String,
}

/// The printer of a language, by the name of the language; none for SQL and for names that are none.
pub fn printer(language: &str) -> Option<&'static dyn Printer> {
    Some(match language {
        "assemblyscript" => &AssemblyScript,
        "c" => &C,
        "cpp" => &Cpp,
        "go" => &Go,
        "javascript" => &JavaScript::Plain,
        "python" => &Python,
        "rust" => &Rust,
        "wat" => &Wat,
        "zig" => &Zig,
        "typescript" => &JavaScript::Typed,
        _ => return None,
    })
}

/// Writes what a migration does down in a language.
pub fn print(upgrade: &Body<'_>, downgrade: &Body<'_>, printer: &dyn Printer) -> Printed {
    Printed {
        imports: printer.imports(upgrade, downgrade),
        upgrade: function(Direction::Upgrade, upgrade, printer),
        downgrade: function(Direction::Downgrade, downgrade, printer),
    }
}

fn function(direction: Direction, body: &Body<'_>, printer: &dyn Printer) -> String {
    match body {
        Body::Steps(steps) => {
            let statements: Vec<String> = steps.iter().flat_map(|step| statements(step, printer)).collect();
            printer.function(direction, &statements)
        }
        Body::Irreversible => printer.irreversible(direction),
    }
}

fn statements(step: &Step<'_>, printer: &dyn Printer) -> Vec<String> {
    let mut statements: Vec<String> = step.losses.iter().map(|loss| printer.comment(loss)).collect();
    match step.call.as_ref().and_then(|call| printer.call(call)) {
        Some(call) => statements.push(call),
        None => statements.extend(step.statements.iter().map(|sql| printer.execute(sql))),
    }
    statements
}
