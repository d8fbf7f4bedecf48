//! What a statement does by itself, whatever it names.

use aludel_grants::{AccessKind, ObjectKind};
use squawk_syntax::{SyntaxKind, SyntaxNode};

use super::definitions::{self, Verb, definition};
use super::{literals, names, place};
use crate::found::{Found, Name};

/// The beginning of the names of the host's own savepoints, cursors and statements.
const HOUSE_PREFIX: &str = "aludel_";

/// The beginning of the names of the statements that the driver prepares: another one of that name would run in its place.
const DRIVER_PREFIX: &str = "sqlx_";

/// Adds what the node does if it is a statement, or a part of one that says so.
pub(super) fn read(node: &SyntaxNode, found: &mut Found<'_>) {
    match node.kind() {
        SyntaxKind::SAVEPOINT | SyntaxKind::SAVEPOINT_REF => savepoint(node, found),
        SyntaxKind::CURSOR
        | SyntaxKind::CURSOR_REF
        | SyntaxKind::PREPARED_STATEMENT
        | SyntaxKind::PREPARED_STATEMENT_REF => named_of_session(node, found),
        SyntaxKind::DEALLOCATE => deallocating(node, found),
        SyntaxKind::GRANT | SyntaxKind::REVOKE => granting(node, found),
        SyntaxKind::COPY_PROGRAM => found.add_to(AccessKind::ServerFile, &file(node)),
        SyntaxKind::OWNER_TO => owner(node, found),
        SyntaxKind::REINDEX => found.add(AccessKind::Alter(ObjectKind::Index)),
        SyntaxKind::VACUUM | SyntaxKind::ANALYZE | SyntaxKind::CLUSTER | SyntaxKind::REPACK => maintenance(node, found),
        SyntaxKind::DROP_OWNED => {
            found.add(AccessKind::Role);
            // Among what it drops are the tables that the host made with the same login.
            found.add(AccessKind::HouseTable);
        }
        SyntaxKind::DISCARD => discarding(node, found),
        SyntaxKind::ALTER_DATABASE if place::has_child(node, SyntaxKind::SET_CONFIG_PARAM) => {
            found.add(AccessKind::ServerSetting);
        }
        kind => {
            if let Some(access) = by_kind(kind) {
                found.add(access);
            }
            nameless(node, found);
        }
    }
}

/// Statements that are all of one kind.
fn by_kind(kind: SyntaxKind) -> Option<AccessKind> {
    Some(match kind {
        SyntaxKind::BEGIN
        | SyntaxKind::COMMIT_TRANSACTION
        | SyntaxKind::ROLLBACK_TRANSACTION
        | SyntaxKind::COMMIT_PREPARED
        | SyntaxKind::ROLLBACK_PREPARED
        | SyntaxKind::PREPARE_TRANSACTION
        | SyntaxKind::SET_TRANSACTION => AccessKind::Transaction,
        SyntaxKind::SET_ROLE
        | SyntaxKind::RESET_ROLE
        | SyntaxKind::SET_SESSION_AUTH
        | SyntaxKind::RESET_SESSION_AUTH
        | SyntaxKind::REASSIGN => AccessKind::Role,
        SyntaxKind::SESSION_CHARACTERISTICS
        | SyntaxKind::LISTEN
        | SyntaxKind::UNLISTEN
        | SyntaxKind::NOTIFY
        | SyntaxKind::RESET
        | SyntaxKind::SET_TIME_ZONE
        | SyntaxKind::SET_XML_OPTION
        | SyntaxKind::SET_SCHEMA_VALUE => AccessKind::SessionSetting,
        SyntaxKind::ALTER_SYSTEM | SyntaxKind::CHECKPOINT | SyntaxKind::PRIVILEGE_PARAMETER => {
            AccessKind::ServerSetting
        }
        SyntaxKind::LOAD
        | SyntaxKind::CREATE_TABLESPACE
        | SyntaxKind::ALTER_TABLESPACE
        | SyntaxKind::DROP_TABLESPACE
        | SyntaxKind::ALL_IN_TABLESPACE
        | SyntaxKind::AS_OBJ_FILE => AccessKind::ServerFile,
        SyntaxKind::ALTER_DEFAULT_PRIVILEGES | SyntaxKind::SECURITY_LABEL => AccessKind::Privileges,
        SyntaxKind::DO => AccessKind::Code,
        SyntaxKind::ALTER_LARGE_OBJECT => AccessKind::CallRoutine,
        _ if is_role(kind) => AccessKind::Role,
        _ if is_connection(kind) => AccessKind::Connection,
        _ => return None,
    })
}

fn is_role(kind: SyntaxKind) -> bool {
    matches!(
        kind,
        SyntaxKind::CREATE_ROLE
            | SyntaxKind::CREATE_USER
            | SyntaxKind::CREATE_GROUP
            | SyntaxKind::ALTER_ROLE
            | SyntaxKind::ALTER_USER
            | SyntaxKind::ALTER_GROUP
            | SyntaxKind::DROP_ROLE
            | SyntaxKind::DROP_USER
            | SyntaxKind::DROP_GROUP
            | SyntaxKind::OBJECT_ROLE
    )
}

