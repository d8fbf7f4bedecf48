//! Statements of dumps that are no part of a schema, and those that reach beyond it.

use aludel_sql::Dialect;
use aludel_sql::lexer::TokenKind;

use super::words::{Word, words};

/// What becomes of a statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Treatment {
    /// It is run.
    Run,
    /// It says nothing about the schema, and may fail on a scratch database: transactions, owners, rights.
    Skip,
    /// It would change something else than the scratch database.
    Refuse { reason: String, hint: &'static str },
}

/// How many words decide.
const WORDS_MAX: usize = 64;

const ENDS_OR_BEGINS_TRANSACTION: [&str; 5] = ["begin", "commit", "end", "rollback", "start"];
const ABOUT_RIGHTS: [&str; 3] = ["grant", "revoke", "security"];

/// What becomes of a statement on a scratch database of that name.
pub(super) fn treatment(statement: &str, dialect: Dialect, scratch: &str) -> Treatment {
    let words: Vec<Word<'_>> = words(statement, dialect).take(WORDS_MAX).collect();
    let Some(first) = words.first() else { return Treatment::Skip };
    let is_first = |keywords: &[&str]| keywords.iter().any(|keyword| first.is(keyword));
    if is_first(&ENDS_OR_BEGINS_TRANSACTION) || is_first(&ABOUT_RIGHTS) {
        return Treatment::Skip;
    }
    match dialect {
        Dialect::Sqlite => sqlite(&words),
        Dialect::Postgres => postgres(&words, statement),
        Dialect::Mysql | Dialect::MariaDb => mysql(&words, scratch),
    }
}

