//! What can be told of an expression by its tokens.

use aludel_sql::Dialect;
use aludel_sql::lexer::{Lexer, Token, TokenKind};

use super::name::name;
use crate::dialect::sqlite::parse::unquote;

/// The tokens that mean something; none of a text that is no SQL.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let tokens = Lexer::new(text, Dialect::Sqlite).collect::<Result<Vec<_>, _>>().unwrap_or_default();
    tokens.into_iter().filter(|token| token.kind.is_significant()).collect()
}

/// Whether a default is one value (or one word, which `SQLite` reads as a string), with a sign before it at most.
pub(super) fn is_one_value(text: &str) -> bool {
    let tokens = tokens(text);
    let part = |token: &Token| &text[token.start..token.end];
    let is_value = |token: &Token| {
        matches!(token.kind, TokenKind::Word | TokenKind::QuotedIdentifier | TokenKind::Text | TokenKind::Number)
    };
    let is_number = |tokens: &[Token]| match tokens {
        [number] => number.kind == TokenKind::Number,
        [point, number] => part(point) == "." && number.kind == TokenKind::Number,
        _ => false,
    };
    match tokens.as_slice() {
        [value] => is_value(value),
        [mark, bytes] if part(mark).eq_ignore_ascii_case("x") => bytes.kind == TokenKind::Text,
        [sign, number @ ..] if matches!(part(sign), "-" | "+") => is_number(number),
        number => is_number(number),
    }
}

/// Whether a default is the same for all rows and times, so that a column with it can be added in place.
pub(super) fn is_constant(text: &str) -> bool {
    let is_clock = text.get(..8).is_some_and(|start| start.eq_ignore_ascii_case("current_"));
    is_one_value(text) && !is_clock
}

/// Whether a word stands in a text, as a word or a name: quotes of any kind are looked into, since `SQLite` takes a
/// string for a name where it expects one.
pub(super) fn holds_word(text: &str, word: &str) -> bool {
    tokens(text).into_iter().any(|token| {
        let token_text = &text[token.start..token.end];
        match token.kind {
            TokenKind::Word => token_text.eq_ignore_ascii_case(word),
            TokenKind::QuotedIdentifier | TokenKind::Text => unquote(token_text).eq_ignore_ascii_case(word),
            _ => false,
        }
    })
}

/// The text with `new.` where `table.` stands before a name.
pub(super) fn requalified(text: &str, table: &str, new: &str) -> String {
    let tokens = tokens(text);
    let mut result = String::with_capacity(text.len());
    let mut copied = 0;
    for pair in tokens.windows(2) {
        let [qualifier, dot] = pair else { continue };
        let is_name = matches!(qualifier.kind, TokenKind::Word | TokenKind::QuotedIdentifier);
        if is_name && &text[dot.start..dot.end] == "." && holds_word(&text[qualifier.start..qualifier.end], table) {
            result.push_str(&text[copied..qualifier.start]);
            result.push_str(&name(new));
            copied = qualifier.end;
        }
    }
    result.push_str(&text[copied..]);
    result
}

/// An expression without the parentheses around all of it, and without remarks around it: one that runs to the end of
/// its line would take what follows along.
pub(super) fn without_outer_parentheses(text: &str) -> &str {
    let tokens = tokens(text);
    let mut text = match (tokens.first(), tokens.last()) {
        (Some(first), Some(last)) => &text[first.start..last.end],
        _ => text.trim(),
    };
    while let Some(inner) = unwrapped(text) {
        text = without_outer_parentheses(inner);
    }
    text
}

fn unwrapped(text: &str) -> Option<&str> {
    let tokens = tokens(text);
    let (first, last) = (tokens.first()?, tokens.last()?);
    let is_whole = first.start == 0 && last.end == text.len() && text.starts_with('(');
    (is_whole && closing(text, &tokens) == Some(tokens.len() - 1)).then(|| &text[first.end..last.start])
}

/// The index of the token that closes what the first one opens.
fn closing(text: &str, tokens: &[Token]) -> Option<usize> {
    let mut depth = 0_usize;
    for (index, token) in tokens.iter().enumerate() {
        match &text[token.start..token.end] {
            "(" => depth += 1,
            ")" => depth = depth.checked_sub(1)?,
            _ => {}
        }
        if depth == 0 {
            return Some(index);
        }
    }
    None
}

/// A remark as the rest of a line.
pub(super) fn single_line(text: &str) -> String {
    text.split(['\n', '\r']).map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parentheses_go_only_if_they_are_around_everything() {
        for (text, expected) in [("(a > 0)", "a > 0"), ("((a))", "a"), ("(a) + (b)", "(a) + (b)"), ("')'", "')'")] {
            assert_eq!(without_outer_parentheses(text), expected);
        }
    }

    #[test]
    fn a_value_is_told_from_an_expression() {
        for value in ["1", "-1.5", "'it''s'", "NULL", "CURRENT_TIMESTAMP", "x'00'", "draft", ".5", "-.5"] {
            assert!(is_one_value(value), "{value}");
        }
        for expression in ["1 + 1", "datetime('now')", "- a", "'a' || 'b'"] {
            assert!(!is_one_value(expression), "{expression}");
        }
    }
}
