//! Tables and views that a statement refers to.

use aludel_grants::{AccessKind, ObjectKind};
use squawk_syntax::{SyntaxKind, SyntaxNode};

use super::{names, place, with};
use crate::found::{Found, Name};

/// Adds what is done to a table that the node names.
pub(super) fn read(node: &SyntaxNode, found: &mut Found<'_>) {
    if node.kind() == SyntaxKind::QUALIFIED_COLUMN_NAME_REF {
        return read_column(node, found);
    }
    if !matches!(node.kind(), SyntaxKind::RELATION_NAME_REF | SyntaxKind::TABLE_NAME_REF) {
        return;
    }
    let (Some(name), Some(place)) = (names::name(node), place::of(node)) else { return };
    let name = in_catalog(name);
    for kind in kinds(&place, node, &name) {
        if is_catalog(&name) && changes_rows(&kind) {
            add_catalog_change(&name, found);
        }
        found.add_to_table(kind, &name);
    }
}

/// The table of a column that is remarked on, or that a sequence belongs to.
fn read_column(node: &SyntaxNode, found: &mut Found<'_>) {
    let mut parts = names::parts(node);
    parts.pop();
    if let Some(name) = Name::of_parts(parts) {
        found.add_to_table(AccessKind::Alter(ObjectKind::Table), &name);
    }
}

/// Names that begin with `pg_` are the server's, and found before all others.
fn in_catalog(name: Name) -> Name {
    let schema = name.schema.or_else(|| name.name.starts_with("pg_").then(|| "pg_catalog".to_owned()));
    Name { schema, name: name.name }
}

fn is_catalog(name: &Name) -> bool {
    name.schema.as_deref() == Some("pg_catalog")
}

fn changes_rows(kind: &AccessKind) -> bool {
    matches!(kind, AccessKind::Insert | AccessKind::Update | AccessKind::Delete | AccessKind::Truncate)
}

/// A change of a catalogue is a change of the server, and an UPDATE of `pg_settings` sets whatever it names.
fn add_catalog_change(name: &Name, found: &mut Found<'_>) {
    let kind = if name.is("pg_settings") { AccessKind::Role } else { AccessKind::ServerSetting };
    found.add_to(kind, name);
}

fn kinds(place: &SyntaxNode, node: &SyntaxNode, name: &Name) -> Vec<AccessKind> {
    match place.kind() {
        SyntaxKind::RELATION_FROM_ITEM | SyntaxKind::TABLE if with::is_query(node, name) => Vec::new(),
        SyntaxKind::INSERT => insert(place),
        SyntaxKind::MERGE => merge(place),
        SyntaxKind::ALTER_TABLE | SyntaxKind::ALTER_FOREIGN_TABLE => vec![altered(place, ObjectKind::Table)],
        SyntaxKind::COPY_TABLE => vec![copied(place)],
        SyntaxKind::ON_RELATION | SyntaxKind::ON_TABLE | SyntaxKind::RULE_ON => vec![hung_on(place)],
        kind => vec![by_place(kind)],
    }
}

fn by_place(kind: SyntaxKind) -> AccessKind {
    match kind {
        SyntaxKind::RELATION_FROM_ITEM
        | SyntaxKind::TABLE
        | SyntaxKind::LIKE_CLAUSE
        | SyntaxKind::REFERENCES_CONSTRAINT
        | SyntaxKind::REFERENCES_TABLE
        | SyntaxKind::FOREIGN_KEY_CONSTRAINT
        | SyntaxKind::PUBLICATION_OBJECT_TABLE => AccessKind::Read,
        SyntaxKind::UPDATE | SyntaxKind::LOCK => AccessKind::Update,
        SyntaxKind::DELETE => AccessKind::Delete,
        SyntaxKind::TRUNCATE => AccessKind::Truncate,
        SyntaxKind::DROP_TABLE | SyntaxKind::DROP_FOREIGN_TABLE => AccessKind::Drop(ObjectKind::Table),
        SyntaxKind::CREATE_INDEX => AccessKind::Create(ObjectKind::Index),
        _ if is_privilege(kind) => AccessKind::Privileges,
        _ => AccessKind::Alter(ObjectKind::Table),
    }
}

