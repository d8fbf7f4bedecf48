//! What `SQLite` says that a statement is about to do, as accesses.
//!
//! The codes and their arguments are those of `sqlite3_set_authorizer`.

use aludel_grants::{Access, AccessKind, ObjectKind, ObjectName};
use libsqlite3_sys as ffi;

use super::allowed;
use super::warden::Action;

/// How a definition changes an object.
type Verb = fn(ObjectKind) -> AccessKind;

/// Whether a statement changes definitions, so that the library writes its own tables in its course.
pub(super) fn defines(code: i32) -> bool {
    matches!(
        code,
        ffi::SQLITE_CREATE_INDEX
            | ffi::SQLITE_CREATE_TEMP_INDEX
            | ffi::SQLITE_DROP_TABLE
            | ffi::SQLITE_DROP_TEMP_TABLE
            | ffi::SQLITE_DROP_VTABLE
            | ffi::SQLITE_ALTER_TABLE
    )
}

/// The tables that an action names.
pub(super) fn tables<'call>(action: &Action<'call>) -> Vec<&'call str> {
    match action.code {
        ffi::SQLITE_CREATE_INDEX
        | ffi::SQLITE_CREATE_TEMP_INDEX
        | ffi::SQLITE_DROP_INDEX
        | ffi::SQLITE_DROP_TEMP_INDEX
        | ffi::SQLITE_CREATE_TRIGGER
        | ffi::SQLITE_CREATE_TEMP_TRIGGER
        | ffi::SQLITE_DROP_TRIGGER
        | ffi::SQLITE_DROP_TEMP_TRIGGER => vec![action.first, action.second],
        ffi::SQLITE_ALTER_TABLE => vec![action.second],
        ffi::SQLITE_CREATE_TABLE
        | ffi::SQLITE_CREATE_TEMP_TABLE
        | ffi::SQLITE_CREATE_VIEW
        | ffi::SQLITE_CREATE_TEMP_VIEW
        | ffi::SQLITE_CREATE_VTABLE
        | ffi::SQLITE_DROP_TABLE
        | ffi::SQLITE_DROP_TEMP_TABLE
        | ffi::SQLITE_DROP_VIEW
        | ffi::SQLITE_DROP_TEMP_VIEW
        | ffi::SQLITE_DROP_VTABLE
        | ffi::SQLITE_READ
        | ffi::SQLITE_INSERT
        | ffi::SQLITE_UPDATE
        | ffi::SQLITE_DELETE => vec![action.first],
        _ => Vec::new(),
    }
}

/// What an action amounts to; nothing where it is harmless.
pub(super) fn accesses(action: &Action<'_>) -> Vec<Access> {
    let first = || Some(object(action.database, action.first));
    let second = || Some(object(action.database, action.second));
    match action.code {
        ffi::SQLITE_SELECT | ffi::SQLITE_RECURSIVE => Vec::new(),
        ffi::SQLITE_READ => read(action),
        ffi::SQLITE_INSERT => written(AccessKind::Insert, action),
        ffi::SQLITE_UPDATE => written(AccessKind::Update, action),
        ffi::SQLITE_DELETE => written(AccessKind::Delete, action),
        ffi::SQLITE_CREATE_TABLE => created(action),
        ffi::SQLITE_CREATE_VIEW => defined(AccessKind::Create, ObjectKind::View, first()),
        ffi::SQLITE_CREATE_INDEX => defined(AccessKind::Create, ObjectKind::Index, second()),
        ffi::SQLITE_CREATE_TRIGGER => defined(AccessKind::Create, ObjectKind::Trigger, second()),
        ffi::SQLITE_CREATE_VTABLE => virtual_table(AccessKind::Create, action),
        ffi::SQLITE_DROP_TABLE => defined(AccessKind::Drop, ObjectKind::Table, first()),
        ffi::SQLITE_DROP_VIEW => defined(AccessKind::Drop, ObjectKind::View, first()),
        ffi::SQLITE_DROP_INDEX => defined(AccessKind::Drop, ObjectKind::Index, second()),
        ffi::SQLITE_DROP_TRIGGER => defined(AccessKind::Drop, ObjectKind::Trigger, second()),
        ffi::SQLITE_DROP_VTABLE => virtual_table(AccessKind::Drop, action),
        ffi::SQLITE_ALTER_TABLE => altered(action),
        // CREATE INDEX fills the new one.
        ffi::SQLITE_REINDEX if action.is_defining => Vec::new(),
        ffi::SQLITE_REINDEX => defined(AccessKind::Alter, ObjectKind::Index, None),
        ffi::SQLITE_ANALYZE => analyzed(action),
        ffi::SQLITE_CREATE_TEMP_TABLE | ffi::SQLITE_DROP_TEMP_TABLE => temporary(ObjectKind::Table, action.first),
        ffi::SQLITE_CREATE_TEMP_VIEW | ffi::SQLITE_DROP_TEMP_VIEW => temporary(ObjectKind::View, action.first),
        ffi::SQLITE_CREATE_TEMP_INDEX | ffi::SQLITE_DROP_TEMP_INDEX => temporary(ObjectKind::Index, action.second),
        ffi::SQLITE_CREATE_TEMP_TRIGGER | ffi::SQLITE_DROP_TEMP_TRIGGER => {
            temporary(ObjectKind::Trigger, action.second)
        }
        ffi::SQLITE_PRAGMA => named(allowed::pragma(action.first, action.second), action.first),
        ffi::SQLITE_FUNCTION => named(allowed::function(action.second), action.second),
        ffi::SQLITE_TRANSACTION => vec![Access::of(AccessKind::Transaction)],
        ffi::SQLITE_SAVEPOINT => savepoint(action.second),
        ffi::SQLITE_ATTACH | ffi::SQLITE_DETACH => vec![Access::to(AccessKind::Connection, action.first)],
        code => vec![Access::of(AccessKind::Unknown(format!("action {code}")))],
    }
}

