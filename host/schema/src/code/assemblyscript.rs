//! `AssemblyScript`: statements as text.

use super::printer::{Direction, IRREVERSIBLE, Printer};
use super::tree::{Body, Call};

/// The library `aludel` for `AssemblyScript`.
#[derive(Debug)]
pub(super) struct AssemblyScript;

impl Printer for AssemblyScript {
    fn comment(&self, text: &str) -> String {
        format!("// {text}")
    }

    fn call(&self, _: &Call<'_>) -> Option<String> {
        None
    }

    fn execute(&self, sql: &str) -> String {
        format!("db.execute({});", literal(sql))
    }

    fn function(&self, direction: Direction, statements: &[String]) -> String {
        let lines: String = statements.iter().map(|statement| format!("  {statement}\n")).collect();
        format!("export function {}(db: Database): void {{\n{lines}}}", direction.name())
    }

    fn irreversible(&self, direction: Direction) -> String {
        self.function(direction, &[format!("irreversible({});", literal(IRREVERSIBLE))])
    }

    fn imports(&self, upgrade: &Body<'_>, downgrade: &Body<'_>) -> String {
        let gives_up = [upgrade, downgrade].into_iter().any(|body| matches!(body, Body::Irreversible));
        let names = if gives_up { "Database, irreversible" } else { "Database" };
        format!("import {{ {names} }} from \"aludel\";")
    }
}

/// A text in quotes.
fn literal(text: &str) -> String {
    let escaped: String = text.chars().map(escape).collect();
    format!("\"{escaped}\"")
}

fn escape(letter: char) -> String {
    match letter {
        '"' | '\\' => format!("\\{letter}"),
        '\n' => "\\n".to_owned(),
        '\r' => "\\r".to_owned(),
        '\t' => "\\t".to_owned(),
        // The last two end a line in the language, though they are no control characters.
        letter if letter.is_control() || matches!(letter, '\u{2028}' | '\u{2029}') => {
            format!("\\u{:04x}", u32::from(letter))
        }
        letter => letter.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statements_are_texts() {
        let statements =
            [AssemblyScript.comment("loses rows"), AssemblyScript.execute("DROP\n\"größe\\\"\u{2028}\u{1}")];
        let expected = r#"export function upgrade(db: Database): void {
  // loses rows
  db.execute("DROP\n\"größe\\\"\u2028\u0001");
}"#;
        assert_eq!(AssemblyScript.function(Direction::Upgrade, &statements), expected);
    }

    #[test]
    fn only_what_is_used_is_imported() {
        let (steps, nothing) = (Body::Steps(Vec::new()), Body::Irreversible);
        assert_eq!(AssemblyScript.imports(&steps, &steps), "import { Database } from \"aludel\";");
        assert_eq!(AssemblyScript.imports(&steps, &nothing), "import { Database, irreversible } from \"aludel\";");
        let expected = "export function downgrade(db: Database): void {\n  irreversible(\"nothing leads back";
        assert!(AssemblyScript.irreversible(Direction::Downgrade).starts_with(expected));
    }
}