pub(super) fn is_privilege(kind: SyntaxKind) -> bool {
    matches!(
        kind,
        SyntaxKind::PRIVILEGE_DEFAULT
            | SyntaxKind::PRIVILEGE_TABLE
            | SyntaxKind::PRIVILEGE_SEQUENCE
            | SyntaxKind::PRIVILEGE_SCHEMA
            | SyntaxKind::PRIVILEGE_FUNCTION
            | SyntaxKind::PRIVILEGE_PROCEDURE
            | SyntaxKind::PRIVILEGE_ROUTINE
            | SyntaxKind::PRIVILEGE_TYPE
            | SyntaxKind::PRIVILEGE_DOMAIN
            | SyntaxKind::PRIVILEGE_DATABASE
            | SyntaxKind::PRIVILEGE_LANGUAGE
            | SyntaxKind::PRIVILEGE_ALL_TABLES_IN_SCHEMA
            | SyntaxKind::PRIVILEGE_ALL_SEQUENCES_IN_SCHEMA
            | SyntaxKind::PRIVILEGE_ALL_FUNCTIONS_IN_SCHEMA
            | SyntaxKind::PRIVILEGE_ALL_PROCEDURES_IN_SCHEMA
            | SyntaxKind::PRIVILEGE_ALL_ROUTINES_IN_SCHEMA
    )
}

fn insert(statement: &SyntaxNode) -> Vec<AccessKind> {
    let updates = statement.descendants().any(|node| node.kind() == SyntaxKind::CONFLICT_DO_UPDATE_SET);
    if updates { vec![AccessKind::Insert, AccessKind::Update] } else { vec![AccessKind::Insert] }
}

fn merge(statement: &SyntaxNode) -> Vec<AccessKind> {
    let kinds = statement.descendants().filter_map(|node| match node.kind() {
        SyntaxKind::MERGE_INSERT => Some(AccessKind::Insert),
        SyntaxKind::MERGE_UPDATE => Some(AccessKind::Update),
        SyntaxKind::MERGE_DELETE => Some(AccessKind::Delete),
        _ => None,
    });
    kinds.chain([AccessKind::Read]).collect()
}

/// What hangs on a table, such as a trigger, is named by the table.
fn hung_on(place: &SyntaxNode) -> AccessKind {
    let statement = place.parent().map(|statement| statement.kind());
    match statement {
        Some(SyntaxKind::CREATE_TRIGGER) => AccessKind::Create(ObjectKind::Trigger),
        Some(SyntaxKind::ALTER_TRIGGER) => AccessKind::Alter(ObjectKind::Trigger),
        Some(SyntaxKind::DROP_TRIGGER) => AccessKind::Drop(ObjectKind::Trigger),
        Some(SyntaxKind::CREATE_RULE) => AccessKind::Create(ObjectKind::Rule),
        Some(SyntaxKind::ALTER_RULE) => AccessKind::Alter(ObjectKind::Rule),
        Some(SyntaxKind::DROP_RULE) => AccessKind::Drop(ObjectKind::Rule),
        Some(SyntaxKind::CREATE_POLICY) => AccessKind::Create(ObjectKind::Policy),
        Some(SyntaxKind::ALTER_POLICY) => AccessKind::Alter(ObjectKind::Policy),
        Some(SyntaxKind::DROP_POLICY) => AccessKind::Drop(ObjectKind::Policy),
        _ => AccessKind::Alter(ObjectKind::Table),
    }
}

fn copied(place: &SyntaxNode) -> AccessKind {
    let is_written = place.parent().is_some_and(|copy| place::has_child(&copy, SyntaxKind::COPY_FROM));
    if is_written { AccessKind::Insert } else { AccessKind::Read }
}

/// A change, or a new name or schema.
pub(super) fn altered(statement: &SyntaxNode, kind: ObjectKind) -> AccessKind {
    let moves = statement.children().any(|child| child.kind() == SyntaxKind::SET_SCHEMA || is_rename(child.kind()));
    if moves { AccessKind::Rename(kind) } else { AccessKind::Alter(kind) }
}

fn is_rename(kind: SyntaxKind) -> bool {
    matches!(
        kind,
        SyntaxKind::TABLE_RENAME_TO
            | SyntaxKind::VIEW_RENAME_TO
            | SyntaxKind::INDEX_RENAME_TO
            | SyntaxKind::SEQUENCE_RENAME_TO
            | SyntaxKind::TYPE_RENAME_TO
            | SyntaxKind::DOMAIN_RENAME_TO
            | SyntaxKind::SCHEMA_RENAME_TO
            | SyntaxKind::FUNCTION_RENAME_TO
            | SyntaxKind::PROCEDURE_RENAME_TO
            | SyntaxKind::ROUTINE_RENAME_TO
            | SyntaxKind::AGGREGATE_RENAME_TO
            | SyntaxKind::COLLATION_RENAME_TO
            | SyntaxKind::STATISTICS_RENAME_TO
            | SyntaxKind::PUBLICATION_RENAME_TO
            | SyntaxKind::DATABASE_RENAME_TO
    )
}
