//! What a statement defines, changes or drops, other than the rows and shapes of tables.

use aludel_grants::{AccessKind, ObjectKind};
use squawk_syntax::{SyntaxKind, SyntaxNode};

use super::{names, place, relations};
use crate::found::{Found, Name};

/// Adds what is done to an object that the node names.
pub(super) fn read(node: &SyntaxNode, found: &mut Found<'_>) {
    if node.kind() == SyntaxKind::PATH_TYPE {
        read_type(node, found);
    } else if let Some(kind) = defined(node.kind()) {
        read_definition(node, kind, found);
    } else if let Some(kind) = referred(node.kind()) {
        read_reference(node, kind, found);
    }
}

/// The rows of a table are a type of its name, and a column of that type holds the table fast.
fn read_type(node: &SyntaxNode, found: &mut Found<'_>) {
    for part in node.descendants().filter(|part| part.kind() == SyntaxKind::PATH_SEGMENT_REF) {
        if let Some(name) = names::name(&part) {
            found.add_house(&name.name);
        }
    }
}

/// The kind of object that a node of that kind gives a name to.
fn defined(kind: SyntaxKind) -> Option<ObjectKind> {
    Some(match kind {
        SyntaxKind::TABLE_NAME => ObjectKind::Table,
        SyntaxKind::VIEW | SyntaxKind::PROPERTY_GRAPH => ObjectKind::View,
        SyntaxKind::INDEX => ObjectKind::Index,
        SyntaxKind::SEQUENCE => ObjectKind::Sequence,
        SyntaxKind::TYPE_NAME | SyntaxKind::DOMAIN => ObjectKind::Type,
        SyntaxKind::SCHEMA => ObjectKind::Schema,
        SyntaxKind::DATABASE => ObjectKind::Database,
        SyntaxKind::COLLATION | SyntaxKind::CONVERSION => ObjectKind::Collation,
        SyntaxKind::STATISTICS => ObjectKind::Statistics,
        SyntaxKind::PUBLICATION => ObjectKind::Publication,
        SyntaxKind::FUNCTION_NAME
        | SyntaxKind::PROCEDURE_NAME
        | SyntaxKind::ROUTINE_NAME
        | SyntaxKind::AGGREGATE_NAME => ObjectKind::Routine,
        SyntaxKind::EVENT_TRIGGER => ObjectKind::EventTrigger,
        SyntaxKind::LANGUAGE | SyntaxKind::ACCESS_METHOD => ObjectKind::Language,
        SyntaxKind::EXTENSION => ObjectKind::Extension,
        SyntaxKind::TEXT_SEARCH_CONFIGURATION
        | SyntaxKind::TEXT_SEARCH_DICTIONARY
        | SyntaxKind::TEXT_SEARCH_PARSER
        | SyntaxKind::TEXT_SEARCH_TEMPLATE => ObjectKind::TextSearch,
        _ => return None,
    })
}

/// Whether a node of that kind refers to an object by its name.
pub(super) fn is_reference(kind: SyntaxKind) -> bool {
    matches!(kind, SyntaxKind::TABLE_NAME_REF | SyntaxKind::RELATION_NAME_REF) || referred(kind).is_some()
}

/// The kind of object that a node of that kind refers to by its name.
fn referred(kind: SyntaxKind) -> Option<ObjectKind> {
    Some(match kind {
        SyntaxKind::VIEW_REF | SyntaxKind::PROPERTY_GRAPH_REF => ObjectKind::View,
        SyntaxKind::INDEX_REF => ObjectKind::Index,
        SyntaxKind::SEQUENCE_REF => ObjectKind::Sequence,
        SyntaxKind::TYPE_NAME_REF | SyntaxKind::DOMAIN_REF => ObjectKind::Type,
        SyntaxKind::SCHEMA_REF => ObjectKind::Schema,
        SyntaxKind::DATABASE_REF => ObjectKind::Database,
        SyntaxKind::COLLATION_REF | SyntaxKind::CONVERSION_REF => ObjectKind::Collation,
        SyntaxKind::STATISTICS_REF => ObjectKind::Statistics,
        SyntaxKind::PUBLICATION_REF => ObjectKind::Publication,
        SyntaxKind::FUNCTION_NAME_REF | SyntaxKind::PROCEDURE_NAME_REF | SyntaxKind::ROUTINE_NAME_REF => {
            ObjectKind::Routine
        }
        SyntaxKind::EVENT_TRIGGER_REF => ObjectKind::EventTrigger,
        SyntaxKind::LANGUAGE_REF | SyntaxKind::ACCESS_METHOD_REF => ObjectKind::Language,
        SyntaxKind::EXTENSION_REF => ObjectKind::Extension,
        SyntaxKind::TEXT_SEARCH_CONFIGURATION_REF
        | SyntaxKind::TEXT_SEARCH_DICTIONARY_REF
        | SyntaxKind::TEXT_SEARCH_PARSER_REF
        | SyntaxKind::TEXT_SEARCH_TEMPLATE_REF => ObjectKind::TextSearch,
        _ => return None,
    })
}

