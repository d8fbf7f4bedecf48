//! Expressions as text: one form of what is read, and which texts mean the same.

use aludel_sql::Dialect;
use aludel_sql::lexer::{Lexer, Token, TokenKind};

use super::parse::unquote;
use super::quote::{is_keyword, is_plain, text_literal};

/// The text on one line: one space where there was any, and no comments.
pub(super) fn tidy(text: &str) -> String {
    let Some(tokens) = tokens(text) else { return text.trim().to_owned() };
    spaced(text, &tokens)
}

/// The tokens that `SQLite` sees; none where the text cannot be divided.
fn tokens(text: &str) -> Option<Vec<Token>> {
    let is_seen = |token: &Token| token.kind.is_significant();
    let tokens: Vec<Token> = Lexer::new(text, Dialect::Sqlite).collect::<Result<_, _>>().ok()?;
    Some(tokens.into_iter().filter(is_seen).collect())
}

fn spaced(text: &str, tokens: &[Token]) -> String {
    let mut tidy = String::with_capacity(text.len());
    for (index, token) in tokens.iter().enumerate() {
        if index > 0 && tokens[index - 1].end < token.start {
            tidy.push(' ');
        }
        tidy.push_str(&text[token.start..token.end]);
    }
    tidy
}

/// A default without needless parentheses, in one form for each literal: `(0)` is `0`, `current_date` is
/// `CURRENT_DATE`, and a bare word is the text that it means.
pub(super) fn default_text(text: &str) -> String {
    let Some(all) = tokens(text) else { return text.trim().to_owned() };
    let inner = without_parentheses(text, &all);
    let is_bare = inner.len() == all.len();
    literal(text, inner, is_bare).unwrap_or_else(|| spaced(text, inner))
}

fn literal(text: &str, tokens: &[Token], is_bare: bool) -> Option<String> {
    let part = |token: &Token| &text[token.start..token.end];
    match tokens {
        [sign, number @ ..] if matches!(part(sign), "-" | "+") && is_number(text, number) => {
            let number = spaced(text, number);
            Some(if part(sign) == "-" { format!("-{number}") } else { number })
        }
        number if is_number(text, number) => Some(spaced(text, number)),
        [only] if only.kind == TokenKind::Text => Some(part(only).to_owned()),
        [mark, blob] if is_blob(text, *mark, *blob) => Some(format!("x{}", part(blob).to_ascii_lowercase())),
        [word] if word.kind == TokenKind::Word && is_constant(part(word)) => Some(part(word).to_ascii_uppercase()),
        // Outside of parentheses a name is a text.
        [name] if is_bare => Some(text_literal(&unquote(part(name)))),
        _ => None,
    }
}

/// `12`, `1.5e3`, `0xff`, `.5`.
fn is_number(text: &str, tokens: &[Token]) -> bool {
    match tokens {
        [number] => number.kind == TokenKind::Number,
        [point, number] => {
            &text[point.start..point.end] == "." && number.kind == TokenKind::Number && point.end == number.start
        }
        _ => false,
    }
}

fn is_blob(text: &str, mark: Token, blob: Token) -> bool {
    text[mark.start..mark.end].eq_ignore_ascii_case("x") && blob.kind == TokenKind::Text && mark.end == blob.start
}

fn is_constant(word: &str) -> bool {
    ["NULL", "TRUE", "FALSE", "CURRENT_TIME", "CURRENT_DATE", "CURRENT_TIMESTAMP"]
        .iter()
        .any(|constant| word.eq_ignore_ascii_case(constant))
}

