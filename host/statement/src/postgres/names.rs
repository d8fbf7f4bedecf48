//! Names as the server reads them.

use squawk_syntax::unescape::escape_unicode_esc_str;
use squawk_syntax::{SyntaxElement, SyntaxKind, SyntaxNode, SyntaxToken};

use crate::found::Name;

const DEFAULT_ESCAPE: char = '\\';

/// The name that a node holds, with its schema where it is written.
pub(super) fn name(node: &SyntaxNode) -> Option<Name> {
    Name::of_parts(parts(node))
}

/// The parts of a name with dots between them.
pub(super) fn parts(node: &SyntaxNode) -> Vec<String> {
    let tokens: Vec<SyntaxToken> = words(node).collect();
    let escape = escape_character(&tokens);
    let is_part = |token: &&SyntaxToken| !matches!(token.kind(), SyntaxKind::UESCAPE_KW | SyntaxKind::STRING);
    tokens.iter().filter(is_part).map(|token| folded(token.text(), escape)).collect()
}

fn words(node: &SyntaxNode) -> impl Iterator<Item = SyntaxToken> {
    let tokens = node.descendants_with_tokens().filter_map(SyntaxElement::into_token);
    tokens.filter(|token| {
        !matches!(token.kind(), SyntaxKind::WHITESPACE | SyntaxKind::COMMENT | SyntaxKind::DOT | SyntaxKind::STAR)
    })
}

/// What `UESCAPE '!'` names.
fn escape_character(tokens: &[SyntaxToken]) -> char {
    let is_named = |pair: &&[SyntaxToken]| pair[0].kind() == SyntaxKind::UESCAPE_KW;
    let named = tokens.windows(2).find(is_named).and_then(|pair| pair[1].text().trim_matches('\'').chars().next());
    named.unwrap_or(DEFAULT_ESCAPE)
}

/// One part of a name: quotes and escapes away, or folded to lower case.
fn folded(text: &str, escape: char) -> String {
    if let Some(inner) = text.strip_prefix("U&").or_else(|| text.strip_prefix("u&")).and_then(unquoted) {
        return unescaped(&inner, escape);
    }
    unquoted(text).unwrap_or_else(|| text.to_ascii_lowercase())
}

/// A name as a lexer gives it, without escapes.
pub(super) fn folded_word(text: &str) -> String {
    folded(text, DEFAULT_ESCAPE)
}

fn unquoted(text: &str) -> Option<String> {
    let inner = text.strip_prefix('"')?.strip_suffix('"')?;
    Some(inner.replace("\"\"", "\""))
}

fn unescaped(text: &str, escape: char) -> String {
    let mut plain = String::new();
    escape_unicode_esc_str(text, escape, |_, character| plain.extend(character.ok()));
    plain
}