fn begins(words: &[Word<'_>], keywords: &[&str]) -> bool {
    words.len() >= keywords.len() && words.iter().zip(keywords).all(|(word, keyword)| word.is(keyword))
}

fn sqlite(words: &[Word<'_>]) -> Treatment {
    if words[0].is("attach") || words[0].is("detach") {
        return refuse("ATTACH is about another database file", "leave it out");
    }
    Treatment::Run
}

/// `CREATE`, `ALTER`, `DROP` or `COMMENT ON` one of the things that a whole server has.
fn is_about_server(words: &[Word<'_>], kinds: &[&'static str]) -> Option<&'static str> {
    let is_definition = ["create", "alter", "drop"].iter().any(|keyword| words[0].is(keyword));
    let kind = words.get(1).filter(|_| is_definition)?;
    kinds.iter().find(|name| kind.is(name)).copied()
}

fn postgres(words: &[Word<'_>], statement: &str) -> Treatment {
    const OF_SERVER: [&str; 7] = ["database", "role", "user", "tablespace", "system", "subscription", "group"];
    let is_timeout =
        words[0].is("set") && words.get(1).is_some_and(|word| word.text.to_lowercase().ends_with("_timeout"));
    let is_given_away = words[0].is("alter") && gives_away(statement);
    let is_there = begins(words, &["create", "schema", "public"]);
    let is_remark = begins(words, &["comment", "on", "extension"]) || begins(words, &["comment", "on", "database"]);
    if is_timeout || is_given_away || is_there || is_remark || begins(words, &["alter", "default", "privileges"]) {
        return Treatment::Skip;
    }
    match is_about_server(words, &OF_SERVER) {
        Some(kind) => refuse(&format!("a {kind} belongs to the server, not to a schema"), "leave it out"),
        None => Treatment::Run,
    }
}

/// `ALTER ... OWNER TO somebody`.
fn gives_away(statement: &str) -> bool {
    let words: Vec<Word<'_>> = words(statement, Dialect::Postgres).collect();
    let Some(start) = words.len().checked_sub(3) else { return false };
    begins(&words[start..], &["owner", "to"])
}

fn mysql(words: &[Word<'_>], scratch: &str) -> Treatment {
    const OF_SERVER: [&str; 6] = ["database", "schema", "user", "role", "tablespace", "server"];
    if ["lock", "unlock"].iter().any(|keyword| words[0].is(keyword)) {
        return Treatment::Skip;
    }
    if words[0].is("use") {
        return refuse("USE leads to another database", "leave it out; `mysqldump` without `--databases` writes none");
    }
    if begins(words, &["set", "global"]) || begins(words, &["set", "persist"]) {
        return refuse("SET GLOBAL is about the server", "leave it out");
    }
    if let Some(kind) = is_about_server(words, &OF_SERVER) {
        return refuse(&format!("a {kind} belongs to the server, not to a schema"), "leave it out");
    }
    match other_database(words, scratch) {
        Some(name) => refuse(&format!("the statement names the database `{name}`"), "leave the database's name out"),
        None => Treatment::Run,
    }
}

/// The database that is named before what a statement changes. A login that may work on the live database would change
/// that one in place of the scratch database.
fn other_database(words: &[Word<'_>], scratch: &str) -> Option<String> {
    const ENDS: [&str; 7] = ["as", "select", "set", "values", "begin", "for", "references"];
    const ROWS: [&str; 2] = ["new", "old"];
    let head: Vec<&Word<'_>> =
        words.iter().take_while(|word| !word.is_symbol("(") && !ENDS.iter().any(|end| word.is(end))).collect();
    let qualifier = |index: usize| {
        let before = head.get(index.checked_sub(1)?)?;
        let is_user = head.get(index.checked_sub(2)?).is_some_and(|word| word.is_symbol("@"));
        before.name(Dialect::Mysql).filter(|_| !is_user && before.kind != TokenKind::Text)
    };
    let dots = head.iter().enumerate().filter(|(_, word)| word.is_symbol("."));
    let mut named = dots.filter_map(|(index, _)| qualifier(index));
    named.find(|name| name != scratch && !ROWS.iter().any(|row| name.eq_ignore_ascii_case(row)))
}

fn refuse(reason: &str, hint: &'static str) -> Treatment {
    Treatment::Refuse { reason: reason.to_owned(), hint }
}

/// A text without the lines that only the server's client reads. What stays keeps its place.
pub(super) fn without_client_lines(text: &str, dialect: Dialect) -> String {
    const LINES: [&str; 2] = ["\\restrict ", "\\unrestrict "];
    if dialect != Dialect::Postgres || !LINES.iter().any(|line| text.contains(line)) {
        return text.to_owned();
    }
    let line =
        |line: &str| if LINES.iter().any(|start| line.starts_with(start)) { blank(line) } else { line.to_owned() };
    text.split_inclusive('\n').map(line).collect()
}

fn blank(line: &str) -> String {
    line.chars().map(|character| if character == '\n' { '\n' } else { ' ' }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn treated(statement: &str, dialect: Dialect) -> String {
        match treatment(statement, dialect, "aludel_scratch_1_2") {
            Treatment::Run => "run".to_owned(),
            Treatment::Skip => "skip".to_owned(),
            Treatment::Refuse { reason, .. } => reason,
        }
    }

    #[test]
    fn what_dumps_hold_beside_the_schema_is_skipped() {
        for statement in [
            "BEGIN",
            "SET statement_timeout = 0",
            "SET transaction_timeout = 0",
            "ALTER TABLE public.book OWNER TO shop",
            "GRANT SELECT ON book TO reader",
            "COMMENT ON EXTENSION citext IS 'x'",
            "CREATE SCHEMA public",
        ] {
            assert_eq!(treated(statement, Dialect::Postgres), "skip", "{statement}");
        }
        for statement in [
            "SET search_path = ''",
            "SELECT pg_catalog.set_config('search_path', '', false)",
            "CREATE TABLE owner (id int)",
        ] {
            assert_eq!(treated(statement, Dialect::Postgres), "run", "{statement}");
        }
    }

    #[test]
    fn what_reaches_beyond_the_schema_is_refused() {
        assert_eq!(treated("CREATE ROLE shop", Dialect::Postgres), "a role belongs to the server, not to a schema");
        let mysql = |statement| treated(statement, Dialect::MariaDb);
        assert_eq!(mysql("USE shop"), "USE leads to another database");
        assert_eq!(mysql("DROP TABLE IF EXISTS `shop`.`book`"), "the statement names the database `shop`");
        assert_eq!(mysql("CREATE TABLE shop.book (id int)"), "the statement names the database `shop`");
        assert_eq!(mysql("CREATE INDEX i ON shop.book (id)"), "the statement names the database `shop`");
        assert_eq!(mysql("CREATE TABLE aludel_scratch_1_2.book (id int)"), "run");
        assert_eq!(mysql("CREATE VIEW v AS SELECT book.id FROM book"), "run");
        assert_eq!(mysql("CREATE DEFINER=`a`@`%` TRIGGER t BEFORE INSERT ON book FOR EACH ROW SET NEW.id = 1"), "run");
        assert_eq!(mysql("CREATE TABLE book (price decimal(5.2), id int default 1.5)"), "run");
    }

    #[test]
    fn lines_of_the_client_are_blanked() {
        let text = without_client_lines("\\restrict abc\nSELECT 1;\n\\unrestrict abc\n", Dialect::Postgres);
        assert_eq!(text, "             \nSELECT 1;\n               \n");
    }
}
