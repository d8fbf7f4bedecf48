//! What a connection remembers of earlier statements, and later ones may ask for: the key that was made last, and on
//! `MySQL` and `MariaDB` the variables of the session.
//!
//! Rows of the journal make keys too, so that the connection is told again which one was the migration's. And a run that
//! goes on does so on another connection, which is told what the one before it knew: to set a variable again by its
//! statement would give it what there is now.

use std::collections::BTreeMap;

use aludel_db::fetch_all;
use aludel_sql::lexer::{Lexer, Token, TokenKind};
use aludel_sql::{Dialect, Outcome, SqlError, Value};

use super::entry::Answer;
use super::recorder::Recorder;

/// What a connection is told before the next statement is sent on it.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Memory {
    last_key: Option<i64>,
    /// By their names, with the `@`.
    variables: BTreeMap<String, Value>,
}

impl Memory {
    /// Takes in what an entry says, if it is one of those.
    pub(super) fn recall(&mut self, answer: &Answer) -> bool {
        match answer {
            Answer::LastKey(key) => self.last_key = Some(*key),
            Answer::Variables(variables) => self.variables.extend(variables.iter().cloned()),
            _ => return false,
        }
        true
    }
}

impl Recorder {
    /// Tells the connection what the one of an earlier run knew at this place.
    pub(super) async fn remember(&mut self) -> Result<(), SqlError> {
        let Memory { last_key, variables } = self.log.take_memory();
        if let Some(key) = last_key {
            self.last_key = last_key;
            let told = self.own().restore_last_key(key).await;
            self.lent_to_guest(told)?;
        }
        for (name, value) in variables.into_iter().filter(|(name, _)| is_plain(name)) {
            let set = self.own().execute(&format!("SET {name} = ?"), &[value]).await;
            self.lent_to_guest(set)?;
        }
        Ok(())
    }

    /// Asks for the key that the migration made last, before a row of the journal makes its own.
    pub(super) async fn keep_key(&mut self) -> Result<(), SqlError> {
        if !std::mem::take(&mut self.may_have_new_key) {
            return Ok(());
        }
        let asked = self.own().last_key().await;
        let key = self.lent_to_guest(asked)?;
        if let Some(key) = key.filter(|key| self.last_key.unwrap_or_default() != *key) {
            self.log.push_memory(Answer::LastKey(key));
        }
        self.last_key = key;
        Ok(())
    }

    /// Has the connection tell that key again.
    pub(super) async fn give_key_back(&mut self) -> Result<(), SqlError> {
        let Some(key) = self.last_key else { return Ok(()) };
        let told = self.own().restore_last_key(key).await;
        self.lent_to_guest(told)
    }

    /// Writes down what a statement that went well has set of the session's variables.
    pub(super) async fn keep_variables(&mut self, sql: &str) -> Result<(), SqlError> {
        let names = variables_set(sql, self.dialect());
        if names.is_empty() {
            return Ok(());
        }
        let asked = fetch_all(self.own(), &format!("SELECT {}", names.join(", ")), &[]).await;
        let values = self.lent_to_guest(asked)?.into_iter().next().unwrap_or_default();
        self.log.push_memory(Answer::Variables(names.into_iter().zip(values).collect()));
        Ok(())
    }
}

/// What is kept of a statement that only set up the connection: nothing where its variables are kept, and else that it is
/// carried out again.
pub(super) fn kept_of_setting(sql: &str, dialect: Dialect) -> Answer {
    if sets_only_variables(sql, dialect) { Answer::Outcome(Outcome::default()) } else { Answer::Again }
}

/// Whether a statement may set variables of the session.
pub(super) fn may_set_variables(sql: &str, dialect: Dialect) -> bool {
    !variables_set(sql, dialect).is_empty()
}

