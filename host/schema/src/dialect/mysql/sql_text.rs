//! Expressions and definitions as the server writes them.

use aludel_sql::Dialect;
use aludel_sql::lexer::{Lexer, Token, TokenKind};

/// The tokens that the server sees; none where the text cannot be divided.
pub(super) fn tokens(text: &str) -> Option<Vec<Token>> {
    let all: Result<Vec<Token>, _> = Lexer::new(text, Dialect::Mysql).collect();
    Some(all.ok()?.into_iter().filter(|token| token.kind.is_significant()).collect())
}

/// An expression without the parentheses around all of it.
pub(super) fn without_parentheses(expression: &str) -> &str {
    let mut text = expression.trim();
    while is_enclosed(text) {
        text = text[1..text.len() - 1].trim();
    }
    text
}

/// Whether one pair of parentheses holds the whole expression.
pub(super) fn is_enclosed(text: &str) -> bool {
    if !(text.starts_with('(') && text.ends_with(')')) {
        return false;
    }
    let mut depth = 0_usize;
    for token in tokens(text).unwrap_or_default() {
        match &text[token.start..token.end] {
            "(" if token.kind == TokenKind::Symbol => depth += 1,
            ")" if token.kind == TokenKind::Symbol => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return token.end == text.len();
                }
            }
            _ => {}
        }
    }
    false
}

/// Takes away the backslashes that `MySQL` puts before the quotes in the expressions of its catalogue: there
/// `_utf8mb4'a'` stands as `_utf8mb4\'a\'`. No expression has a backslash outside of a string.
pub(super) fn unescaped(expression: &str) -> String {
    let is_escaped = tokens(expression).is_none_or(|tokens| {
        tokens.iter().any(|token| token.kind == TokenKind::Symbol && expression[token.start..].starts_with('\\'))
    });
    if !is_escaped {
        return expression.to_owned();
    }
    let mut text = String::with_capacity(expression.len());
    let mut characters = expression.chars();
    while let Some(character) = characters.next() {
        match character {
            '\\' => text.extend(characters.next().map(unescaped_character)),
            other => text.push(other),
        }
    }
    text
}

fn unescaped_character(character: char) -> char {
    match character {
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        '0' => '\0',
        'Z' => '\u{1a}',
        other => other,
    }
}

/// The name in backquotes.
pub(super) fn unquoted(token: &str) -> String {
    token.trim_matches('`').replace("``", "`")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_parentheses_around_all_of_it_go() {
        for (given, expected) in [
            ("(`a` > 0)", "`a` > 0"),
            ("((`a`))", "`a`"),
            ("(`a`) or (`b`)", "(`a`) or (`b`)"),
            ("(`a` = ')')", "`a` = ')'"),
            ("f(1)", "f(1)"),
            ("", ""),
        ] {
            assert_eq!(without_parentheses(given), expected);
        }
    }

    #[test]
    fn the_catalogue_of_mysql_escapes_quotes() {
        for (given, expected) in [
            (r"(`a` in (_utf8mb4\'x\',_utf8mb4\'y\'))", "(`a` in (_utf8mb4'x',_utf8mb4'y'))"),
            (r"concat(`a`,_utf8mb4\'it\\\'s\')", r"concat(`a`,_utf8mb4'it\'s')"),
            (r"`a` = 'it\'s'", r"`a` = 'it\'s'"),
            ("`a` > 0", "`a` > 0"),
        ] {
            assert_eq!(unescaped(given), expected);
        }
    }
}
