//! What comments of a target say: `-- aludel:renamed-from old`, `-- aludel:ignore`.

use aludel_sql::lexer::{Lexer, TokenKind};
use aludel_sql::{Dialect, Statement};

use super::error::TargetError;
use super::text::TargetText;
use super::words::{Created, Word, created, unquoted, words};

const RENAMED_FROM: &str = "aludel:renamed-from";
const IGNORE: &str = "aludel:ignore";
const MARK: &str = "aludel:";

/// What a comment says of what stands below it, or before it on its line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Hint {
    /// A table or column had another name.
    Renamed { table: Vec<String>, column: Option<String>, from: Vec<String> },
    /// An object is not compared.
    Ignored { kind: String, name: Vec<String>, table: Option<Vec<String>> },
}

/// A token that the server sees, and the line it begins on.
struct Placed {
    start: usize,
    line: usize,
    is_closing: bool,
}

/// Every hint of a text that was divided into these statements.
pub(super) fn read(
    text: &TargetText,
    statements: &[Statement<'_>],
    dialect: Dialect,
) -> Result<Vec<Hint>, TargetError> {
    if !text.text.contains(MARK) {
        return Ok(Vec::new());
    }
    let (comments, tokens) = tokens(&text.text, dialect);
    let mut hints = Vec::new();
    for (start, line, comment) in comments {
        let Some(said) = said(comment) else { continue };
        let found = anchor(&tokens, start, line).and_then(|anchor| hint(said, anchor, statements, dialect));
        hints.push(found.ok_or_else(|| misplaced(text, line, said))?);
    }
    Ok(hints)
}

fn misplaced(text: &TargetText, line: usize, said: &str) -> TargetError {
    let expected = if said.starts_with(IGNORE) { "CREATE statement" } else { "table or column" };
    TargetError::HintMisplaced { place: text.origin.line(line), hint: said.to_owned(), expected }
}

/// What a comment says to this program.
fn said(comment: &str) -> Option<&str> {
    let text = comment.strip_prefix("--").or_else(|| comment.strip_prefix('#')).unwrap_or(comment);
    let text = text.strip_prefix("/*").and_then(|text| text.strip_suffix("*/")).unwrap_or(text).trim();
    (text.starts_with(RENAMED_FROM) || text.starts_with(IGNORE)).then_some(text)
}

type Comment<'text> = (usize, usize, &'text str);

fn tokens(text: &str, dialect: Dialect) -> (Vec<Comment<'_>>, Vec<Placed>) {
    let (mut comments, mut tokens, mut line, mut counted) = (Vec::new(), Vec::new(), 1, 0);
    for token in Lexer::new(text, dialect).map_while(Result::ok) {
        line += text[counted..token.start].matches('\n').count();
        counted = token.start;
        let content = &text[token.start..token.end];
        if token.kind == TokenKind::Comment {
            comments.push((token.start, line, content));
        } else if token.kind.is_significant() {
            let is_closing = [",", ";", ")"].contains(&content);
            tokens.push(Placed { start: token.start, line, is_closing });
        }
    }
    (comments, tokens)
}

/// The byte of what a comment is about: what stands before it on its line, else what follows.
fn anchor(tokens: &[Placed], start: usize, line: usize) -> Option<usize> {
    let next = tokens.partition_point(|token| token.start < start);
    let before = tokens[..next].iter().rev().take_while(|token| token.line == line).find(|token| !token.is_closing);
    before.or_else(|| tokens.get(next)).map(|token| token.start)
}

