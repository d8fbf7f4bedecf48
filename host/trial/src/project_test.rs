//! Tests that a project brings with it, as SQL: what to run at which revision, and what to expect.
//!
//! ```sql
//! -- aludel:test every note has an author at 3f9a
//! INSERT INTO notes (body) VALUES ('hello');
//! SELECT body, author FROM notes;
//! -- expect: hello | nobody
//! INSERT INTO notes (body, author) VALUES ('hello', NULL);
//! -- expect error 23502
//! ```
//!
//! A file holds as many tests as it likes. Each runs on a database of its own, at the revision behind the last ` at ` of
//! its first line; without, at the heads. An expectation is about the statement before it; a statement without one has to
//! go well.

use aludel_sql::{Dialect, ErrorKind, SqlError, Value, split};

/// How a test begins.
const TEST: &str = "aludel:test";
const EXPECT: &str = "expect";

/// One test.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProjectTest {
    /// What its first line calls it.
    pub name: String,
    /// The line that it begins at.
    pub line: usize,
    /// Where the migrations are to be.
    pub target: String,
    /// What it runs.
    pub statements: Vec<TestStatement>,
}

/// A statement of a test.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TestStatement {
    /// Its line in the file.
    pub line: usize,
    /// The statement.
    pub sql: String,
    /// What is expected of it.
    pub expectation: Expectation,
}

/// What is expected of a statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expectation {
    /// It goes well.
    GoesWell,
    /// These rows in this order; `*` stands for any value.
    Rows(Vec<Vec<String>>),
    /// The server refuses it: with this `SQLSTATE`, native code or kind, or anyhow.
    Error(Option<String>),
}

/// A file of tests that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}: {reason}")]
pub struct ProjectTestError {
    /// The file, as messages name it.
    pub file: String,
    /// The line.
    pub line: usize,
    /// What is wrong there.
    pub reason: String,
}

/// What a line is to a test.
enum Line<'a> {
    Test(&'a str),
    Expect(&'a str),
    Sql,
}

impl ProjectTest {
    /// The tests of a file; none where no line begins one.
    pub fn read(file: &str, text: &str, dialect: Dialect) -> Result<Vec<Self>, ProjectTestError> {
        let mut reader = Reader { file, dialect, tests: Vec::new(), sql: String::new(), sql_line: 1 };
        for (index, line) in text.lines().enumerate() {
            reader.line(index + 1, line)?;
        }
        reader.end_statements()?;
        Ok(reader.tests)
    }
}

struct Reader<'a> {
    file: &'a str,
    dialect: Dialect,
    tests: Vec<ProjectTest>,
    /// What was read since the last expectation, and where it began.
    sql: String,
    sql_line: usize,
}

impl Reader<'_> {
    fn line(&mut self, number: usize, line: &str) -> Result<(), ProjectTestError> {
        match classify(line) {
            Line::Test(words) => {
                self.end_statements()?;
                self.begin(number, words)?;
            }
            Line::Expect(words) => {
                self.end_statements()?;
                self.expect(number, words)?;
            }
            Line::Sql => {
                if self.sql.trim().is_empty() {
                    (self.sql, self.sql_line) = (String::new(), number);
                }
                self.sql.push_str(line);
                self.sql.push('\n');
            }
        }
        Ok(())
    }

    fn begin(&mut self, line: usize, words: &str) -> Result<(), ProjectTestError> {
        let (name, target) = match words.rsplit_once(" at ") {
            Some((name, target)) => (name.trim(), target.trim()),
            None => (words.trim(), "heads"),
        };
        if name.is_empty() || target.is_empty() || target.contains(char::is_whitespace) {
            return Err(self.wrong(line, "a test begins with `-- aludel:test NAME at REVISION`"));
        }
        self.tests.push(ProjectTest { name: name.to_owned(), line, target: target.to_owned(), statements: Vec::new() });
        Ok(())
    }

    /// Divides what was read into statements of the test.
    fn end_statements(&mut self) -> Result<(), ProjectTestError> {
        let sql = std::mem::take(&mut self.sql);
        let statements = split(&sql, self.dialect)
            .map_err(|problem| self.wrong(self.sql_line + problem.line().saturating_sub(1), &problem.to_string()))?;
        for statement in statements {
            let line = self.sql_line + statement.line.saturating_sub(1);
            let outside =
                self.wrong(line, "a statement outside of a test: put `-- aludel:test NAME at REVISION` above");
            let test = self.tests.last_mut().ok_or(outside)?;
            let sql = statement.text.to_owned();
            test.statements.push(TestStatement { line, sql, expectation: Expectation::GoesWell });
        }
        Ok(())
    }

    fn expect(&mut self, line: usize, words: &str) -> Result<(), ProjectTestError> {
        let expected = self.expectation(line, words)?;
        let lonely = self.wrong(line, "an expectation without a statement before it");
        let statement = self.tests.last_mut().and_then(|test| test.statements.last_mut()).ok_or(lonely)?;
        match (&mut statement.expectation, expected) {
            (Expectation::Rows(rows), Expectation::Rows(more)) if !rows.is_empty() && !more.is_empty() => {
                rows.extend(more);
            }
            (before @ Expectation::GoesWell, expected) => *before = expected,
            _ => return Err(self.wrong(line, "another expectation for the statement before it")),
        }
        Ok(())
    }

    fn expectation(&self, line: usize, words: &str) -> Result<Expectation, ProjectTestError> {
        if let Some(row) = words.strip_prefix(':') {
            let values = row.split('|').map(|value| value.trim().to_owned()).collect();
            return Ok(Expectation::Rows(vec![values]));
        }
        let mut parts = words.split_whitespace();
        match (parts.next(), parts.next(), parts.next()) {
            (Some("nothing"), None, None) => Ok(Expectation::Rows(Vec::new())),
            (Some("error"), code, None) => Ok(Expectation::Error(code.map(str::to_owned))),
            _ => Err(self
                .wrong(line, "expect what? `-- expect: VALUE | VALUE`, `-- expect nothing` or `-- expect error CODE`")),
        }
    }

    fn wrong(&self, line: usize, reason: &str) -> ProjectTestError {
        ProjectTestError { file: self.file.to_owned(), line, reason: reason.to_owned() }
    }
}