/// A name as the grants have it: the main database is the default schema.
fn object(database: &str, name: &str) -> ObjectName {
    let is_main = database.is_empty() || database.eq_ignore_ascii_case("main");
    ObjectName { schema: (!is_main).then(|| database.to_owned()), name: name.to_owned() }
}

fn is_temporary(action: &Action<'_>) -> bool {
    action.database.eq_ignore_ascii_case("temp")
}

fn named(kind: Option<AccessKind>, name: &str) -> Vec<Access> {
    kind.map(|kind| Access::to(kind, name)).into_iter().collect()
}

fn defined(verb: Verb, kind: ObjectKind, object: Option<ObjectName>) -> Vec<Access> {
    vec![Access { kind: verb(kind), object }]
}

/// Temporary tables are the connection's own: whoever may make them may use them.
fn read(action: &Action<'_>) -> Vec<Access> {
    let kind = allowed::table(action.first).filter(|_| !is_temporary(action));
    kind.map(|kind| Access { kind, object: Some(object(action.database, action.first)) }).into_iter().collect()
}

/// The library refuses by itself whoever writes the schema; what it writes there for a definition was judged as that.
fn written(kind: AccessKind, action: &Action<'_>) -> Vec<Access> {
    let is_judged_elsewhere = is_temporary(action)
        || (allowed::is_of_the_schema(action.first)
            && (action.is_defining || !action.first.eq_ignore_ascii_case("sqlite_sequence")));
    if is_judged_elsewhere {
        return Vec::new();
    }
    vec![Access { kind, object: Some(object(action.database, action.first)) }]
}

/// Names that start with `sqlite_` are the library's, which makes those tables when it needs them.
fn created(action: &Action<'_>) -> Vec<Access> {
    if allowed::is_of_the_schema(action.first) {
        return Vec::new();
    }
    defined(AccessKind::Create, ObjectKind::Table, Some(object(action.database, action.first)))
}

fn virtual_table(verb: Verb, action: &Action<'_>) -> Vec<Access> {
    let table = Some(object(action.database, action.first));
    let module = AccessKind::VirtualTable(action.second.to_ascii_lowercase());
    let mut all = defined(verb, ObjectKind::Table, table.clone());
    if !action.second.is_empty() {
        all.push(Access { kind: module, object: table });
    }
    all
}

/// The database comes first here.
fn altered(action: &Action<'_>) -> Vec<Access> {
    if action.first.eq_ignore_ascii_case("temp") {
        return temporary(ObjectKind::Table, action.second);
    }
    defined(AccessKind::Alter, ObjectKind::Table, Some(object(action.first, action.second)))
}

fn analyzed(action: &Action<'_>) -> Vec<Access> {
    if is_temporary(action) {
        return Vec::new();
    }
    defined(AccessKind::Alter, ObjectKind::Statistics, Some(object(action.database, action.first)))
}

/// A temporary trigger may hang on a table that is not: it is judged as any trigger, too.
fn temporary(kind: ObjectKind, name: &str) -> Vec<Access> {
    let temporary = Access::to(AccessKind::Temporary(kind), name);
    match kind {
        ObjectKind::Trigger => vec![temporary, Access::to(AccessKind::Create(ObjectKind::Trigger), name)],
        _ => vec![temporary],
    }
}

/// Those of the host start with its name.
fn savepoint(name: &str) -> Vec<Access> {
    const HOUSE: &str = "aludel_";
    let is_of_the_house = name.get(..HOUSE.len()).is_some_and(|start| start.eq_ignore_ascii_case(HOUSE));
    named(is_of_the_house.then_some(AccessKind::HouseSavepoint), name)
}
