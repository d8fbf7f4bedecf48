//! Strings in statements.

use squawk_syntax::{SyntaxElement, SyntaxKind, SyntaxNode};

/// Whether a token is a string of whatever kind.
pub(super) fn is_string(kind: SyntaxKind) -> bool {
    matches!(
        kind,
        SyntaxKind::STRING
            | SyntaxKind::ESC_STRING
            | SyntaxKind::UNICODE_ESC_STRING
            | SyntaxKind::DOLLAR_QUOTED_STRING
            | SyntaxKind::NATIONAL_STRING
    )
}

/// The text of a node that is one plain string and nothing else.
pub(super) fn plain(node: &SyntaxNode) -> Option<String> {
    let mut tokens = node.descendants_with_tokens().filter_map(SyntaxElement::into_token);
    let is_seen = |kind| !matches!(kind, SyntaxKind::WHITESPACE | SyntaxKind::COMMENT);
    let token = tokens.find(|token| is_seen(token.kind()))?;
    let is_alone = !tokens.any(|token| is_seen(token.kind()));
    if token.kind() != SyntaxKind::STRING || !is_alone {
        return None;
    }
    let inner = token.text().strip_prefix('\'')?.strip_suffix('\'')?;
    Some(inner.replace("''", "'"))
}

/// The first string among the children of a node.
pub(super) fn first_plain(node: &SyntaxNode) -> Option<String> {
    node.children().find_map(|child| plain(&child))
}
