//! A text divided into statements, as each dialect's own client divides it.
//!
//! Statements end at a semicolon, but not at one inside a string, a comment, the body of a routine or trigger, or (on
//! `PostgreSQL`) parentheses. Comments before, between and after statements are dropped; those inside are kept.

mod compound;
mod error;
mod mysql;
mod postgres;
mod sqlite;

use crate::dialect::Dialect;
use crate::lexer::{LexError, Lexer, Token, TokenKind};
use compound::Body;
pub use error::SplitError;

/// One statement, without its semicolon and without the comments around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Statement<'text> {
    /// The statement as written.
    pub text: &'text str,
    /// The byte of the whole text at which it starts.
    pub offset: usize,
    /// The line on which it starts.
    pub line: usize,
}

/// Divides a text whose first line is line 1.
pub fn split(text: &str, dialect: Dialect) -> Result<Vec<Statement<'_>>, SplitError> {
    split_from_line(text, dialect, 1)
}

/// Divides a text that is part of a file and starts on `first_line` of it.
pub fn split_from_line(text: &str, dialect: Dialect, first_line: usize) -> Result<Vec<Statement<'_>>, SplitError> {
    let lines = Lines { text, counted: 0, line: first_line };
    let splitter = Splitter {
        text,
        dialect,
        lexer: Lexer::new(text, dialect),
        lines,
        open: None,
        body: Body::new(dialect),
        statements: Vec::new(),
    };
    splitter.run()
}

/// Counts lines forward, so that the whole text is read once.
struct Lines<'text> {
    text: &'text str,
    counted: usize,
    line: usize,
}

impl Lines<'_> {
    /// The line of a byte that is not before the last one asked for.
    fn at(&mut self, offset: usize) -> usize {
        self.line += line_ends(&self.text[self.counted..offset]);
        self.counted = offset;
        self.line
    }

    /// The line of any byte.
    fn find(&self, offset: usize) -> usize {
        if offset >= self.counted {
            self.line + line_ends(&self.text[self.counted..offset])
        } else {
            self.line - line_ends(&self.text[offset..self.counted])
        }
    }
}

fn line_ends(text: &str) -> usize {
    text.matches('\n').count()
}

/// The statement that is being read.
#[derive(Clone, Copy)]
struct Open {
    start: usize,
    /// The end of its last significant token.
    end: usize,
}

struct Splitter<'text> {
    text: &'text str,
    dialect: Dialect,
    lexer: Lexer<'text>,
    lines: Lines<'text>,
    open: Option<Open>,
    body: Body,
    statements: Vec<Statement<'text>>,
}

impl<'text> Splitter<'text> {
    fn run(mut self) -> Result<Vec<Statement<'text>>, SplitError> {
        if let Some(offset) = self.text.find('\0') {
            return Err(SplitError::HoldsNul { line: self.lines.find(offset) });
        }
        loop {
            if self.passes_delimiter() {
                continue;
            }
            match self.lexer.next() {
                Some(token) => self.take(token)?,
                None => break,
            }
        }
        self.finish_statement();
        Ok(self.statements)
    }

    fn take(&mut self, token: Result<Token, LexError>) -> Result<(), SplitError> {
        let token = token.map_err(|error| self.unterminated(&error))?;
        if !token.kind.is_significant() {
            return Ok(());
        }
        if self.open.is_none() && self.takes_delimiter_command(token)? {
            return Ok(());
        }
        if token.kind == TokenKind::Semicolon && self.semicolon_ends() {
            self.finish_statement();
            return Ok(());
        }
        let text = &self.text[token.start..token.end];
        self.check_client_syntax(token)?;
        self.body.take(token.kind, text);
        let open = self.open.get_or_insert(Open { start: token.start, end: token.start });
        // A semicolon at the very end, before a delimiter of the client, is none of the statement.
        if token.kind != TokenKind::Semicolon {
            open.end = token.end;
        }
        Ok(())
    }

    fn semicolon_ends(&self) -> bool {
        let is_inside = self.lexer.is_in_conditional_comment() || self.body.holds_semicolon();
        !is_inside && !self.lexer.has_delimiter()
    }

    fn finish_statement(&mut self) {
        self.body = Body::new(self.dialect);
        let Some(open) = self.open.take() else { return };
        let text = &self.text[open.start..open.end];
        if !text.is_empty() {
            let line = self.lines.at(open.start);
            self.statements.push(Statement { text, offset: open.start, line });
        }
    }

    fn check_client_syntax(&self, token: Token) -> Result<(), SplitError> {
        if self.dialect != Dialect::Postgres {
            return Ok(());
        }
        postgres::check_client_syntax(self.text, token, &self.body, || self.lines.find(token.start))
    }

    fn unterminated(&self, error: &LexError) -> SplitError {
        SplitError::Unterminated {
            enclosure: error.enclosure,
            line: self.lines.find(error.start),
            dialect: self.dialect,
        }
    }
}

#[cfg(test)]
mod tests;
