//! Whether a semicolon is inside the body of a routine or trigger.

use super::mysql::Program;
use super::postgres::StandardBody;
use super::sqlite::TriggerBody;
use crate::dialect::Dialect;
use crate::lexer::TokenKind;

/// How many words decide what kind of statement it is: `CREATE OR REPLACE DEFINER = a @ b SQL SECURITY INVOKER TRIGGER`.
const FIRST_WORDS_MAX: usize = 12;

/// The first words of a statement, in lower case.
#[derive(Debug, Default)]
pub(super) struct FirstWords(Vec<String>);

impl FirstWords {
    /// Whether the word at `index` is `expected`.
    pub(super) fn is(&self, index: usize, expected: &str) -> bool {
        self.0.get(index).is_some_and(|word| word == expected)
    }

    /// The first of them that is one of `choices`.
    pub(super) fn find_one_of(&self, choices: &[&str]) -> Option<&str> {
        self.0.iter().map(String::as_str).find(|word| choices.contains(word))
    }
}

/// What was read of one statement.
#[derive(Debug)]
pub(super) struct Body {
    first_words: FirstWords,
    last_word: String,
    state: State,
}

#[derive(Debug)]
enum State {
    Sqlite(TriggerBody),
    Postgres(StandardBody),
    Mysql(Program),
}

impl Body {
    pub(super) fn new(dialect: Dialect) -> Self {
        let state = match dialect {
            Dialect::Sqlite => State::Sqlite(TriggerBody::default()),
            Dialect::Postgres => State::Postgres(StandardBody::default()),
            Dialect::Mysql | Dialect::MariaDb => State::Mysql(Program::default()),
        };
        Self { first_words: FirstWords::default(), last_word: String::new(), state }
    }

    pub(super) fn is_first_word(&self, word: &str) -> bool {
        self.first_words.is(0, word)
    }

    pub(super) fn is_last_word(&self, word: &str) -> bool {
        self.last_word == word
    }

    /// Whether a semicolon that comes now belongs to the statement.
    pub(super) fn holds_semicolon(&self) -> bool {
        match &self.state {
            State::Sqlite(body) => body.holds_semicolon(),
            State::Postgres(body) => body.holds_semicolon(),
            State::Mysql(program) => program.holds_semicolon(),
        }
    }

    /// Takes the next significant token.
    pub(super) fn take(&mut self, kind: TokenKind, text: &str) {
        if kind == TokenKind::Word {
            self.last_word.clear();
            self.last_word.push_str(text);
            self.last_word.make_ascii_lowercase();
            if self.first_words.0.len() < FIRST_WORDS_MAX {
                self.first_words.0.push(self.last_word.clone());
            }
        }
        match &mut self.state {
            State::Sqlite(body) => body.take(kind, text, &self.first_words),
            State::Postgres(body) => body.take(kind, text, &self.first_words),
            State::Mysql(program) => program.take(kind, text, &self.first_words),
        }
    }
}