fn classify(line: &str) -> Line<'_> {
    let Some(comment) = line.trim().strip_prefix("--").map(str::trim_start) else { return Line::Sql };
    if let Some(words) = comment.strip_prefix(TEST) {
        return Line::Test(words);
    }
    match comment.strip_prefix(EXPECT) {
        Some(words) if words.starts_with([':', ' ']) || words.is_empty() => Line::Expect(words.trim_start()),
        _ => Line::Sql,
    }
}

impl Expectation {
    /// What is wrong about the rows that came, if anything is.
    pub fn check_rows(&self, rows: &[Vec<String>]) -> Vec<String> {
        let Self::Rows(expected) = self else { return Vec::new() };
        let is_same = |expected: &Vec<String>, row: &Vec<String>| {
            expected.len() == row.len()
                && expected.iter().zip(row).all(|(expected, value)| expected == "*" || expected == value)
        };
        if expected.len() == rows.len() && expected.iter().zip(rows).all(|(expected, row)| is_same(expected, row)) {
            return Vec::new();
        }
        let listed = |label: &str, rows: &[Vec<String>]| match rows {
            [] => vec![format!("{label} nothing")],
            rows => rows.iter().map(|row| format!("{label} {}", row.join(" | "))).collect(),
        };
        [listed("expected:", expected), listed("found:   ", rows)].concat()
    }

    /// Whether this is the error that was expected.
    pub fn allows(&self, error: &SqlError) -> bool {
        match self {
            Self::Error(None) => true,
            Self::Error(Some(code)) => {
                let native = error.native_code.map(|number| number.to_string());
                error.sqlstate.as_deref() == Some(code)
                    || native.as_deref() == Some(code)
                    || kind_name(error.kind) == code
            }
            Self::GoesWell | Self::Rows(_) => false,
        }
    }
}

/// The kind of an error in words, as the interface for guests has it.
pub fn kind_name(kind: ErrorKind) -> &'static str {
    match kind {
        ErrorKind::Connection => "connection",
        ErrorKind::Syntax => "syntax",
        ErrorKind::ConstraintViolation => "constraint-violation",
        ErrorKind::UndefinedObject => "undefined-object",
        ErrorKind::DuplicateObject => "duplicate-object",
        ErrorKind::PermissionDenied => "permission-denied",
        ErrorKind::SerializationFailure => "serialization-failure",
        ErrorKind::Deadlock => "deadlock",
        ErrorKind::Timeout => "timeout",
        ErrorKind::Cancelled => "cancelled",
        ErrorKind::LimitExceeded => "limit-exceeded",
        ErrorKind::Denied => "denied",
        ErrorKind::Offline => "offline",
        ErrorKind::Conversion => "conversion",
        ErrorKind::Unsupported => "unsupported",
        ErrorKind::Other => "other",
    }
}

