//! `DELIMITER` lines and stored programs of `MySQL` and `MariaDB`.

use super::compound::FirstWords;
use super::{SplitError, Splitter};
use crate::lexer::{Token, TokenKind};

impl<'text> Splitter<'text> {
    /// Ends the statement if the text goes on with the delimiter that a client command set.
    pub(super) fn passes_delimiter(&mut self) -> bool {
        let Some(length) = self.lexer.delimiter_length_here() else { return false };
        if self.lexer.is_in_conditional_comment() {
            return false;
        }
        self.finish_statement();
        self.lexer.skip_to(self.lexer.position() + length);
        true
    }

    /// Takes a `DELIMITER //` line. The server never sees it: it is a command of the client.
    pub(super) fn takes_delimiter_command(&mut self, token: Token) -> Result<bool, SplitError> {
        let is_command = self.dialect.is_mysql_family()
            && token.kind == TokenKind::Word
            && self.text[token.start..token.end].eq_ignore_ascii_case("delimiter");
        if !is_command {
            return Ok(false);
        }
        let rest = &self.text[token.end..];
        let line = rest.split('\n').next().unwrap_or(rest);
        let delimiter: &'text str = line.split_whitespace().next().unwrap_or_default();
        if delimiter.is_empty() {
            return Err(SplitError::DelimiterMissing { line: self.lines.find(token.start) });
        }
        self.lexer.set_delimiter((delimiter != ";").then_some(delimiter));
        self.lexer.skip_to(token.end + line.len());
        Ok(true)
    }
}

/// A construct that END closes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Block {
    Begin,
    If,
    CaseStatement,
    CaseExpression,
    Loop,
    While,
    Repeat,
    For,
}

/// The open blocks of a stored program.
///
/// Keywords open blocks only where a statement can start, because IF and REPEAT are functions too, END and BEGIN may
/// be names, and CASE is also an expression (after which END closes an expression).
#[derive(Debug, Default)]
pub(super) struct Program {
    blocks: Vec<Block>,
    /// Whether the next word may start a statement.
    at_start: bool,
    /// The last token, in lower case if it is a word; a string is its quote.
    previous: String,
    /// The last END waits for the word after it, which says what it closes.
    pending_end: bool,
    header: Header,
}

/// Where in the header of a routine or trigger a body can begin with any word.
#[derive(Debug, Default, PartialEq)]
enum Header {
    /// Only after the few words that can end a header.
    #[default]
    Elsewhere,
    /// RETURNS was read, and no RETURN after it: a type has many forms, but none holds IF or a loop.
    InReturns,
    /// The last token names the other trigger of `FOLLOWS other`.
    AfterOtherTrigger,
}

impl Header {
    fn after(&self, previous: &str, token: &str) -> Self {
        if matches!(previous, "follows" | "precedes") {
            return Self::AfterOtherTrigger;
        }
        let in_returns = token == "returns" || *self == Self::InReturns && token != "return";
        if in_returns { Self::InReturns } else { Self::Elsewhere }
    }
}

impl Program {
    pub(super) fn holds_semicolon(&self) -> bool {
        let is_closed_by_end = self.pending_end && self.blocks.len() == 1;
        !self.blocks.is_empty() && !is_closed_by_end
    }

    pub(super) fn take(&mut self, kind: TokenKind, text: &str, first_words: &FirstWords) {
        if self.blocks.is_empty() && !may_define_program(first_words) {
            return;
        }
        let token = match kind {
            TokenKind::Word => text.to_ascii_lowercase(),
            TokenKind::Text => "'".to_owned(),
            TokenKind::QuotedIdentifier => "`".to_owned(),
            _ => text.to_owned(),
        };
        let closed = self.pending_end && self.close(&token);
        if !closed {
            self.at_start = if kind == TokenKind::Word && self.previous != "." {
                self.take_word(&token, first_words)
            } else {
                matches!(token.as_str(), ";" | ":")
            };
        }
        self.header = self.header.after(&self.previous, &token);
        self.previous = token;
    }

