//! C and C++, whose libraries have no builders: what they execute is SQL, as literals of one form.

use super::indented;
use super::printer::{Direction, IRREVERSIBLE, Printer};
use super::tree::Call;

/// The header `aludel.h`.
#[derive(Debug)]
pub(super) struct C;

/// The header `aludel.hpp`.
#[derive(Debug)]
pub(super) struct Cpp;

impl Printer for C {
    fn comment(&self, text: &str) -> String {
        comment(text)
    }

    fn call(&self, _call: &Call<'_>) -> Option<String> {
        None
    }

    fn execute(&self, sql: &str) -> String {
        let text = literals(sql);
        if text.len() == 1 {
            return format!("ALUDEL_TRY(aludel_execute(db, {}));", text[0]);
        }
        format!("ALUDEL_TRY(aludel_execute(\n    db,\n{}));", indented(&text.join("\n"), "    ").trim_end())
    }

    fn function(&self, direction: Direction, statements: &[String]) -> String {
        let body = if statements.is_empty() { "(void)db;".to_owned() } else { statements.join("\n") };
        c_function(direction, &format!("{body}\nreturn ALUDEL_OK;"))
    }

    fn irreversible(&self, direction: Direction) -> String {
        c_function(direction, &format!("(void)db;\nreturn aludel_irreversible(\"{IRREVERSIBLE}\");"))
    }
}

fn c_function(direction: Direction, body: &str) -> String {
    let name = direction.name();
    format!("static aludel_error_t *{name}(aludel_database_t *db) {{\n{}}}", indented(body, "    "))
}

impl Printer for Cpp {
    fn comment(&self, text: &str) -> String {
        comment(text)
    }

    fn call(&self, _call: &Call<'_>) -> Option<String> {
        None
    }

    fn execute(&self, sql: &str) -> String {
        let text = literals(sql);
        if text.len() == 1 {
            return format!("ALUDEL_TRY(db.execute({}));", text[0]);
        }
        format!("ALUDEL_TRY(db.execute(\n{}));", indented(&text.join("\n"), "    ").trim_end())
    }

    fn function(&self, direction: Direction, statements: &[String]) -> String {
        let parameter = if statements.is_empty() { "Database &" } else { "Database &db" };
        let body: String = statements.iter().map(|statement| indented(statement, "    ")).collect();
        format!("static Result<> {}({parameter}) {{\n{body}    return {{}};\n}}", direction.name())
    }

    fn irreversible(&self, direction: Direction) -> String {
        let name = direction.name();
        format!("static Result<> {name}(Database &) {{\n    return irreversible(\"{IRREVERSIBLE}\");\n}}")
    }
}

fn comment(text: &str) -> String {
    // A backslash at the end would take the next line into the comment.
    let text = text.strip_suffix('\\').map_or_else(|| text.to_owned(), |start| format!("{start}\\ ."));
    format!("// {text}")
}

/// One literal a line of the text, which the compiler joins.
fn literals(text: &str) -> Vec<String> {
    text.split_inclusive('\n').map(literal).collect()
}

fn literal(text: &str) -> String {
    let mut literal = String::from("\"");
    let mut previous = ' ';
    for character in text.chars() {
        match character {
            '"' | '\\' => literal.extend(['\\', character]),
            '\n' => literal.push_str("\\n"),
            '\t' => literal.push_str("\\t"),
            // Two of them begin a trigraph.
            '?' if previous == '?' => literal.push_str("\\?"),
            _ if character.is_ascii_control() => literal.push_str(&octal(character)),
            _ => literal.push(character),
        }
        previous = character;
    }
    literal.push('"');
    literal
}

/// Always three digits, so that a digit behind it is not part of it.
fn octal(character: char) -> String {
    format!("\\{:03o}", u32::from(character))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_survive() {
        assert_eq!(
            C.execute("a 'b' \"c\" \\d ??= \u{1}1 ü"),
            r#"ALUDEL_TRY(aludel_execute(db, "a 'b' \"c\" \\d ?\?= \0011 ü"));"#
        );
        let lines = "ALUDEL_TRY(db.execute(\n    \"CREATE TABLE a (\\n\"\n    \"  b INTEGER\\n\"\n    \")\"));";
        assert_eq!(Cpp.execute("CREATE TABLE a (\n  b INTEGER\n)"), lines);
    }

    #[test]
    fn functions_have_no_parameter_that_they_do_not_use() {
        assert_eq!(
            C.function(Direction::Upgrade, &[]),
            "static aludel_error_t *upgrade(aludel_database_t *db) {\n    (void)db;\n    return ALUDEL_OK;\n}"
        );
        assert_eq!(
            Cpp.function(Direction::Downgrade, &[Cpp.execute("SELECT 1")]),
            "static Result<> downgrade(Database &db) {\n    ALUDEL_TRY(db.execute(\"SELECT 1\"));\n    return {};\n}"
        );
        assert_eq!(comment("a\\"), "// a\\ .");
    }
}
