//! The header of a revision file of Alembic, which needs no other: the variables of its module.
//!
//! Alembic runs the file to read them. Here nothing is run: the text is divided into Python's tokens, and the assignments at
//! the left margin are read as far as they are literals, which is all that Alembic itself ever writes.

pub(crate) mod literal;
pub(crate) mod python;

use literal::Literal;
use python::{Scanner, Token, TokenKind};

use aludel_revision::RevisionId;

use super::{Header, HeaderError, HeaderErrors, PlacedHeader};

/// The variables, as Alembic names them.
const VARIABLES: [&str; 4] = ["revision", "down_revision", "branch_labels", "depends_on"];

/// The call that leaves the transaction of the migration.
const AUTOCOMMIT: &str = "autocommit_block";

/// Whether the text of that file is a revision of Alembic: Python in which the variable `revision` gets a value.
pub(super) fn is_revision(text: &str, file: &str) -> bool {
    line_of(text, file).is_some()
}

/// The line of the variable `revision`.
pub(super) fn line_of(text: &str, file: &str) -> Option<usize> {
    // Most files are told apart by this one look.
    if !has_python_ending(file) || !text.contains("revision") {
        return None;
    }
    let tokens: Vec<Token<'_>> = Scanner::new(text).collect();
    assignments(&tokens).into_iter().find(|found| found.variable == "revision").map(|found| found.line)
}

fn has_python_ending(file: &str) -> bool {
    file.get(file.len().saturating_sub(3)..).is_some_and(|ending| ending.eq_ignore_ascii_case(".py"))
}

/// Reads the variables of a revision. `file` names the text in errors, of which all are found.
pub(super) fn parse(text: &str, file: &str) -> Result<PlacedHeader, HeaderErrors> {
    let tokens: Vec<Token<'_>> = Scanner::new(text).collect();
    let mut reading = Reading { file, errors: Vec::new(), header: Header::new(""), first_line: 0, last_line: 0 };
    for assignment in assignments(&tokens) {
        reading.take(&assignment);
    }
    let documentation = documentation(&tokens);
    reading.header.message = message(&documentation);
    reading.header.created = created(&documentation);
    // What the block holds is committed statement by statement, so nothing around it could be rolled back as one.
    reading.header.transaction = !calls(&tokens, AUTOCOMMIT);
    // Alembic knows nothing of SQLite's foreign keys, which fire when batch mode drops a table.
    reading.header.foreign_keys = Some(false);
    reading.finish()
}

/// A variable that gets a value at the left margin.
struct Assignment<'text, 'tokens> {
    variable: &'static str,
    line: usize,
    value: &'tokens [Token<'text>],
}

/// What was read so far.
struct Reading<'text> {
    file: &'text str,
    errors: Vec<HeaderError>,
    header: Header,
    first_line: usize,
    last_line: usize,
}

impl Reading<'_> {
    /// A later value of the same variable counts, as in Python.
    fn take(&mut self, assignment: &Assignment<'_, '_>) {
        let Some(value) = literal::read(assignment.value) else {
            let (file, line) = (self.file.to_owned(), assignment.line);
            self.errors.push(HeaderError::NotLiteral { file, line, variable: assignment.variable });
            return;
        };
        if assignment.variable == "revision" {
            self.first_line = assignment.line;
        }
        self.last_line = self.last_line.max(assignment.value.last().map_or(assignment.line, |token| token.line));
        let ids = self.checked(assignment, value);
        match assignment.variable {
            "revision" => self.header.revision = ids.into_iter().next().unwrap_or_default(),
            "down_revision" => self.header.down_revision = ids,
            "branch_labels" => self.header.branch_labels = ids,
            _ => self.header.depends_on = ids,
        }
    }

    fn checked(&mut self, assignment: &Assignment<'_, '_>, value: Literal) -> Vec<String> {
        let ids = value.into_texts();
        for id in &ids {
            if let Err(error) = RevisionId::parse(id) {
                let (file, line, problem) = (self.file.to_owned(), assignment.line, error.to_string());
                self.errors.push(HeaderError::IllegalName { file, line, variable: assignment.variable, problem });
            }
        }
        ids
    }

    fn finish(mut self) -> Result<PlacedHeader, HeaderErrors> {
        if self.header.revision.is_empty() && self.errors.is_empty() {
            self.errors.push(HeaderError::Missing { file: self.file.to_owned() });
        }
        if !self.errors.is_empty() {
            return Err(HeaderErrors { errors: self.errors });
        }
        Ok(PlacedHeader { header: self.header, first_line: self.first_line, last_line: self.last_line })
    }
}

/// `NAME = VALUE` and `NAME: TYPE = VALUE`, a logical line each.
fn assignments<'text, 'tokens>(tokens: &'tokens [Token<'text>]) -> Vec<Assignment<'text, 'tokens>> {
    let lines = tokens.split(|token| token.kind == TokenKind::LineEnd);
    lines.filter_map(assignment).collect()
}

fn assignment<'text, 'tokens>(line: &'tokens [Token<'text>]) -> Option<Assignment<'text, 'tokens>> {
    let first = line.first()?;
    let variable = VARIABLES.into_iter().find(|name| first.kind == TokenKind::Name && first.text == *name)?;
    let is_plain = line.get(1)?.text == "=";
    if first.column != 0 || !(is_plain || line[1].text == ":") {
        return None;
    }
    let equals = line.iter().position(|token| token.text == "=" && token.kind == TokenKind::Sign)?;
    Some(Assignment { variable, line: first.line, value: &line[equals + 1..] })
}

fn calls(tokens: &[Token<'_>], name: &str) -> bool {
    tokens.windows(2).any(|pair| pair[0].kind == TokenKind::Name && pair[0].text == name && pair[1].text == "(")
}

/// The text that the module begins with.
fn documentation(tokens: &[Token<'_>]) -> String {
    let first = tokens.iter().find(|token| token.kind != TokenKind::LineEnd);
    let text = first.filter(|token| token.kind == TokenKind::Text).and_then(|token| literal::text(token.text));
    text.unwrap_or_default()
}

/// What stands before the first empty line, as Alembic has it. NUL, which no database keeps in a text, is left out.
fn message(documentation: &str) -> String {
    let lines = documentation.trim().lines().map(str::trim);
    lines.take_while(|line| !line.is_empty()).collect::<Vec<_>>().join(" ").replace('\0', "")
}

/// The line `Create Date:`, as RFC 3339 writes it. Without an offset it is taken for UTC: Alembic says none unless told to.
fn created(documentation: &str) -> Option<String> {
    let date = documentation.lines().find_map(|line| line.trim().strip_prefix("Create Date:"))?.trim();
    let text = date.replacen(' ', "T", 1);
    let with_zone = format!("{text}Z");
    let candidates = [text.as_str(), with_zone.as_str()];
    let parsed =
        candidates.iter().find_map(|candidate| candidate.parse::<toml::value::Datetime>().ok().filter(is_moment));
    parsed.map(|moment| moment.to_string())
}

fn is_moment(datetime: &toml::value::Datetime) -> bool {
    datetime.date.is_some() && datetime.time.is_some() && datetime.offset.is_some()
}

#[cfg(test)]
mod tests;
