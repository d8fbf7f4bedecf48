//! Which texts the parser can take: it calls itself for each level of an expression, and a text that is nothing but
//! levels would use up its stack.

use aludel_sql::Dialect;
use aludel_sql::lexer::{Lexer, Token, TokenKind};

use super::code;

/// How deep parentheses and brackets may be.
const DEPTH_MAX: usize = 100;

/// How many tokens may follow each other without a comma: each of them may be a level (`NOT NOT NOT`, `1 + 1 + 1`).
const RUN_MAX: usize = 2_000;

/// Whether the parser can take a text.
pub(super) fn is_shallow(text: &str) -> bool {
    let has_body = ["function", "procedure"].iter().any(|word| holds_word(text, word));
    is_shallow_within(text, has_body)
}

/// A body in SQL is parsed with the statement that it stands in.
fn is_shallow_within(text: &str, has_body: bool) -> bool {
    let (mut depth, mut run) = (0_usize, 0_usize);
    for token in Lexer::new(text, Dialect::Postgres).map_while(Result::ok) {
        let part = &text[token.start..token.end];
        if !token.kind.is_significant() {
            continue;
        }
        (depth, run) = match part {
            "(" | "[" => (depth + 1, run + 1),
            ")" | "]" => (depth.saturating_sub(1), run),
            "," | ";" => (depth, 0),
            _ => (depth, run + 1),
        };
        if depth > DEPTH_MAX || run > RUN_MAX || has_body && !is_shallow_body(token, part) {
            return false;
        }
    }
    true
}

fn is_shallow_body(token: Token, text: &str) -> bool {
    token.kind != TokenKind::Text || is_shallow_within(&code::inner(text), false)
}

fn holds_word(text: &str, expected: &str) -> bool {
    let words = Lexer::new(text, Dialect::Postgres).map_while(Result::ok).filter(|token| token.kind == TokenKind::Word);
    words.take(6).any(|token| text[token.start..token.end].eq_ignore_ascii_case(expected))
}
