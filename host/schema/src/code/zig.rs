//! Zig: statements as text.

use super::printer::{Direction, IRREVERSIBLE, Printer};
use super::tree::Call;

/// The library `aludel` for Zig.
#[derive(Debug)]
pub(super) struct Zig;

const COMMENT: &str = "// ";

impl Printer for Zig {
    fn comment(&self, text: &str) -> String {
        format!("{COMMENT}{text}")
    }

    fn call(&self, _: &Call<'_>) -> Option<String> {
        None
    }

    fn execute(&self, sql: &str) -> String {
        let is_raw = sql.contains('\n') && !sql.chars().any(|letter| letter != '\n' && letter.is_control());
        if !is_raw {
            return format!("_ = try db.execute({}, .{{}});", literal(sql));
        }
        let lines: String = sql.split('\n').map(|line| format!("    \\\\{line}\n")).collect();
        format!("_ = try db.execute(\n{lines}, .{{}});")
    }

    fn function(&self, direction: Direction, statements: &[String]) -> String {
        // A parameter that is not used has to be said so.
        let is_used = statements.iter().any(|statement| !statement.starts_with(COMMENT));
        let unused = if is_used { "" } else { "    _ = db;\n" };
        let lines: String =
            statements.iter().flat_map(|statement| statement.lines()).map(|line| format!("    {line}\n")).collect();
        format!("pub fn {}(db: *aludel.Database) !void {{\n{unused}{lines}}}", direction.name())
    }

    fn irreversible(&self, direction: Direction) -> String {
        let error = format!("return db.irreversible({}, .{{}});", literal(IRREVERSIBLE));
        format!("pub fn {}(db: *aludel.Database) !void {{\n    {error}\n}}", direction.name())
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
        letter if letter.is_control() => format!("\\u{{{:x}}}", u32::from(letter)),
        letter => letter.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statements_are_texts() {
        let statements = [Zig.comment("loses rows"), Zig.execute("DROP TABLE \"größe\\\""), Zig.execute("A\n  B")];
        let expected = r#"pub fn upgrade(db: *aludel.Database) !void {
    // loses rows
    _ = try db.execute("DROP TABLE \"größe\\\"", .{});
    _ = try db.execute(
        \\A
        \\  B
    , .{});
}"#;
        assert_eq!(Zig.function(Direction::Upgrade, &statements), expected);
    }

    #[test]
    fn line_ends_of_other_systems_are_escaped() {
        assert_eq!(Zig.execute("A\r\nB\u{0}"), "_ = try db.execute(\"A\\r\\nB\\u{0}\", .{});");
    }

    #[test]
    fn what_has_no_statement_uses_its_parameter_all_the_same() {
        let expected = "pub fn downgrade(db: *aludel.Database) !void {\n    _ = db;\n}";
        assert_eq!(Zig.function(Direction::Downgrade, &[]), expected);
        assert!(Zig.irreversible(Direction::Downgrade).contains("return db.irreversible(\"nothing leads back"));
    }
}
