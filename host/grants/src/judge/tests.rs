use super::*;
use crate::Terms;
use crate::grants::Extensions;

/// Every kind of access, with an object where there is one.
fn every_access() -> Vec<Access> {
    let object = |kind: AccessKind| Access::to(kind, "orders");
    let mut all: Vec<Access> = [
        AccessKind::Read,
        AccessKind::Insert,
        AccessKind::Update,
        AccessKind::Delete,
        AccessKind::Truncate,
        AccessKind::CallRoutine,
        AccessKind::Privileges,
        AccessKind::Role,
        AccessKind::ServerSetting,
        AccessKind::SessionSetting,
        AccessKind::ServerFile,
        AccessKind::HouseSavepoint,
        AccessKind::Connection,
        AccessKind::Pragma,
        AccessKind::VirtualTable("zipfile".to_owned()),
        AccessKind::HouseTable,
    ]
    .into_iter()
    .map(object)
    .collect();
    let verbs = [AccessKind::Create, AccessKind::Alter, AccessKind::Drop, AccessKind::Rename];
    all.extend(ObjectKind::ALL.into_iter().flat_map(|kind| verbs.map(|verb| object(verb(kind)))));
    all.extend([ObjectKind::Table, ObjectKind::Trigger].map(|kind| object(AccessKind::Temporary(kind))));
    let alone =
        [AccessKind::RawSql, AccessKind::Code, AccessKind::Transaction, AccessKind::Unknown("FROBNICATE".to_owned())];
    all.extend(alone.map(Access::of));
    all
}

fn is_never_granted(kind: &AccessKind) -> bool {
    matches!(kind, AccessKind::HouseSavepoint | AccessKind::Connection | AccessKind::Pragma | AccessKind::HouseTable)
}

#[test]
fn no_grants_refuse_everything() {
    for access in every_access() {
        let refusal = Grants::nothing().judge(&access).unwrap_err();
        let has_no_line = is_never_granted(&access.kind) || access.kind == AccessKind::Transaction;
        assert_eq!(refusal.grant.is_none(), has_no_line, "{refusal:?}");
        assert_eq!(*refusal.access, access);
    }
}

#[test]
fn own_migrations_may_do_all_but_a_few_things() {
    let own = Grants::own();
    let refused: Vec<String> = every_access()
        .into_iter()
        .filter(|access| own.judge(access).is_err())
        .map(|access| access.kind.name())
        .collect();
    assert_eq!(
        refused,
        [
            "role",
            "server-setting",
            "server-file",
            "house-savepoint",
            "connection",
            "pragma",
            "virtual-table",
            "house-table",
            "create-database",
            "alter-database",
            "drop-database",
            "rename-database",
            "create-extension",
            "alter-extension",
            "drop-extension",
            "rename-extension",
            "create-role",
            "alter-role",
            "drop-role",
            "rename-role",
        ]
    );
}

#[test]
fn a_refusal_names_the_lines_that_grant() {
    let some = Terms {
        ddl: Some([ObjectKind::Index].into()),
        read: Some(Patterns::parse(["shop_*"]).unwrap()),
        extensions: Some(Extensions::parse(["trusted"]).unwrap()),
        ..Terms::default()
    };
    let grants = some.asked();
    let object = |name: &str| Some(ObjectName::new(name));
    let cases = [
        (AccessKind::RawSql, None, "raw_sql = true"),
        (AccessKind::Read, object("orders"), "read = [\"shop_*\", \"orders\"]"),
        (AccessKind::Read, None, "read = [\"*\"]"),
        (AccessKind::Insert, object("a.b"), "write = [\"\\\"a.b\\\"\"]"),
        (AccessKind::Create(ObjectKind::Table), object("t"), "ddl = [\"table\", \"index\"]\ncreate = [\"t\"]"),
        (AccessKind::Drop(ObjectKind::Index), object("t"), "create = [\"t\"]"),
        (AccessKind::Create(ObjectKind::Trigger), object("t"), "code = true\ncreate = [\"t\"]"),
        (AccessKind::Create(ObjectKind::Schema), object("s"), "ddl = [\"index\", \"schema\"]\ncreate = [\"s.*\"]"),
        (AccessKind::Create(ObjectKind::Extension), object("postgis"), "extensions = [\"trusted\", \"postgis\"]"),
        (AccessKind::VirtualTable("csv".to_owned()), object("t"), "extensions = [\"trusted\", \"csv\"]"),
        (
            AccessKind::Unknown("X".to_owned()),
            None,
            "read = [\"*\"]\nwrite = [\"*\"]\ncreate = [\"*\"]\nraw_sql = true\ncode = true",
        ),
        (AccessKind::ServerFile, None, "server_files = true"),
    ];
    for (kind, object, lines) in cases {
        let refusal = grants.judge(&Access { kind, object }).unwrap_err();
        assert_eq!(refusal.grant, Some(format!("[grants]\n{lines}")));
    }
}

#[test]
fn what_may_be_created_may_be_read_and_written() {
    let grants = Terms { create: Some(Patterns::parse(["audit_*"]).unwrap()), ..Terms::default() }.asked();
    for kind in [AccessKind::Read, AccessKind::Insert, AccessKind::Truncate] {
        assert!(grants.judge(&Access::to(kind.clone(), "audit_log")).is_ok());
        assert!(grants.judge(&Access::to(kind, "orders")).is_err());
    }
}

#[test]
fn what_may_be_written_may_be_read() {
    let grants = Terms { write: Some(Patterns::parse(["orders"]).unwrap()), ..Terms::default() }.asked();
    assert!(grants.judge(&Access::to(AccessKind::Read, "orders")).is_ok());
    assert!(grants.judge(&Access::to(AccessKind::Delete, "orders")).is_ok());
    assert!(grants.judge(&Access::to(AccessKind::Drop(ObjectKind::Table), "orders")).is_err());
}

#[test]
fn a_refusal_is_told_in_words() {
    let said = |access: &Access| Grants::nothing().judge(access).unwrap_err().to_string();
    let drop = Access::to(AccessKind::Drop(ObjectKind::Table), "orders");
    assert_eq!(said(&drop), "it may not drop the table `orders`");
    let index =
        Access { kind: AccessKind::Create(ObjectKind::Index), object: Some(ObjectName::in_schema("s", "a\u{1b}")) };
    assert_eq!(said(&index), "it may not create indexes of the table `s.a\\u{1b}`");
    assert_eq!(
        said(&Access::to(AccessKind::Connection, "other.db")),
        "it may not reach another database or connection: `other.db`"
    );
}

#[test]
fn a_refusal_names_the_section_it_is_asked_in() {
    let access = Access::of(AccessKind::Code);
    let lines = |section: Section| Grants::nothing().judge_in(&section, &access).unwrap_err().grant.unwrap();
    assert_eq!(lines(Section::Needs), "[needs]\ncode = true");
    assert_eq!(lines(Section::Trust("vendor/\"x\"".to_owned())), "[trust.\"vendor/\\\"x\\\"\"]\ncode = true");
}
