//! Code in strings: bodies of functions, DO, and whatever else a routine would run as a text.
//!
//! It is read word by word, strings in it too, for what a statement may never do. What a body puts together while it
//! runs shows nowhere but on the server.

use aludel_grants::{AccessKind, ObjectKind};
use aludel_sql::Dialect;
use aludel_sql::lexer::{Lexer, Token, TokenKind};
use squawk_syntax::{SyntaxElement, SyntaxKind, SyntaxNode};

use super::{literals, names, routines};
use crate::found::{Found, Name};

/// How deep strings are read that stand in strings.
const DEPTH_MAX: usize = 4;

/// Adds what stands in the code that the node holds.
pub(super) fn read(node: &SyntaxNode, found: &mut Found<'_>) {
    if !matches!(node.kind(), SyntaxKind::DO | SyntaxKind::AS_DEFINITION) {
        return;
    }
    let tokens = node.descendants_with_tokens().filter_map(SyntaxElement::into_token);
    for token in tokens.filter(|token| literals::is_string(token.kind())) {
        scan_string(token.text(), found, DEPTH_MAX);
    }
}

/// Adds what a text that is no statement as a whole would do.
pub(super) fn scan(text: &str, found: &mut Found<'_>) {
    scan_within(text, found, DEPTH_MAX);
}

fn scan_within(text: &str, found: &mut Found<'_>, depth: usize) {
    let tokens = Lexer::new(text, Dialect::Postgres).map_while(Result::ok);
    let tokens: Vec<Token> = tokens.filter(|token| token.kind.is_significant()).collect();
    let words: Vec<String> = tokens.iter().map(|token| word(text, token)).collect();
    for (index, token) in tokens.iter().enumerate() {
        match token.kind {
            TokenKind::Word | TokenKind::QuotedIdentifier => {
                scan_word(&words[index..], found);
                if depth == DEPTH_MAX {
                    scan_statement(&words[index..], found);
                }
            }
            TokenKind::Text if depth > 0 => scan_string(&text[token.start..token.end], found, depth - 1),
            _ => {}
        }
    }
}

fn word(text: &str, token: &Token) -> String {
    names::folded_word(&text[token.start..token.end])
}

/// Adds what the first of some words says, with those that follow it.
fn scan_word(words: &[String], found: &mut Found<'_>) {
    let word = words[0].as_str();
    let follows = |index: usize, expected: &str| words.get(index).is_some_and(|word| word == expected);
    found.add_house(word);
    if follows(1, "(") {
        routines::add_reach(&Name::plain(word), found);
    }
    match word {
        "alter" if follows(1, "system") => found.add(AccessKind::ServerSetting),
        "set" if is_role(words) => found.add(AccessKind::Role),
        "from" | "to" if follows(1, "program") => found.add(AccessKind::ServerFile),
        "create" | "alter" | "drop" if follows(1, "role") || follows(1, "user") => found.add(AccessKind::Role),
        _ => {}
    }
}

/// Adds what a statement says that stands in the code itself. A text that is only spoken of does nothing.
fn scan_statement(words: &[String], found: &mut Found<'_>) {
    let is = |index: usize, expected: &str| words.get(index).is_some_and(|word| word == expected);
    let is_string = |index: usize| words.get(index).is_some_and(|word| word.contains('\'') || word.starts_with('$'));
    match words[0].as_str() {
        "create" if is(1, "extension") => {
            let name = words[2..].iter().find(|word| !matches!(word.as_str(), "if" | "not" | "exists"));
            found.add_to(AccessKind::Create(ObjectKind::Extension), &Name::plain(name.cloned().unwrap_or_default()));
        }
        "create" | "alter" | "drop" if is(1, "subscription") || is(1, "server") || is(1, "foreign") => {
            found.add(AccessKind::Connection);
        }
        "drop" | "reassign" if is(1, "owned") => found.add(AccessKind::Role),
        "load" if is_string(1) => found.add(AccessKind::ServerFile),
        "copy" => {
            let end = words.iter().position(|word| word == ";").unwrap_or(words.len());
            let has_file = (1..end).any(|index| (is(index, "from") || is(index, "to")) && is_string(index + 1));
            if has_file {
                found.add(AccessKind::ServerFile);
            }
        }
        _ => {}
    }
}

fn is_role(words: &[String]) -> bool {
    let scope = words.get(1).is_some_and(|word| word == "local" || word == "session");
    let setting = words.get(if scope { 2 } else { 1 }).map_or("", String::as_str);
    matches!(setting, "role" | "authorization" | "session_authorization")
}

fn scan_string(text: &str, found: &mut Found<'_>, depth: usize) {
    scan_within(&inner(text), found, depth);
}

/// What a string of whatever kind holds.
pub(super) fn inner(text: &str) -> String {
    if let Some(inner) = dollar_quoted(text) {
        return inner.to_owned();
    }
    let quoted = text.trim_start_matches(|first: char| first != '\'').trim_matches('\'');
    quoted.replace("''", "'")
}

/// What stands between `$tag$` and `$tag$`.
fn dollar_quoted(text: &str) -> Option<&str> {
    let tag = text.find('$').filter(|start| *start == 0).and_then(|_| text[1..].find('$')).map(|end| end + 2)?;
    text.get(tag..text.len().checked_sub(tag)?)
}