fn read_definition(node: &SyntaxNode, kind: ObjectKind, found: &mut Found<'_>) {
    let (Some(name), Some(place)) = (names::name(node), place::of(node)) else { return };
    // An index that is made is named by its table; nothing else refers to an object by a node of these kinds.
    if place.kind() == SyntaxKind::CREATE_INDEX {
        return;
    }
    // A change of an aggregate names it as if it was made.
    let access = match place.kind() {
        SyntaxKind::ALTER_AGGREGATE => relations::altered(&place, kind),
        SyntaxKind::DROP_AGGREGATE => AccessKind::Drop(kind),
        SyntaxKind::OBJECT_AGGREGATE => AccessKind::Alter(kind),
        _ if is_temporary(&place, &name) => AccessKind::Temporary(kind),
        _ => AccessKind::Create(kind),
    };
    add(access, kind, &name, found);
}

/// `CREATE TEMP TABLE`, `SELECT INTO TEMP`, and a name in the schema of temporary tables.
fn is_temporary(place: &SyntaxNode, name: &Name) -> bool {
    let words = [SyntaxKind::TEMP_KW, SyntaxKind::TEMPORARY_KW];
    let is_said = words.iter().any(|word| place::has_token(place, *word)) || place::has_child(place, SyntaxKind::TEMP);
    is_said || name.schema.as_deref() == Some("pg_temp")
}

fn read_reference(node: &SyntaxNode, kind: ObjectKind, found: &mut Found<'_>) {
    let (Some(name), Some(place)) = (names::name(node), place::of(node)) else { return };
    if let Some(access) = referring(&place, kind) {
        add(access, kind, &name, found);
    }
}

/// What the place of a reference says is done; none where the object is only used.
fn referring(place: &SyntaxNode, kind: ObjectKind) -> Option<AccessKind> {
    let is_inside_of_it = |statement: Option<(Verb, ObjectKind)>| statement.filter(|(_, defined)| *defined == kind);
    Some(match place.kind() {
        SyntaxKind::REFRESH | SyntaxKind::REINDEX_TARGET_INDEX | SyntaxKind::ATTACH_INDEX_PARTITION => {
            AccessKind::Alter(kind)
        }
        place if relations::is_privilege(place) => AccessKind::Privileges,
        place if is_comment(place) => AccessKind::Alter(kind),
        statement => match is_inside_of_it(definition(statement))?.0 {
            // `CREATE ... ON SCHEMA` and the like refer to what is there.
            Verb::Create => return None,
            Verb::Alter => relations::altered(place, kind),
            Verb::Drop => AccessKind::Drop(kind),
        },
    })
}

fn add(access: AccessKind, kind: ObjectKind, name: &Name, found: &mut Found<'_>) {
    match kind {
        ObjectKind::Schema => found.add_to_schema(access, &name.name),
        ObjectKind::Table | ObjectKind::View | ObjectKind::Index | ObjectKind::Sequence | ObjectKind::Type => {
            found.add_to_table(access, name);
        }
        _ => found.add_to(access, name),
    }
}