fn is_connection(kind: SyntaxKind) -> bool {
    matches!(
        kind,
        SyntaxKind::CREATE_SERVER
            | SyntaxKind::ALTER_SERVER
            | SyntaxKind::DROP_SERVER
            | SyntaxKind::CREATE_FOREIGN_DATA_WRAPPER
            | SyntaxKind::ALTER_FOREIGN_DATA_WRAPPER
            | SyntaxKind::DROP_FOREIGN_DATA_WRAPPER
            | SyntaxKind::CREATE_USER_MAPPING
            | SyntaxKind::ALTER_USER_MAPPING
            | SyntaxKind::DROP_USER_MAPPING
            | SyntaxKind::CREATE_SUBSCRIPTION
            | SyntaxKind::ALTER_SUBSCRIPTION
            | SyntaxKind::DROP_SUBSCRIPTION
            | SyntaxKind::IMPORT_FOREIGN_SCHEMA
            | SyntaxKind::CREATE_FOREIGN_TABLE
    )
}

/// Definitions of what has no name of its own, or where the tree does not mark it.
fn nameless(node: &SyntaxNode, found: &mut Found<'_>) {
    let Some((verb, kind)) = definition(node.kind()) else { return };
    let has_no_name = matches!(kind, ObjectKind::Operator | ObjectKind::Cast);
    if has_no_name || verb == Verb::Create && !node.children().any(|child| names_something(child.kind())) {
        found.add(verb.of(kind));
    }
}

fn names_something(kind: SyntaxKind) -> bool {
    matches!(
        kind,
        SyntaxKind::NAMED_SCHEMA
            | SyntaxKind::SCHEMA
            | SyntaxKind::DATABASE
            | SyntaxKind::COLLATION
            | SyntaxKind::CONVERSION
            | SyntaxKind::STATISTICS
            | SyntaxKind::PUBLICATION
            | SyntaxKind::EVENT_TRIGGER
            | SyntaxKind::LANGUAGE
            | SyntaxKind::ACCESS_METHOD
            | SyntaxKind::EXTENSION
            | SyntaxKind::TEXT_SEARCH_CONFIGURATION
            | SyntaxKind::TEXT_SEARCH_DICTIONARY
            | SyntaxKind::TEXT_SEARCH_PARSER
            | SyntaxKind::TEXT_SEARCH_TEMPLATE
    )
}

fn savepoint(node: &SyntaxNode, found: &mut Found<'_>) {
    let name = names::name(node).filter(|name| name.name.starts_with(HOUSE_PREFIX));
    if let Some(name) = name {
        found.add_to(AccessKind::HouseSavepoint, &name);
    }
}

/// A cursor or a prepared statement, which lives in the connection.
fn named_of_session(node: &SyntaxNode, found: &mut Found<'_>) {
    found.add(AccessKind::SessionSetting);
    let is_own = |name: &Name| [HOUSE_PREFIX, DRIVER_PREFIX].iter().any(|prefix| name.name.starts_with(prefix));
    if let Some(name) = names::name(node).filter(is_own) {
        found.add_to(AccessKind::HouseSavepoint, &name);
    }
}

/// `DEALLOCATE ALL` ends the statements of the driver too.
fn deallocating(node: &SyntaxNode, found: &mut Found<'_>) {
    found.add(AccessKind::SessionSetting);
    let names_one = node.descendants().any(|child| child.kind() == SyntaxKind::PREPARED_STATEMENT_REF);
    if !names_one {
        found.add_to(AccessKind::HouseSavepoint, &Name::plain(DRIVER_PREFIX));
    }
}

/// Privileges on objects, or the membership of a role. Objects that have names are told one by one.
fn granting(node: &SyntaxNode, found: &mut Found<'_>) {
    let clause = node.children().find(|child| child.kind() == SyntaxKind::ON_PRIVILEGE_OBJECTS_CLAUSE);
    match clause {
        None => found.add(AccessKind::Role),
        Some(clause) if clause.descendants().any(|object| definitions::is_reference(object.kind())) => {}
        Some(_) => found.add(AccessKind::Privileges),
    }
}

/// A new owner of a role's thing; of a database or the like it is more than that, which the statement says.
fn owner(node: &SyntaxNode, found: &mut Found<'_>) {
    let object =
        node.parent().and_then(|statement| statement.children().next()).and_then(|object| names::name(&object));
    match object {
        Some(name) => found.add_to(AccessKind::Privileges, &name),
        None => found.add(AccessKind::Privileges),
    }
}

/// Maintenance of the whole database where no table is named.
fn maintenance(node: &SyntaxNode, found: &mut Found<'_>) {
    let is_table = |node: SyntaxNode| node.kind() == SyntaxKind::TABLE_NAME_REF;
    if !node.descendants().any(is_table) {
        found.add(AccessKind::Alter(ObjectKind::Table));
    }
}

/// `DISCARD ALL` lets go of the lock of the run.
fn discarding(node: &SyntaxNode, found: &mut Found<'_>) {
    found.add(AccessKind::SessionSetting);
    let discards_all = place::has_child(node, SyntaxKind::DISCARD_ALL) || place::has_token(node, SyntaxKind::ALL_KW);
    if discards_all {
        found.add(AccessKind::Transaction);
    }
}

/// The file or program of a COPY.
fn file(node: &SyntaxNode) -> Name {
    Name::plain(literals::first_plain(node).unwrap_or_default())
}
