//! What a text is for servers of different versions.
//!
//! What stands in `/*!50003 ... */` is a part of the statement for a server of that version or a later one, and a comment for
//! all others; `/*M! ... */` means `MariaDB` alone. Dumps are full of them, so they are read and not refused: once for each
//! version at which the text becomes another.

use std::collections::BTreeSet;

use aludel_sql::Dialect;
use aludel_sql::lexer::{Lexer, TokenKind};

/// How many readings one text may have.
const READINGS_MAX: usize = 24;

/// Every reading that has an end, without such comments; none when there are too many. A server refuses a reading in
/// which a comment stays open.
pub(super) fn all(sql: &str, dialect: Dialect) -> Option<Vec<String>> {
    if !sql.contains("/*!") && !sql.contains("/*M!") {
        return Some(vec![sql.to_owned()]);
    }
    let versions = versions(sql);
    if versions.len() > READINGS_MAX {
        return None;
    }
    let readings: BTreeSet<String> =
        versions.iter().filter_map(|&version| reading(sql, Server { dialect, version })).collect();
    Some(readings.into_iter().collect())
}

/// The text as a server of one version reads it, without such comments; none where a comment stays open.
pub(super) fn one(sql: &str, dialect: Dialect, version: (u32, u32, u32)) -> Option<String> {
    let (major, minor, patch) = version;
    reading(sql, Server { dialect, version: major * 10_000 + minor * 100 + patch })
}

/// The versions at which something changes. Marks in strings are among them, which makes a reading more.
fn versions(sql: &str) -> BTreeSet<u32> {
    let marks = sql.match_indices('!').map(|(index, _)| number(&sql[index + 1..]).0);
    marks.flatten().chain([0, u32::MAX]).collect()
}

/// The version behind the mark, and how many digits it has.
fn number(text: &str) -> (Option<u32>, usize) {
    let digits = text.bytes().take(6).take_while(u8::is_ascii_digit).count();
    if digits < 5 { (None, 0) } else { (text[..digits].parse().ok(), digits) }
}

/// A server that some text is read by.
#[derive(Debug, Clone, Copy)]
struct Server {
    dialect: Dialect,
    version: u32,
}

impl Server {
    fn runs(self, comment: Mark) -> bool {
        let is_old_enough = comment.version.is_none_or(|version| version <= self.version);
        // MariaDB leaves out what only MySQL 5.7 and later know.
        let is_for_mysql = comment.version.is_some_and(|version| (50_700..=99_999).contains(&version));
        match (self.dialect, comment.is_for_mariadb) {
            (Dialect::MariaDb, true) => is_old_enough,
            (Dialect::MariaDb, false) => is_old_enough && !is_for_mysql,
            (_, is_for_mariadb) => is_old_enough && !is_for_mariadb,
        }
    }
}

/// The beginning of such a comment.
#[derive(Debug, Clone, Copy)]
struct Mark {
    is_for_mariadb: bool,
    version: Option<u32>,
    /// Its bytes.
    length: usize,
}

impl Mark {
    fn at(text: &str) -> Option<Self> {
        let (is_for_mariadb, start) = if text.starts_with("/*M!") {
            (true, "/*M!".len())
        } else if text.starts_with("/*!") {
            (false, "/*!".len())
        } else {
            return None;
        };
        let (version, digits) = number(&text[start..]);
        Some(Self { is_for_mariadb, version, length: start + digits })
    }
}

/// The text as one server reads it: marks and what is left out become spaces.
fn reading(sql: &str, server: Server) -> Option<String> {
    let mut text = String::new();
    let mut rest = sql;
    let mut depth = 0;
    while !rest.is_empty() {
        if let Some(mark) = Mark::at(rest) {
            text.push(' ');
            if server.runs(mark) {
                depth += 1;
                rest = &rest[mark.length..];
            } else {
                rest = after_comment(rest)?;
            }
        } else if depth > 0 && rest.starts_with("*/") {
            text.push(' ');
            depth -= 1;
            rest = &rest["*/".len()..];
        } else {
            let length = token_length(rest, server.dialect);
            text.push_str(&rest[..length]);
            rest = &rest[length..];
        }
    }
    (depth == 0).then_some(text)
}

/// The bytes of the first token; all of them where it has no end.
fn token_length(text: &str, dialect: Dialect) -> usize {
    match Lexer::new(text, dialect).next() {
        // The lexer takes a run of spaces as one, and a mark ends it.
        Some(Ok(token)) if token.kind != TokenKind::ConditionalComment && token.end > 0 => token.end,
        _ => text.len(),
    }
}

/// What comes after a comment that is left out: comments in it are counted, strings are not seen.
fn after_comment(text: &str) -> Option<&str> {
    let mut rest = &text["/*".len()..];
    let mut depth = 1;
    while depth > 0 {
        let next = rest.find(['/', '*'])?;
        rest = &rest[next..];
        if rest.starts_with("*/") {
            depth -= 1;
            rest = &rest["*/".len()..];
        } else if rest.starts_with("/*") {
            depth += 1;
            rest = &rest["/*".len()..];
        } else {
            rest = &rest[1..];
        }
    }
    Some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(sql: &str, dialect: Dialect) -> Vec<String> {
        let readings = all(sql, dialect).unwrap_or_default();
        let tidy = |text: &String| text.split_whitespace().collect::<Vec<_>>().join(" ");
        readings.iter().map(tidy).collect()
    }

    #[test]
    fn each_version_has_its_reading() {
        assert_eq!(words("SELECT 1", Dialect::Mysql), ["SELECT 1"]);
        assert_eq!(words("SELECT '/*! x */'", Dialect::Mysql), ["SELECT '/*! x */'"]);
        assert_eq!(words("/*!40101 SET a = 1 */", Dialect::Mysql), ["", "SET a = 1"]);
        assert_eq!(
            words("/*!99999 SELECT */ /*!50000 DROP TABLE x */", Dialect::Mysql),
            ["", "DROP TABLE x", "SELECT DROP TABLE x"]
        );
        assert_eq!(words("SELECT /*! 1 */ + /*M!100100 2 */", Dialect::MariaDb), ["SELECT 1 +", "SELECT 1 + 2"]);
        assert_eq!(words("SELECT 1 /*M! + 2 */", Dialect::Mysql), ["SELECT 1"]);
        assert_eq!(words("SELECT 1 /*!50701 + 2 */", Dialect::MariaDb), ["SELECT 1"]);
    }

    #[test]
    fn a_server_has_one_reading() {
        let dumped = "/*!50003 CREATE*/ /*!50003 TRIGGER t */ /*!100000 x */";
        let words = |version| one(dumped, Dialect::Mysql, version).map(|text| text.split_whitespace().count());
        assert_eq!(words((9, 7, 4)), Some(3));
        assert_eq!(words((5, 0, 2)), Some(0));
        assert_eq!(one("SELECT 1 /*! + 2", Dialect::Mysql, (8, 0, 0)), None);
    }

    #[test]
    fn what_is_left_out_has_no_strings() {
        let sql = "/*!99999 ' */ DROP TABLE x -- '";
        assert!(words(sql, Dialect::Mysql).iter().any(|reading| reading.starts_with("DROP TABLE x")));
    }

    #[test]
    fn what_has_no_end_has_no_reading() {
        assert_eq!(all("SELECT 1 /*!99999 + 2", Dialect::Mysql), Some(Vec::new()));
        let many: String = (10_000..10_100).map(|version| format!("/*!{version} a */")).collect();
        assert_eq!(all(&many, Dialect::Mysql), None);
    }
}