fn is_comment(kind: SyntaxKind) -> bool {
    matches!(
        kind,
        SyntaxKind::OBJECT_VIEW
            | SyntaxKind::OBJECT_MATERIALIZED_VIEW
            | SyntaxKind::OBJECT_INDEX
            | SyntaxKind::OBJECT_SEQUENCE
            | SyntaxKind::OBJECT_TYPE
            | SyntaxKind::OBJECT_DOMAIN
            | SyntaxKind::OBJECT_SCHEMA
            | SyntaxKind::OBJECT_DATABASE
            | SyntaxKind::OBJECT_COLLATION
            | SyntaxKind::OBJECT_CONVERSION
            | SyntaxKind::OBJECT_STATISTICS
            | SyntaxKind::OBJECT_PUBLICATION
            | SyntaxKind::OBJECT_FUNCTION
            | SyntaxKind::OBJECT_PROCEDURE
            | SyntaxKind::OBJECT_ROUTINE
            | SyntaxKind::OBJECT_EVENT_TRIGGER
            | SyntaxKind::OBJECT_LANGUAGE
            | SyntaxKind::OBJECT_ACCESS_METHOD
            | SyntaxKind::OBJECT_EXTENSION
            | SyntaxKind::OBJECT_TEXT_SEARCH_CONFIG
            | SyntaxKind::OBJECT_TEXT_SEARCH_DICT
            | SyntaxKind::OBJECT_TEXT_SEARCH_PARSER
            | SyntaxKind::OBJECT_TEXT_SEARCH_TEMPLATE
    )
}

/// The first word of a definition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verb {
    Create,
    Alter,
    Drop,
}

impl Verb {
    pub(super) fn of(self, kind: ObjectKind) -> AccessKind {
        match self {
            Self::Create => AccessKind::Create(kind),
            Self::Alter => AccessKind::Alter(kind),
            Self::Drop => AccessKind::Drop(kind),
        }
    }
}

/// What a statement that defines something does to which kind of object.
pub(super) fn definition(statement: SyntaxKind) -> Option<(Verb, ObjectKind)> {
    created(statement)
        .map(|kind| (Verb::Create, kind))
        .or_else(|| altered(statement).map(|kind| (Verb::Alter, kind)))
        .or_else(|| dropped(statement).map(|kind| (Verb::Drop, kind)))
}

fn created(statement: SyntaxKind) -> Option<ObjectKind> {
    Some(match statement {
        SyntaxKind::CREATE_SCHEMA => ObjectKind::Schema,
        SyntaxKind::CREATE_DATABASE => ObjectKind::Database,
        SyntaxKind::CREATE_COLLATION | SyntaxKind::CREATE_CONVERSION => ObjectKind::Collation,
        SyntaxKind::CREATE_STATISTICS => ObjectKind::Statistics,
        SyntaxKind::CREATE_PUBLICATION => ObjectKind::Publication,
        SyntaxKind::CREATE_EVENT_TRIGGER => ObjectKind::EventTrigger,
        SyntaxKind::CREATE_LANGUAGE | SyntaxKind::CREATE_ACCESS_METHOD => ObjectKind::Language,
        SyntaxKind::CREATE_EXTENSION => ObjectKind::Extension,
        SyntaxKind::CREATE_OPERATOR | SyntaxKind::CREATE_OPERATOR_CLASS | SyntaxKind::CREATE_OPERATOR_FAMILY => {
            ObjectKind::Operator
        }
        SyntaxKind::CREATE_CAST | SyntaxKind::CREATE_TRANSFORM => ObjectKind::Cast,
        SyntaxKind::CREATE_TEXT_SEARCH_CONFIGURATION
        | SyntaxKind::CREATE_TEXT_SEARCH_DICTIONARY
        | SyntaxKind::CREATE_TEXT_SEARCH_PARSER
        | SyntaxKind::CREATE_TEXT_SEARCH_TEMPLATE => ObjectKind::TextSearch,
        _ => return None,
    })
}

