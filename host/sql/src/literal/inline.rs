//! Statements with their parameters written into them.

use super::{LiteralError, literal};
use crate::dialect::Dialect;
use crate::lexer::{LexError, Lexer, TokenKind};
use crate::value::Value;

/// Why parameters cannot be written into a statement. Parameters count from 1.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InlineError {
    /// The statement is not whole.
    #[error(transparent)]
    Lex(#[from] LexError),
    /// The statement asks for more parameters than there are.
    #[error("the statement needs parameter {index}, but {given} are given")]
    Missing {
        /// The parameter.
        index: usize,
        /// How many there are.
        given: usize,
    },
    /// The statement asks for fewer parameters than there are.
    #[error("{given} parameters are given, but the statement does not use parameter {index}")]
    Unused {
        /// The first one that is not used.
        index: usize,
        /// How many there are.
        given: usize,
    },
    /// A parameter with a name; parameters are given in order.
    #[error("the statement names the parameter `{name}`; parameters are given by number")]
    Named {
        /// The name with its sign.
        name: String,
    },
    /// A value that cannot be written.
    #[error("parameter {index}: {problem}")]
    Literal {
        /// The parameter.
        index: usize,
        /// What is wrong with it.
        problem: LiteralError,
    },
}

/// Writes the parameters of a statement in the places of their placeholders.
///
/// ```
/// use aludel_sql::{Dialect, Value, inline};
///
/// let sql = inline("SELECT a-?, '?'", &[Value::Integer(-1)], Dialect::Sqlite).unwrap();
/// assert_eq!(sql, "SELECT a- -1, '?'");
/// ```
pub fn inline(sql: &str, parameters: &[Value], dialect: Dialect) -> Result<String, InlineError> {
    let mut inliner = Inliner { parameters, dialect, last_index: 0, used: vec![false; parameters.len()] };
    let mut text = String::with_capacity(sql.len());
    for token in Lexer::new(sql, dialect) {
        let token = token?;
        let token_text = &sql[token.start..token.end];
        match inliner.index(token.kind, token_text)? {
            Some(index) => push(&mut text, &inliner.literal(index)?),
            None => text.push_str(token_text),
        }
    }
    match inliner.used.iter().position(|used| !used) {
        Some(unused) => Err(InlineError::Unused { index: unused + 1, given: parameters.len() }),
        None => Ok(text),
    }
}

/// Adds a literal. Two minus signs in a row would start a comment.
fn push(text: &mut String, literal: &str) {
    if text.ends_with('-') && literal.starts_with('-') {
        text.push(' ');
    }
    text.push_str(literal);
}

struct Inliner<'all> {
    parameters: &'all [Value],
    dialect: Dialect,
    /// The largest index so far: `?` is the one after it.
    last_index: usize,
    used: Vec<bool>,
}

impl Inliner<'_> {
    /// The parameter that a token stands for, from 1.
    fn index(&mut self, kind: TokenKind, text: &str) -> Result<Option<usize>, InlineError> {
        // Variables of MySQL are values of the session, not of the statement.
        if kind != TokenKind::Parameter || self.dialect.is_mysql_family() && text.starts_with('@') {
            return Ok(None);
        }
        let named = || InlineError::Named { name: text.to_owned() };
        let index = match &text[1..] {
            "" => self.last_index + 1,
            digits => digits.parse().map_err(|_| named())?,
        };
        self.last_index = self.last_index.max(index);
        Ok(Some(index))
    }

    fn literal(&mut self, index: usize) -> Result<String, InlineError> {
        let missing = InlineError::Missing { index, given: self.parameters.len() };
        let place = index.checked_sub(1).ok_or_else(|| missing.clone())?;
        let value = self.parameters.get(place).ok_or(missing)?;
        self.used[place] = true;
        literal(value, self.dialect).map_err(|problem| InlineError::Literal { index, problem })
    }
}
