//! WebAssembly text, whose texts are the form `(text "...")`.

use super::indented;
use super::printer::{Direction, IRREVERSIBLE, Printer};
use super::tree::Call;

/// The library of `.wat` files.
#[derive(Debug)]
pub(super) struct Wat;

impl Printer for Wat {
    fn comment(&self, text: &str) -> String {
        format!(";; {text}")
    }

    fn call(&self, _call: &Call<'_>) -> Option<String> {
        None
    }

    fn execute(&self, sql: &str) -> String {
        let literals: Vec<String> = sql.split_inclusive('\n').map(literal).collect();
        if literals.len() == 1 {
            return format!("(try (call $execute (local.get $db) (text {})))", literals[0]);
        }
        let text = indented(&literals.join("\n"), "    ");
        format!("(try (call $execute (local.get $db)\n  (text\n{})))", text.trim_end())
    }

    fn function(&self, direction: Direction, statements: &[String]) -> String {
        let body: String = statements.iter().map(|statement| indented(statement, "  ")).collect();
        format!("(func ${} (param $db i32) (result i32)\n{body}  (i32.const 0))", direction.name())
    }

    fn irreversible(&self, direction: Direction) -> String {
        let name = direction.name();
        format!("(func ${name} (param $db i32) (result i32)\n  (irreversible (text \"{IRREVERSIBLE}\")))")
    }
}

fn literal(text: &str) -> String {
    let mut literal = String::from("\"");
    for character in text.chars() {
        match character {
            '"' | '\\' => literal.extend(['\\', character]),
            '\n' => literal.push_str("\\n"),
            '\t' => literal.push_str("\\t"),
            _ if character.is_ascii_control() => literal.push_str(&byte(character)),
            // Characters that turn the direction of a text around would be taken for an attack by the assembler.
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
                literal.extend(character.escape_unicode());
            }
            _ => literal.push(character),
        }
    }
    literal.push('"');
    literal
}

/// Two digits of base sixteen.
fn byte(character: char) -> String {
    format!("\\{:02x}", u32::from(character))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_survive() {
        assert_eq!(
            Wat.execute("a \"b\" \\ \u{1} \u{202e} ü"),
            r#"(try (call $execute (local.get $db) (text "a \"b\" \\ \01 \u{202e} ü")))"#
        );
        assert_eq!(
            Wat.function(Direction::Upgrade, &[Wat.execute("CREATE TABLE a (\n  b INTEGER\n)")]),
            "(func $upgrade (param $db i32) (result i32)\n  (try (call $execute (local.get $db)\n    (text\n      \
             \"CREATE TABLE a (\\n\"\n      \"  b INTEGER\\n\"\n      \")\")))\n  (i32.const 0))"
        );
    }
}