fn altered(statement: SyntaxKind) -> Option<ObjectKind> {
    Some(match statement {
        SyntaxKind::ALTER_VIEW | SyntaxKind::ALTER_MATERIALIZED_VIEW | SyntaxKind::ALTER_PROPERTY_GRAPH => {
            ObjectKind::View
        }
        SyntaxKind::ALTER_INDEX => ObjectKind::Index,
        SyntaxKind::ALTER_SEQUENCE => ObjectKind::Sequence,
        SyntaxKind::ALTER_TYPE | SyntaxKind::ALTER_DOMAIN => ObjectKind::Type,
        SyntaxKind::ALTER_SCHEMA => ObjectKind::Schema,
        SyntaxKind::ALTER_DATABASE => ObjectKind::Database,
        SyntaxKind::ALTER_COLLATION | SyntaxKind::ALTER_CONVERSION => ObjectKind::Collation,
        SyntaxKind::ALTER_STATISTICS => ObjectKind::Statistics,
        SyntaxKind::ALTER_PUBLICATION => ObjectKind::Publication,
        SyntaxKind::ALTER_FUNCTION
        | SyntaxKind::ALTER_PROCEDURE
        | SyntaxKind::ALTER_ROUTINE
        | SyntaxKind::ALTER_AGGREGATE => ObjectKind::Routine,
        SyntaxKind::ALTER_EVENT_TRIGGER => ObjectKind::EventTrigger,
        SyntaxKind::ALTER_LANGUAGE => ObjectKind::Language,
        SyntaxKind::ALTER_EXTENSION => ObjectKind::Extension,
        SyntaxKind::ALTER_OPERATOR | SyntaxKind::ALTER_OPERATOR_CLASS | SyntaxKind::ALTER_OPERATOR_FAMILY => {
            ObjectKind::Operator
        }
        SyntaxKind::ALTER_TEXT_SEARCH_CONFIGURATION
        | SyntaxKind::ALTER_TEXT_SEARCH_DICTIONARY
        | SyntaxKind::ALTER_TEXT_SEARCH_PARSER
        | SyntaxKind::ALTER_TEXT_SEARCH_TEMPLATE => ObjectKind::TextSearch,
        _ => return None,
    })
}

fn dropped(statement: SyntaxKind) -> Option<ObjectKind> {
    Some(match statement {
        SyntaxKind::DROP_VIEW | SyntaxKind::DROP_MATERIALIZED_VIEW | SyntaxKind::DROP_PROPERTY_GRAPH => {
            ObjectKind::View
        }
        SyntaxKind::DROP_INDEX => ObjectKind::Index,
        SyntaxKind::DROP_SEQUENCE => ObjectKind::Sequence,
        SyntaxKind::DROP_TYPE | SyntaxKind::DROP_DOMAIN => ObjectKind::Type,
        SyntaxKind::DROP_SCHEMA => ObjectKind::Schema,
        SyntaxKind::DROP_DATABASE => ObjectKind::Database,
        SyntaxKind::DROP_COLLATION | SyntaxKind::DROP_CONVERSION => ObjectKind::Collation,
        SyntaxKind::DROP_STATISTICS => ObjectKind::Statistics,
        SyntaxKind::DROP_PUBLICATION => ObjectKind::Publication,
        SyntaxKind::DROP_FUNCTION
        | SyntaxKind::DROP_PROCEDURE
        | SyntaxKind::DROP_ROUTINE
        | SyntaxKind::DROP_AGGREGATE => ObjectKind::Routine,
        SyntaxKind::DROP_EVENT_TRIGGER => ObjectKind::EventTrigger,
        SyntaxKind::DROP_LANGUAGE | SyntaxKind::DROP_ACCESS_METHOD => ObjectKind::Language,
        SyntaxKind::DROP_EXTENSION => ObjectKind::Extension,
        SyntaxKind::DROP_OPERATOR | SyntaxKind::DROP_OPERATOR_CLASS | SyntaxKind::DROP_OPERATOR_FAMILY => {
            ObjectKind::Operator
        }
        SyntaxKind::DROP_CAST | SyntaxKind::DROP_TRANSFORM => ObjectKind::Cast,
        SyntaxKind::DROP_TEXT_SEARCH_CONFIG
        | SyntaxKind::DROP_TEXT_SEARCH_DICT
        | SyntaxKind::DROP_TEXT_SEARCH_PARSER
        | SyntaxKind::DROP_TEXT_SEARCH_TEMPLATE => ObjectKind::TextSearch,
        _ => return None,
    })
}
