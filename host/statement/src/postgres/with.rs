//! Names that a WITH gives to queries.

use squawk_syntax::{SyntaxKind, SyntaxNode};

use super::{names, place};
use crate::found::Name;

/// Whether a name means a query of a WITH around it, and not a table.
pub(super) fn is_query(node: &SyntaxNode, name: &Name) -> bool {
    name.schema.is_none() && node.ancestors().any(|ancestor| is_named_for(&ancestor, node, name))
}

fn is_named_for(statement: &SyntaxNode, node: &SyntaxNode, name: &Name) -> bool {
    let Some(clause) = statement.children().find(|child| child.kind() == SyntaxKind::WITH_CLAUSE) else {
        return false;
    };
    let is_recursive = place::has_token(&clause, SyntaxKind::RECURSIVE_KW);
    let queries = clause.children().filter(|child| child.kind() == SyntaxKind::WITH_TABLE);
    // A query sees those before it, and itself and those after it where the WITH is recursive.
    let visible = queries.take_while(|query| is_recursive || !query.text_range().contains_range(node.text_range()));
    visible.filter_map(|query| query.children().next()).any(|query| names::name(&query).as_ref() == Some(name))
}