    /// Closes what the END before this token closes; tells whether the token belongs to the END.
    fn close(&mut self, token: &str) -> bool {
        self.pending_end = false;
        let named: &[Block] = match token {
            "if" => &[Block::If],
            "case" => &[Block::CaseStatement, Block::CaseExpression],
            "loop" => &[Block::Loop],
            "while" => &[Block::While],
            "repeat" => &[Block::Repeat],
            "for" => &[Block::For],
            _ => {
                self.blocks.pop();
                return false;
            }
        };
        if self.blocks.last() == Some(&Block::CaseExpression) && token != "case" {
            self.blocks.pop();
            return false;
        }
        if let Some(index) = self.blocks.iter().rposition(|block| named.contains(block)) {
            self.blocks.truncate(index);
        }
        self.at_start = false;
        true
    }

    /// Takes a word; tells whether a statement can start after it.
    fn take_word(&mut self, word: &str, first_words: &FirstWords) -> bool {
        if self.blocks.is_empty() && !defines_program(first_words) {
            return false;
        }
        let at_start = if self.blocks.is_empty() { self.ends_header() } else { self.at_start };
        match word {
            "begin" => self.take_begin(),
            "end" => self.take_end(at_start),
            "if" if at_start => self.open(Block::If, false),
            "while" if at_start => self.open(Block::While, false),
            "for" if at_start => self.open(Block::For, false),
            "case" => self.open(if at_start { Block::CaseStatement } else { Block::CaseExpression }, false),
            "loop" if at_start || self.blocks.last() == Some(&Block::For) => self.open(Block::Loop, true),
            "repeat" if at_start => self.open(Block::Repeat, true),
            "then" | "else" => self.blocks.last() != Some(&Block::CaseExpression),
            "atomic" if self.blocks.is_empty() => self.open(Block::Begin, true),
            "do" | "atomic" => true,
            _ => false,
        }
    }

    fn open(&mut self, block: Block, starts_statements: bool) -> bool {
        self.blocks.push(block);
        starts_statements
    }

    fn take_begin(&mut self) -> bool {
        let is_name = matches!(
            self.previous.as_str(),
            "," | "(" | "." | "=" | "<" | ">" | "+" | "-" | "*" | "/" | "select" | "as" | "by" | "and" | "or" | "where"
        );
        if !is_name {
            self.blocks.push(Block::Begin);
        }
        !is_name
    }

    fn take_end(&mut self, at_start: bool) -> bool {
        let ends_condition = matches!(self.blocks.last(), Some(Block::CaseExpression | Block::Repeat));
        self.pending_end = at_start || ends_condition;
        false
    }

    /// Whether the last token can be the last of a header such as `CREATE PROCEDURE p () MODIFIES SQL DATA`. A block
    /// without a header has none before it.
    fn ends_header(&self) -> bool {
        let is_last_word = matches!(
            self.previous.as_str(),
            "" | ")" | "'" | ":" | "row" | "do" | "sql" | "data" | "deterministic" | "definer" | "invoker"
        );
        is_last_word || self.header != Header::Elsewhere
    }
}

/// With these `MariaDB` begins a block outside of any routine; no other statement begins so.
const BLOCK_WORDS: [&str; 6] = ["if", "case", "loop", "while", "repeat", "for"];

/// Spares the many statements that only carry data.
fn may_define_program(first_words: &FirstWords) -> bool {
    ["create", "alter", "begin"].into_iter().chain(BLOCK_WORDS).any(|word| first_words.is(0, word))
}

/// Whether the statement defines a stored program, or is an anonymous block of `MariaDB`.
fn defines_program(first_words: &FirstWords) -> bool {
    if first_words.is(0, "begin") {
        return first_words.is(1, "not") && first_words.is(2, "atomic");
    }
    if BLOCK_WORDS.into_iter().any(|word| first_words.is(0, word)) {
        return true;
    }
    if !first_words.is(0, "create") && !first_words.is(0, "alter") {
        return false;
    }
    let kinds = ["procedure", "function", "trigger", "event", "table", "view", "index", "database", "schema", "user"];
    matches!(first_words.find_one_of(&kinds), Some("procedure" | "function" | "trigger" | "event"))
}