/// The tokens inside of the parentheses that stand around all of them.
fn without_parentheses<'tokens>(text: &str, tokens: &'tokens [Token]) -> &'tokens [Token] {
    let is = |token: &Token, symbol: &str| &text[token.start..token.end] == symbol;
    let opened = tokens.iter().take_while(|token| is(token, "(")).count();
    let closed = tokens.iter().rev().take_while(|token| is(token, ")")).count();
    let between = tokens.get(opened..tokens.len() - closed).unwrap_or_default();
    // Of those that open at the start, as many as the text between leaves open at its deepest are not around all of it.
    let (mut depth, mut deepest) = (0_isize, 0);
    for token in between {
        depth += isize::from(is(token, "(")) - isize::from(is(token, ")"));
        deepest = deepest.min(depth);
    }
    let around =
        opened.saturating_sub(deepest.unsigned_abs()).min(closed.saturating_sub((depth - deepest).unsigned_abs()));
    tokens.get(around..tokens.len() - around).unwrap_or_default()
}

/// Whether two texts differ in nothing but spaces, comments, letter case outside of texts, needless quotes around names,
/// and parentheses around the whole.
pub(super) fn means_the_same(before: &str, after: &str) -> bool {
    before == after || canonical(before) == canonical(after)
}

fn canonical(text: &str) -> Vec<String> {
    match tokens(text) {
        Some(tokens) => without_parentheses(text, &tokens).iter().map(|&token| canonical_token(text, token)).collect(),
        None => vec![text.trim().to_owned()],
    }
}

fn canonical_token(text: &str, token: Token) -> String {
    let part = &text[token.start..token.end];
    match token.kind {
        TokenKind::Text => part.to_owned(),
        TokenKind::QuotedIdentifier => canonical_name(&unquote(part)),
        _ => part.to_ascii_lowercase(),
    }
}

/// A name that could be written without quotes is the same with them.
fn canonical_name(name: &str) -> String {
    let lower = name.to_ascii_lowercase();
    if is_plain(&lower) && !is_keyword(&lower) { lower } else { format!("\"{lower}\"") }
}

#[cfg(test)]
mod tests {
    use super::{default_text, means_the_same, tidy};

    #[test]
    fn a_default_has_one_form() {
        let same = [
            ("0", "((0))"),
            ("-1", "( - 1 )"),
            ("5", "+5"),
            (".5", "(.5)"),
            ("'a  b'", "('a  b')"),
            ("x'ab'", "X'AB'"),
            ("CURRENT_TIMESTAMP", "(current_timestamp)"),
            ("TRUE", "true"),
            ("'foo'", "foo"),
            ("'it''s'", "\"it's\""),
            ("1 + 2", "(1  + /* two */ 2)"),
            ("(1) + (2)", "((1) + (2))"),
        ];
        for (expected, text) in same {
            assert_eq!(default_text(text), expected, "{text}");
            assert_eq!(default_text(expected), expected);
        }
    }

    #[test]
    fn a_default_in_parentheses_keeps_its_names() {
        assert_eq!(default_text("(\"foo\")"), "\"foo\"");
        assert_eq!(default_text("(f(1))"), "f(1)");
    }

    #[test]
    fn spelling_is_no_difference() {
        let same = [
            ("price > 0", "(PRICE>0)"),
            ("price > 0", "\"price\" /* positive */ > 0"),
            ("a IN ('x', 'y')", "[a] in ('x','y')"),
            ("(a) + (b)", "( ( a ) + (`b`) )"),
        ];
        for (before, after) in same {
            assert!(means_the_same(before, after), "{before} and {after}");
        }
    }

    #[test]
    fn what_means_something_else_is_a_difference() {
        let different = [
            ("a = 'X'", "a = 'x'"),
            ("a = 'x'", "a = \"x\""),
            ("a = \"null\"", "a = null"),
            ("\"a b\"", "a b"),
            ("(a) + (b)", "(a + b)"),
            ("a = 'x y'", "a = 'x  y'"),
        ];
        for (before, after) in different {
            assert!(!means_the_same(before, after), "{before} and {after}");
        }
    }

    #[test]
    fn a_tidy_text_has_no_comments_and_single_spaces() {
        assert_eq!(tidy(" a  >\n 0 -- positive\n AND b<>'  ' "), "a > 0 AND b<>'  '");
        assert_eq!(tidy("'never closed"), "'never closed");
    }
}