fn hint(said: &str, anchor: usize, statements: &[Statement<'_>], dialect: Dialect) -> Option<Hint> {
    let statement = statements
        .iter()
        .find(|statement| (statement.offset..statement.offset + statement.text.len()).contains(&anchor))?;
    let created = created(statement.text, dialect)?;
    if said.starts_with(IGNORE) {
        return Some(Hint::Ignored { kind: created.kind, name: created.name, table: created.table });
    }
    let from = old_name(said.strip_prefix(RENAMED_FROM)?.trim(), dialect)?;
    if created.kind != "table" {
        return None;
    }
    match column_at(&created, anchor - statement.offset, dialect) {
        Anchor::Table => Some(Hint::Renamed { table: created.name, column: None, from }),
        Anchor::Column(column) => Some(Hint::Renamed { table: created.name, column: Some(column), from }),
        Anchor::Other => None,
    }
}

fn old_name(text: &str, dialect: Dialect) -> Option<Vec<String>> {
    let mut words = words(text, dialect).peekable();
    let name = super::words::name(&mut words, dialect);
    // A name that would need quotes may stand without them in a comment.
    match (name, words.next()) {
        (Some(name), None) => Some(name),
        _ if text.is_empty() => None,
        _ => Some(vec![unquoted(text).unwrap_or_else(|| text.to_owned())]),
    }
}

enum Anchor {
    Table,
    Column(String),
    Other,
}

/// The column whose definition holds a byte of a CREATE TABLE.
fn column_at(created: &Created<'_>, offset: usize, dialect: Dialect) -> Anchor {
    let Some(body) = created.rest.iter().position(|word| word.is_symbol("(")) else { return Anchor::Table };
    if offset <= created.rest[body].start {
        return Anchor::Table;
    }
    let (mut depth, mut first) = (0_usize, None);
    for word in &created.rest[body..] {
        let is_divider = depth == 1 && word.is_symbol(",");
        if word.start > offset {
            break;
        }
        match word.text {
            "(" if word.is_symbol("(") => depth += 1,
            ")" if word.is_symbol(")") => depth = depth.saturating_sub(1),
            _ => {}
        }
        if is_divider {
            first = None;
        } else if depth > 0 && word.start != created.rest[body].start {
            first.get_or_insert(word);
        }
    }
    if depth == 0 { Anchor::Table } else { first.map_or(Anchor::Other, |word| column_name(word, dialect)) }
}

fn column_name(word: &Word<'_>, dialect: Dialect) -> Anchor {
    const NO_COLUMNS: [&str; 10] =
        ["constraint", "primary", "unique", "check", "foreign", "key", "index", "exclude", "like", "fulltext"];
    let is_constraint = NO_COLUMNS.iter().any(|keyword| word.is(keyword));
    match word.name(dialect) {
        Some(name) if !is_constraint => Anchor::Column(name),
        _ => Anchor::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::super::text::Origin;
    use super::*;

    fn hints(text: &str, dialect: Dialect) -> String {
        let statements = aludel_sql::split(text, dialect).expect("the text can be divided");
        let text = TargetText { origin: Origin::File("schema.sql".to_owned()), text: text.to_owned() };
        match read(&text, &statements, dialect) {
            Err(error) => error.to_string(),
            Ok(hints) => hints.iter().map(told).collect::<Vec<_>>().join("; "),
        }
    }

    fn told(hint: &Hint) -> String {
        match hint {
            Hint::Renamed { table, column: None, from } => format!("{} was {}", table.join("."), from.join(".")),
            Hint::Renamed { table, column: Some(column), from } => {
                format!("{}.{column} was {}", table.join("."), from.join("."))
            }
            Hint::Ignored { kind, name, table: None } => format!("no {kind} {}", name.join(".")),
            Hint::Ignored { kind, name, table: Some(table) } => {
                format!("no {kind} {} on {}", name.join("."), table.join("."))
            }
        }
    }

    #[test]
    fn a_hint_stands_above_or_at_the_end_of_a_line() {
        let text = "-- aludel:renamed-from books\nCREATE TABLE book (\n  -- aludel:renamed-from nr\n  id int,\n  \
                    title numeric(5, 2) DEFAULT (1), -- aludel:renamed-from name\n  price int -- aludel:renamed-from \"Old Price\"\n);\n\
                    CREATE TABLE app.author ( -- aludel:renamed-from app.writer\n  id int);\n";
        let expected =
            "book was books; book.id was nr; book.title was name; book.price was Old Price; app.author was app.writer";
        assert_eq!(hints(text, Dialect::Postgres), expected);
    }

    #[test]
    fn objects_can_be_left_out() {
        let text = "-- aludel:ignore\nCREATE TABLE Cache (id int);\n-- aludel:ignore\nCREATE UNIQUE INDEX i ON Book (id);\n\
                    # aludel:ignore\nCREATE VIEW v AS SELECT 1;";
        assert_eq!(hints(text, Dialect::MariaDb), "no table Cache; no index i on Book; no view v");
    }

    #[test]
    fn a_hint_that_belongs_to_nothing_is_an_error() {
        let text = "CREATE TABLE book (id int,\n-- aludel:renamed-from x\nCHECK (id > 0));\n";
        let expected = "schema.sql:2: `aludel:renamed-from x` belongs to no table or column";
        assert_eq!(hints(text, Dialect::Sqlite), expected);
        assert_eq!(
            hints("SELECT 1;\n-- aludel:ignore\n", Dialect::Sqlite),
            "schema.sql:2: `aludel:ignore` belongs to no CREATE statement"
        );
    }
}
