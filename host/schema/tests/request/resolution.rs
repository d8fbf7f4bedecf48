//! Each kind of request, its guards, and what is said where it cannot be.

use aludel_schema::ObjectName;
use aludel_schema::data_type::DataType;
use aludel_schema::model::{Deferral, IndexPart, Key};
use aludel_schema::request::change::TableChangeRequest as Change;
use aludel_schema::request::change::{
    ColumnChange, ConstraintKind, ConstraintReference, EnumChange, Guard, LabelPlace, NewLabel, SequenceChange,
};
use aludel_schema::request::definition::{
    ConstraintBodyDefinition, ConstraintDefinition, DefaultValue, EnumDefinition, GenerationDefinition,
    IndexDefinition, TableDefinition, ViewDefinition,
};
use aludel_schema::request::{Request, Verb};

use crate::requests::{
    DIALECTS, IF_EXISTS, IF_NOT_EXISTS, PLAIN, alter, column, constraint_named, note, on_each, rename, request,
    unseen_on_each,
};

fn local(name: &str) -> ObjectName {
    ObjectName::local(name)
}

fn table(name: &str, generation: GenerationDefinition) -> TableDefinition {
    let mut id = column("id", DataType::BigInteger);
    id.generation = generation;
    let key = ConstraintDefinition {
        name: None,
        body: ConstraintBodyDefinition::PrimaryKey(Key::over(["id"])),
        deferral: Deferral::NotDeferrable,
        comment: None,
        options: Vec::new(),
    };
    TableDefinition {
        name: local(name),
        columns: vec![id, column("is_open", DataType::Boolean)],
        constraints: vec![key],
        indexes: Vec::new(),
        comment: None,
        options: vec![("mysql.engine".to_owned(), "Aria".to_owned())],
    }
}

fn index(name: Option<&str>) -> IndexDefinition {
    IndexDefinition {
        name: name.map(str::to_owned),
        parts: vec![IndexPart::column("note")],
        unique: false,
        predicate: None,
        include: Vec::new(),
        method: None,
        nulls_not_distinct: false,
        comment: None,
        options: Vec::new(),
    }
}

/// What a request becomes on `SQLite`, `PostgreSQL` and `MariaDB`.
fn check(found: [String; 3], expected: [&str; 3]) {
    for (dialect, (found, expected)) in DIALECTS.iter().zip(found.iter().zip(expected)) {
        assert_eq!(found, expected, "{}", dialect.name());
    }
}

fn same(found: [String; 3], expected: &str) {
    check(found, [expected; 3]);
}

#[test]
fn tables_come_in_the_words_of_the_server() {
    let create = request(Verb::CreateTable(table("items", GenerationDefinition::Autoincrement)), PLAIN);
    let expected = [
        "CREATE TABLE items (\n    id INTEGER PRIMARY KEY AUTOINCREMENT,\n    is_open BOOLEAN\n)",
        "CREATE TABLE items (\n    id bigserial PRIMARY KEY,\n    is_open boolean\n)",
        "CREATE TABLE items (\n  id bigint NOT NULL AUTO_INCREMENT,\n  is_open tinyint(1),\n  PRIMARY KEY (id)\n) \
         ENGINE = Aria",
    ];
    check(on_each(&create), expected);
    check(unseen_on_each(&create), expected);
    let again = request(Verb::CreateTable(table("orders", GenerationDefinition::None)), IF_NOT_EXISTS);
    same(on_each(&again), "");
    for text in unseen_on_each(&again) {
        assert!(text.starts_with("CREATE TABLE IF NOT EXISTS orders (\n"), "{text}");
    }
}

#[test]
fn tables_go_and_are_renamed_where_they_are() {
    let drop = |name, guard| request(Verb::DropTable(name), guard);
    let in_main = ObjectName { schema: Some("main".to_owned()), name: "orders".to_owned() };
    for found in [drop(local("orders"), PLAIN), drop(in_main, PLAIN)] {
        same(on_each(&found), "DROP TABLE orders");
        same(unseen_on_each(&found), "DROP TABLE orders");
    }
    same(on_each(&drop(local("order_"), PLAIN)), "error: no such table `order_`; there is `orders`");
    same(on_each(&drop(local("order_"), IF_EXISTS)), "");
    same(unseen_on_each(&drop(local("order_"), IF_EXISTS)), "DROP TABLE IF EXISTS order_");
    let upper = ["DROP TABLE orders", "error: no such table `ORDERS`; there is `orders`", "DROP TABLE orders"];
    check(on_each(&drop(local("ORDERS"), PLAIN)), upper);
    let rename = |from| request(Verb::RenameTable { from: local(from), to: local("sales") }, PLAIN);
    let renamed =
        ["ALTER TABLE orders RENAME TO sales", "ALTER TABLE orders RENAME TO sales", "RENAME TABLE orders TO sales"];
    check(on_each(&rename("orders")), renamed);
    check(unseen_on_each(&rename("orders")), renamed);
    same(on_each(&rename("ordesr")), "error: no such table `ordesr`; there is `orders`");
}