/// The variables of the session in a statement that may set some, once.
fn variables_set(sql: &str, dialect: Dialect) -> Vec<String> {
    if !dialect.is_mysql_family() || !sql.contains('@') {
        return Vec::new();
    }
    let tokens = significant(sql, dialect);
    let text = |token: &Token| &sql[token.start..token.end];
    let is_word = |token: &Token, word: &str| token.kind == TokenKind::Word && text(token).eq_ignore_ascii_case(word);
    let begins_so = tokens.first().is_some_and(|first| ["SET", "CALL"].iter().any(|word| is_word(first, word)));
    let takes_rows = tokens.iter().any(|token| is_word(token, "INTO"));
    if !begins_so && !takes_rows && !sql.contains(":=") {
        return Vec::new();
    }
    let mut names: Vec<String> = Vec::new();
    for name in tokens.iter().filter(|token| token.kind == TokenKind::Parameter).map(text) {
        if is_plain(name) && !names.iter().any(|known| known == name) {
            names.push(name.to_owned());
        }
    }
    names
}

/// `@name`, and neither `@@name` nor one in quotes.
fn is_plain(name: &str) -> bool {
    let is_part = |character: char| character.is_alphanumeric() || "_$.".contains(character);
    name.strip_prefix('@').is_some_and(|name| !name.is_empty() && name.chars().all(is_part))
}

/// Whether a statement sets variables of the session, and nothing else.
fn sets_only_variables(sql: &str, dialect: Dialect) -> bool {
    if variables_set(sql, dialect).is_empty() {
        return false;
    }
    let tokens = significant(sql, dialect);
    let text = |token: &Token| &sql[token.start..token.end];
    if !tokens.first().is_some_and(|first| text(first).eq_ignore_ascii_case("SET")) {
        return false;
    }
    let mut depth = 0_i32;
    let mut begins = true;
    for token in &tokens[1..] {
        if std::mem::take(&mut begins) && !is_plain(text(token)) {
            return false;
        }
        match text(token) {
            "(" => depth += 1,
            ")" => depth -= 1,
            "," => begins = depth == 0,
            _ => {}
        }
    }
    true
}

fn significant(sql: &str, dialect: Dialect) -> Vec<Token> {
    let tokens = Lexer::new(sql, dialect).map_while(Result::ok);
    tokens.filter(|token| token.kind.is_significant()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_are_found_where_they_may_be_set() {
        let cases: [(&str, &[&str], bool); 9] = [
            ("SET @id = LAST_INSERT_ID()", &["@id"], true),
            ("set @a = (SELECT max(b), 1), @b := @a", &["@a", "@b"], true),
            ("SET @old = @@sql_mode, sql_mode = ''", &["@old"], false),
            ("SET sql_mode = @old", &["@old"], false),
            ("SET NAMES utf8mb4", &[], false),
            ("SELECT count(*) INTO @n FROM t", &["@n"], false),
            ("SELECT @n := 5", &["@n"], false),
            ("CALL p(@out)", &["@out"], false),
            ("INSERT INTO t SELECT @@version, '@text'", &[], false),
        ];
        for (sql, names, only) in cases {
            assert_eq!(variables_set(sql, Dialect::MariaDb), names, "{sql}");
            assert_eq!(sets_only_variables(sql, Dialect::MariaDb), only, "{sql}");
            assert_eq!(variables_set(sql, Dialect::Postgres), [""; 0], "{sql}");
        }
        assert_eq!(variables_set("SELECT @n", Dialect::Mysql), [""; 0]);
    }

    #[test]
    fn the_last_word_counts() {
        let mut memory = Memory::default();
        let set = |value| Answer::Variables(vec![("@a".to_owned(), Value::Integer(value))]);
        assert!(memory.recall(&set(1)) && memory.recall(&Answer::LastKey(7)) && memory.recall(&set(2)));
        assert!(!memory.recall(&Answer::Well));
        let variables = BTreeMap::from([("@a".to_owned(), Value::Integer(2))]);
        assert_eq!(memory, Memory { last_key: Some(7), variables });
    }
}