/// A value as an expectation writes it: texts without quotes, `NULL`, `true`, bytes as `\x00ff`.
pub fn plain(value: &Value) -> String {
    match value {
        Value::Null => "NULL".to_owned(),
        Value::Boolean(value) => value.to_string(),
        Value::Integer(value) => value.to_string(),
        Value::UnsignedInteger(value) => value.to_string(),
        Value::Real(value) => value.to_string(),
        Value::Decimal(text) | Value::Text(text) | Value::Json(text) => text.clone(),
        Value::Bytes(bytes) => bytes.iter().fold("\\x".to_owned(), |text, byte| format!("{text}{byte:02x}")),
        Value::Uuid(value) => value.to_string(),
        Value::Date(value) => value.to_string(),
        Value::Time(value) => value.to_string(),
        Value::Timestamp(value) | Value::Timestamptz(value) => value.to_string(),
        Value::Interval(value) => value.to_string(),
        Value::BooleanArray(values) => array(values),
        Value::IntegerArray(values) => array(values),
        Value::RealArray(values) => array(values),
        Value::TextArray(values) => array(values),
        Value::Foreign(value) => value.text.clone(),
        #[expect(unreachable_patterns, reason = "kinds of values may be added")]
        _ => String::new(),
    }
}

fn array<T: ToString>(values: &[Option<T>]) -> String {
    let texts: Vec<String> =
        values.iter().map(|value| value.as_ref().map_or_else(|| "NULL".to_owned(), T::to_string)).collect();
    format!("{{{}}}", texts.join(","))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Vec<ProjectTest>, ProjectTestError> {
        ProjectTest::read("tests/notes.sql", text, Dialect::Sqlite)
    }

    #[test]
    fn a_file_holds_tests_with_what_they_expect() {
        let text = "-- What is said here is for people.\n\n-- aludel:test notes are kept at 3f9a\nINSERT INTO notes\n  VALUES (1, 'a|b');\n\
                    SELECT id, body FROM notes;\n-- expect: 1 | x\n-- expect: 2 | NULL\nDELETE FROM notes;\nSELECT 1 WHERE 0\n;\n\
                    -- expect nothing\n-- aludel:test keys are unique\nINSERT INTO notes VALUES (1);\n-- expect error 1555\n";
        let tests = read(text).expect("it is written as it should be");
        let [kept, unique] = tests.as_slice() else { panic!("{tests:?}") };
        assert_eq!((kept.name.as_str(), kept.target.as_str(), kept.line), ("notes are kept", "3f9a", 3));
        let lines: Vec<usize> = kept.statements.iter().map(|statement| statement.line).collect();
        assert_eq!(lines, [4, 6, 9, 10]);
        let rows = vec![vec!["1".to_owned(), "x".to_owned()], vec!["2".to_owned(), "NULL".to_owned()]];
        assert_eq!(kept.statements[1].expectation, Expectation::Rows(rows));
        assert_eq!(kept.statements[2].expectation, Expectation::GoesWell);
        assert_eq!(kept.statements[3].expectation, Expectation::Rows(Vec::new()));
        assert_eq!((unique.name.as_str(), unique.target.as_str()), ("keys are unique", "heads"));
        assert_eq!(unique.statements[0].expectation, Expectation::Error(Some("1555".to_owned())));
    }

    #[test]
    fn what_makes_no_sense_is_said_with_its_line() {
        let cases = [
            ("SELECT 1;", 1, "outside of a test"),
            ("-- aludel:test\nSELECT 1;", 1, "a test begins with"),
            ("-- aludel:test a at b c\n", 1, "a test begins with"),
            ("-- aludel:test a\n-- expect: 1\n", 2, "without a statement"),
            ("-- aludel:test a\nSELECT 1;\n-- expect nothing\n-- expect: 1\n", 4, "another expectation"),
            ("-- aludel:test a\nSELECT 1;\n-- expect error 1 2\n", 3, "expect what"),
            ("-- aludel:test a\n\nSELECT 'x;\n", 3, "no end"),
        ];
        for (text, line, words) in cases {
            let error = read(text).expect_err(text);
            assert_eq!(error.line, line, "{text}: {error}");
            assert!(error.reason.contains(words), "{error}");
        }
    }

    #[test]
    fn rows_are_held_against_what_was_expected() {
        let row = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
        let expectation = Expectation::Rows(vec![row(&["1", "*"])]);
        assert_eq!(expectation.check_rows(&[row(&["1", "today"])]), [""; 0]);
        assert_eq!(expectation.check_rows(&[]), ["expected: 1 | *", "found:    nothing"]);
        assert_eq!(expectation.check_rows(&[row(&["2", "a"])]), ["expected: 1 | *", "found:    2 | a"]);
    }

    #[test]
    fn errors_are_known_by_state_number_or_kind() {
        let error = SqlError {
            sqlstate: Some("23505".to_owned()),
            native_code: Some(1062),
            ..SqlError::new(ErrorKind::ConstraintViolation, "no")
        };
        for code in ["23505", "1062", "constraint-violation"] {
            assert!(Expectation::Error(Some(code.to_owned())).allows(&error), "{code}");
        }
        assert!(Expectation::Error(None).allows(&error));
        assert!(!Expectation::Error(Some("42P01".to_owned())).allows(&error));
        assert!(!Expectation::GoesWell.allows(&error));
    }
}