fn counted(default: &str) -> Request {
    let mut added = column("x", DataType::Integer);
    added.nullable = false;
    added.generation = GenerationDefinition::Default(DefaultValue::Number(default.to_owned()));
    alter(Change::AddColumn(added), PLAIN)
}

#[test]
fn columns_come_and_go() {
    let added = [
        "ALTER TABLE orders ADD COLUMN x INTEGER NOT NULL DEFAULT 5",
        "ALTER TABLE orders ADD COLUMN x integer DEFAULT 5 NOT NULL",
        "ALTER TABLE orders ADD COLUMN x int NOT NULL DEFAULT 5",
    ];
    check(on_each(&counted("5")), added);
    check(unseen_on_each(&counted("5")), added);
    same(on_each(&counted("1; DROP")), "error: the default `1; DROP` is no number");
    let again = alter(Change::AddColumn(column("note", DataType::Text)), IF_NOT_EXISTS);
    same(on_each(&again), "");
    let add = "ALTER TABLE orders ADD COLUMN IF NOT EXISTS note text";
    check(unseen_on_each(&again), [UNSEEN_GUARD, add, add]);
    let drop = |name: &str, guard| alter(Change::DropColumn(name.to_owned()), guard);
    same(on_each(&drop("noet", PLAIN)), "error: no such column `noet` in `orders`; there is `note`, `id`");
    same(on_each(&drop("noet", IF_EXISTS)), "");
    same(unseen_on_each(&drop("noet", PLAIN)), "ALTER TABLE orders DROP COLUMN noet");
    let guarded = "ALTER TABLE orders DROP COLUMN IF EXISTS noet";
    check(unseen_on_each(&drop("noet", IF_EXISTS)), [UNSEEN_GUARD, guarded, guarded]);
    let renamed = |old| alter(Change::RenameColumn(rename(old, "remark")), PLAIN);
    same(on_each(&renamed("note")), "ALTER TABLE orders RENAME COLUMN note TO remark");
    same(on_each(&renamed("nose")), "error: no such column `nose` in `orders`; there is `note`, `id`");
}

/// `SQLite` has no such words, and whether the guard holds is not known.
const UNSEEN_GUARD: &str = "error: that depends on the table `orders`, which is not known while SQL is only written \
     out; hint: create the table in the same script, or leave the guard out";

#[test]
fn columns_change() {
    let not_null = alter(Change::AlterColumn(ColumnChange { nullable: Some(false), ..note() }), PLAIN);
    let [sqlite, postgres, mariadb] = on_each(&not_null);
    assert!(sqlite.contains("note varchar(20) NOT NULL") && sqlite.contains("CREATE INDEX ix_note"), "{sqlite}");
    assert_eq!(postgres, "ALTER TABLE orders ALTER COLUMN note SET NOT NULL");
    assert_eq!(mariadb, "ALTER TABLE orders MODIFY COLUMN note varchar(20) NOT NULL");
    let unknown =
        "error: that depends on the column `orders.note`, which is not known while SQL is only written out; hint: ";
    let [sqlite, blind, mariadb] = unseen_on_each(&not_null);
    assert!(sqlite.starts_with(unknown) && mariadb.starts_with(unknown), "{sqlite}, {mariadb}");
    assert_eq!(blind, postgres);
}

#[test]
fn constraints_are_found_by_name_or_by_what_they_are() {
    let by_columns =
        ConstraintReference { name: None, kind: Some(ConstraintKind::Unique), columns: vec!["note".to_owned()] };
    for reference in [constraint_named("uq_note"), by_columns] {
        let [sqlite, postgres, mariadb] = on_each(&alter(Change::DropConstraint(reference), PLAIN));
        assert!(sqlite.starts_with("CREATE TABLE aludel_new_orders (\n") && !sqlite.contains("uq_note"), "{sqlite}");
        assert_eq!(postgres, "ALTER TABLE orders DROP CONSTRAINT uq_note");
        assert_eq!(mariadb, "ALTER TABLE orders DROP INDEX uq_note");
    }
    let missing = alter(Change::DropConstraint(constraint_named("uq_nose")), PLAIN);
    same(on_each(&missing), "error: no such constraint `uq_nose` in `orders`; there is `uq_note`");
    same(on_each(&alter(Change::DropConstraint(constraint_named("uq_nose")), IF_EXISTS)), "");
}

