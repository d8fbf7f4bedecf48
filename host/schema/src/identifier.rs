//! Names inside of SQL text: what an expression mentions, and the same expression after something was renamed.

use aludel_sql::Dialect;
use aludel_sql::lexer::{Lexer, Token, TokenKind};

/// Whether a text names something, as a bare word or in quotes. A function of that name and a type after a cast do not
/// count.
pub(crate) fn mentions(text: &str, dialect: Dialect, name: &str) -> bool {
    !mentions_of(text, dialect, name).is_empty()
}

/// Whether a text calls a function of that name.
pub(crate) fn calls(text: &str, dialect: Dialect, name: &str) -> bool {
    if !text.contains('(') {
        return false;
    }
    let tokens = significant_tokens(text, dialect);
    let is_call = |pair: &[Token]| {
        text[pair[1].start..pair[1].end] == *"("
            && names(&text[pair[0].start..pair[0].end], pair[0].kind, dialect, name)
    };
    tokens.windows(2).any(is_call)
}

/// The text with every mention of `from` turned into `to`.
pub(crate) fn renamed(text: &str, dialect: Dialect, from: &str, to: &str) -> String {
    let mut result = String::with_capacity(text.len());
    let mut copied = 0;
    for token in mentions_of(text, dialect, from) {
        result.push_str(&text[copied..token.start]);
        result.push_str(&spelled(to, dialect, token.kind));
        copied = token.end;
    }
    result.push_str(&text[copied..]);
    result
}

/// The name as a server writes it: in quotes only where it must be.
pub(crate) fn written(dialect: Dialect, name: &str) -> String {
    if is_plain(name) { name.to_owned() } else { quoted(dialect, name) }
}

fn quoted(dialect: Dialect, name: &str) -> String {
    dialect.quote(name).unwrap_or_else(|_| name.to_owned())
}

fn spelled(name: &str, dialect: Dialect, kind: TokenKind) -> String {
    if kind == TokenKind::Word { written(dialect, name) } else { quoted(dialect, name) }
}

fn is_plain(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_lowercase() || first == '_')
        && name.chars().all(|each| each.is_ascii_lowercase() || each.is_ascii_digit() || each == '_')
}

/// A text that is no SQL has none.
fn significant_tokens(text: &str, dialect: Dialect) -> Vec<Token> {
    let tokens: Vec<Token> = Lexer::new(text, dialect).collect::<Result<_, _>>().unwrap_or_default();
    tokens.into_iter().filter(|token| token.kind.is_significant()).collect()
}

fn mentions_of(text: &str, dialect: Dialect, name: &str) -> Vec<Token> {
    let tokens = significant_tokens(text, dialect);
    let is_mention = |index: &usize| {
        let text_at = |index: usize| tokens.get(index).map_or("", |token| &text[token.start..token.end]);
        let is_type = *index >= 2 && text_at(index - 1) == ":" && text_at(index - 2) == ":";
        let is_call = tokens[*index].kind == TokenKind::Word && text_at(index + 1) == "(";
        !is_type && !is_call && names(text_at(*index), tokens[*index].kind, dialect, name)
    };
    (0..tokens.len()).filter(is_mention).map(|index| tokens[index]).collect()
}

fn names(token: &str, kind: TokenKind, dialect: Dialect, name: &str) -> bool {
    let same = |text: &str| {
        // A server that prints a bare word of PostgreSQL prints it in the letters that are stored.
        if dialect == Dialect::Postgres { text == name } else { text.eq_ignore_ascii_case(name) }
    };
    match kind {
        TokenKind::Word => same(token),
        TokenKind::QuotedIdentifier => same(&unquoted(token)),
        _ => false,
    }
}

fn unquoted(token: &str) -> String {
    let inner = token.get(1..token.len().saturating_sub(1)).unwrap_or_default();
    match token.chars().next() {
        Some(quote @ ('"' | '`')) => inner.replace(&format!("{quote}{quote}"), &quote.to_string()),
        _ => inner.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_expression_mentions_words_and_quoted_names_but_no_calls_types_or_strings() {
        for (text, expected) in [
            ("(pages > 0)", true),
            ("\"pages\" > 0", true),
            ("pages(1) > 0", false),
            ("(1)::pages > 0", false),
            ("note = 'pages'", false),
            ("pages_read > 0", false),
        ] {
            assert_eq!(mentions(text, Dialect::Postgres, "pages"), expected, "{text}");
        }
    }

    #[test]
    fn a_call_is_a_name_before_a_parenthesis() {
        assert!(calls("(touch (1) > 0)", Dialect::Postgres, "touch"));
        assert!(!calls("touch > (1)", Dialect::Postgres, "touch"));
    }

    #[test]
    fn letters_differ_where_the_server_says_so() {
        assert!(mentions("Pages > 0", Dialect::Sqlite, "pages"));
        assert!(!mentions("\"Pages\" > 0", Dialect::Postgres, "pages"));
    }

    #[test]
    fn a_new_name_is_quoted_where_it_must_be() {
        let renamed = |text, to| renamed(text, Dialect::Postgres, "pages", to);
        assert_eq!(renamed("(pages > 0) AND (pages < 9)", "page_count"), "(page_count > 0) AND (page_count < 9)");
        assert_eq!(renamed("pages > 0", "Page Count"), "\"Page Count\" > 0");
        assert_eq!(renamed("\"pages\" > 0", "order"), "\"order\" > 0");
    }
}
