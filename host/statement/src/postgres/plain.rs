//! Definitions that do what their text says and nothing else: while they run, the server calls no function, operator or
//! trigger that somebody could have written.
//!
//! Only what stands in these lists counts. Checks, casts, expressions in indexes, partitions and rules of types are left
//! out, since the server calculates with some of them while it defines them. A default is not calculated before a row
//! comes, but for a string, which the type reads at once: so the type has to be one of the server's. What comes or goes with a
//! table without rows (its keys, the numbers of its rows) calls nothing, and an index over columns compares them as the
//! server does, unless an administrator made other operators.

use squawk_syntax::{SyntaxElement, SyntaxKind, SyntaxNode};

use super::place;

/// Whether a node and its own words are those of a plain definition; one is plain if all of its nodes are.
pub(super) fn is_plain(node: &SyntaxNode) -> bool {
    match node.kind() {
        SyntaxKind::LITERAL => is_plain_literal(node),
        SyntaxKind::CALL_EXPR => is_in(node, &[SyntaxKind::DEFAULT_CONSTRAINT]),
        SyntaxKind::NAME_REF => is_in(node, &[SyntaxKind::CALL_EXPR, SyntaxKind::PARTITION_ITEM]),
        SyntaxKind::ARG => is_argument_of_type(node),
        SyntaxKind::CASCADE => is_in(node, &[SyntaxKind::ON_DELETE_ACTION, SyntaxKind::ON_UPDATE_ACTION]),
        kind => is_statement(kind) || is_name(kind) || is_part_of_table(kind),
    }
}

fn is_statement(kind: SyntaxKind) -> bool {
    matches!(
        kind,
        SyntaxKind::SOURCE_FILE
            | SyntaxKind::EMPTY_STMT
            | SyntaxKind::CREATE_TABLE
            | SyntaxKind::CREATE_INDEX
            | SyntaxKind::DROP_TABLE
            | SyntaxKind::DROP_INDEX
    )
}

fn is_name(kind: SyntaxKind) -> bool {
    matches!(
        kind,
        SyntaxKind::PATH
            | SyntaxKind::PATH_REF
            | SyntaxKind::PATH_SEGMENT
            | SyntaxKind::PATH_SEGMENT_REF
            | SyntaxKind::TABLE_NAME
            | SyntaxKind::TABLE_NAME_REF
            | SyntaxKind::TABLE_RELATION_NAME
            | SyntaxKind::INDEX
            | SyntaxKind::INDEX_REF
            | SyntaxKind::COLUMN_NAME
            | SyntaxKind::COLUMN_NAME_REF
            | SyntaxKind::CONSTRAINT_NAME
            | SyntaxKind::CONSTRAINT_NAME_CLAUSE
    )
}

fn is_part_of_table(kind: SyntaxKind) -> bool {
    matches!(
        kind,
        SyntaxKind::IF_EXISTS
            | SyntaxKind::IF_NOT_EXISTS
            | SyntaxKind::RESTRICT
            | SyntaxKind::TABLE_ARG_LIST
            | SyntaxKind::COLUMN
            | SyntaxKind::ARG_LIST
            | SyntaxKind::PATH_TYPE
            | SyntaxKind::VARCHAR_TYPE
            | SyntaxKind::CHARACTER_TYPE
            | SyntaxKind::TIMESTAMP_TYPE
            | SyntaxKind::TIME_TYPE
            | SyntaxKind::DOUBLE_TYPE
            | SyntaxKind::WITH_TIMEZONE
            | SyntaxKind::WITHOUT_TIMEZONE
            | SyntaxKind::NULL_CONSTRAINT
            | SyntaxKind::NOT_NULL_CONSTRAINT
            | SyntaxKind::DEFAULT_CONSTRAINT
            | SyntaxKind::PRIMARY_KEY_CONSTRAINT
            | SyntaxKind::UNIQUE_CONSTRAINT
            | SyntaxKind::INDEX_PARAMETERS
            | SyntaxKind::CONSTRAINT_COLUMN_REF_LIST
            | SyntaxKind::REFERENCES_CONSTRAINT
            | SyntaxKind::FOREIGN_KEY_CONSTRAINT
            | SyntaxKind::FOREIGN_KEY_COLUMN_LIST
            | SyntaxKind::ON_DELETE_ACTION
            | SyntaxKind::ON_UPDATE_ACTION
            | SyntaxKind::NO_ACTION
            | SyntaxKind::GENERATED_CONSTRAINT
            | SyntaxKind::GENERATED_ALWAYS
            | SyntaxKind::GENERATED_BY_DEFAULT
            | SyntaxKind::GENERATED_IDENTITY
            | SyntaxKind::PARTITION_ITEM_LIST
            | SyntaxKind::PARTITION_ITEM
            | SyntaxKind::SORT_ASC
            | SyntaxKind::SORT_DESC
            | SyntaxKind::NULLS_FIRST
            | SyntaxKind::NULLS_LAST
    )
}

/// A size of a type, or a default.
fn is_plain_literal(node: &SyntaxNode) -> bool {
    let tokens = || node.children_with_tokens().filter_map(SyntaxElement::into_token).map(|token| token.kind());
    let is_number_or_word = tokens().all(|kind| {
        matches!(
            kind,
            SyntaxKind::INT_NUMBER
                | SyntaxKind::NUMERIC_NUMBER
                | SyntaxKind::TRUE_KW
                | SyntaxKind::FALSE_KW
                | SyntaxKind::NULL_KW
        )
    });
    let is_string = || tokens().all(|kind| kind == SyntaxKind::STRING);
    match node.parent() {
        Some(parent) if parent.kind() == SyntaxKind::DEFAULT_CONSTRAINT => {
            is_number_or_word || is_string() && is_of_a_type_of_the_server(&parent)
        }
        Some(parent) => {
            is_number_or_word
                && matches!(parent.kind(), SyntaxKind::ARG | SyntaxKind::TIMESTAMP_TYPE | SyntaxKind::TIME_TYPE)
        }
        None => false,
    }
}

/// Whether the column that a default stands in has a type that nobody can put another one in front of.
fn is_of_a_type_of_the_server(default: &SyntaxNode) -> bool {
    let column = default.parent().filter(|parent| parent.kind() == SyntaxKind::COLUMN);
    column.is_some_and(|column| {
        place::has_child(&column, SyntaxKind::VARCHAR_TYPE) || place::has_child(&column, SyntaxKind::CHARACTER_TYPE)
    })
}

/// The arguments of types alone: those of a function in a default may be strings which its types read.
fn is_argument_of_type(node: &SyntaxNode) -> bool {
    let list = node.parent();
    list.is_some_and(|list| {
        is_in(&list, &[SyntaxKind::PATH_TYPE, SyntaxKind::VARCHAR_TYPE, SyntaxKind::CHARACTER_TYPE])
    })
}

fn is_in(node: &SyntaxNode, kinds: &[SyntaxKind]) -> bool {
    node.parent().is_some_and(|parent| kinds.contains(&parent.kind()))
}
