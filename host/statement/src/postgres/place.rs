//! Where in a statement a name stands.

use squawk_syntax::{SyntaxElement, SyntaxKind, SyntaxNode};

/// The node that says what is done to a name: lists and wrappers around it say nothing.
pub(super) fn of(node: &SyntaxNode) -> Option<SyntaxNode> {
    node.ancestors().skip(1).find(|ancestor| !is_wrapper(ancestor.kind()))
}

fn is_wrapper(kind: SyntaxKind) -> bool {
    matches!(
        kind,
        SyntaxKind::RELATION_NAME
            | SyntaxKind::RELATION_LIST
            | SyntaxKind::TABLE_RELATION_NAME
            | SyntaxKind::TABLE_LIST
            | SyntaxKind::TABLE_NAME_REF_LIST
            | SyntaxKind::TABLE_AND_COLUMNS
            | SyntaxKind::TABLE_AND_COLUMNS_LIST
            | SyntaxKind::FUNCTION_SIG
            | SyntaxKind::FUNCTION_SIG_LIST
            | SyntaxKind::PROCEDURE_SIG
            | SyntaxKind::PROCEDURE_SIG_LIST
            | SyntaxKind::ROUTINE_SIG
            | SyntaxKind::ROUTINE_SIG_LIST
            | SyntaxKind::AGGREGATE
            | SyntaxKind::NAMED_SCHEMA
    )
}

/// Whether a node has a child of that kind.
pub(super) fn has_child(node: &SyntaxNode, kind: SyntaxKind) -> bool {
    node.children().any(|child| child.kind() == kind)
}

/// Whether a node has a token of that kind among its children.
pub(super) fn has_token(node: &SyntaxNode, kind: SyntaxKind) -> bool {
    node.children_with_tokens().filter_map(SyntaxElement::into_token).any(|token| token.kind() == kind)
}