#[test]
fn indexes_come_and_go() {
    let create = |name, guard| alter(Change::CreateIndex(index(name)), guard);
    let made = "CREATE INDEX ix_new ON orders (note)";
    check(on_each(&create(Some("ix_new"), PLAIN)), [made, made, "ALTER TABLE orders ADD KEY ix_new (note)"]);
    same(on_each(&create(Some("ix_note"), IF_NOT_EXISTS)), "");
    same(on_each(&create(None, PLAIN)), "error: an index of `orders` has no name");
    let drop = |name: &str, guard| alter(Change::DropIndex(name.to_owned()), guard);
    let gone = "DROP INDEX ix_note";
    check(on_each(&drop("ix_note", PLAIN)), [gone, gone, "ALTER TABLE orders DROP INDEX ix_note"]);
    same(on_each(&drop("ix_nose", PLAIN)), "error: no such index `ix_nose` in `orders`; there is `ix_note`");
    let guarded = "DROP INDEX IF EXISTS ix_note";
    let expected = [guarded, guarded, "ALTER TABLE orders DROP INDEX IF EXISTS ix_note"];
    check(unseen_on_each(&drop("ix_note", IF_EXISTS)), expected);
    let renamed = alter(Change::RenameIndex(rename("ix_note", "ix")), PLAIN);
    let [sqlite, postgres, mariadb] = unseen_on_each(&renamed);
    assert!(sqlite.ends_with("or drop the index and create it anew"), "{sqlite}");
    assert_eq!(postgres, "ALTER INDEX ix_note RENAME TO ix");
    assert_eq!(mariadb, "ALTER TABLE orders RENAME INDEX ix_note TO ix");
}

#[test]
fn enums_have_names_on_one_server() {
    let labels = vec!["open".to_owned(), "paid".to_owned()];
    let create = request(Verb::CreateEnum(EnumDefinition { name: local("mood"), labels, comment: None }), PLAIN);
    check(on_each(&create), ["", "CREATE TYPE mood AS ENUM ('open', 'paid')", ""]);
    check(on_each(&request(Verb::DropEnum(local("state")), PLAIN)), ["", "DROP TYPE state", ""]);
    let label = NewLabel { label: "lost".to_owned(), place: LabelPlace::After("open".to_owned()) };
    let add = |name| Verb::AlterEnum { name: local(name), changes: vec![EnumChange::AddLabel(label.clone())] };
    let [sqlite, postgres, mariadb] = on_each(&request(add("state"), PLAIN));
    assert!(sqlite.contains("it has no enums with names; hint: give each column its new type"), "{sqlite}");
    assert_eq!(postgres, "ALTER TYPE state ADD VALUE 'lost' BEFORE 'paid'");
    assert!(mariadb.starts_with("error: MariaDB cannot alter the enum state"), "{mariadb}");
    assert_eq!(on_each(&request(add("sate"), PLAIN))[1], "error: no such enum `sate`; there is `state`");
    let unseen = &unseen_on_each(&request(add("state"), PLAIN))[1];
    assert!(unseen.ends_with("say which value it comes before, or put it at the end"), "{unseen}");
}

#[test]
fn views_and_sequences_are_made_once() {
    let view = ViewDefinition {
        name: local("v"),
        query: " SELECT 1; ".to_owned(),
        columns: Vec::new(),
        materialized: false,
        indexes: Vec::new(),
        comment: None,
        options: Vec::new(),
    };
    same(on_each(&request(Verb::CreateView(view.clone()), PLAIN)), "CREATE VIEW v AS\nSELECT 1");
    let replace = request(Verb::CreateView(view), Guard { replace: true, ..PLAIN });
    same(unseen_on_each(&replace), "DROP VIEW IF EXISTS v\nCREATE VIEW v AS\nSELECT 1");
    let drop = request(Verb::DropView { name: local("v"), materialized: false }, IF_EXISTS);
    same(on_each(&drop), "");
    same(unseen_on_each(&drop), "DROP VIEW IF EXISTS v");
    let alter = request(Verb::AlterSequence { name: local("s"), change: SequenceChange::default() }, PLAIN);
    same(on_each(&alter), "error: no such sequence `s`; there is no sequence at all");
    for text in unseen_on_each(&alter) {
        assert!(text.starts_with("error: that depends on the sequence `s`"), "{text}");
    }
}
