use aludel_sql::Dialect;

use super::JavaScript;
use crate::code::{Body, print};
use crate::model::{Column, Generation, Index, IndexPart, ObjectName, Schema, Table, View};
use crate::operation::{Operation, TableChange};
use crate::script::Script;

fn book() -> Table {
    let mut table = Table::new(ObjectName::in_schema("shop", "book"));
    let required = |column: Column| Column { nullable: false, ..column };
    table.columns = vec![
        required(Column {
            generation: Generation::Default("'it''s'::text".to_owned()),
            ..Column::new("title", "text")
        }),
        Column::new("size", "box"),
    ];
    let descending = IndexPart { descending: true, ..IndexPart::column("title") };
    table.indexes = vec![Index { parts: vec![descending], ..Index::over("ix_title", ["title"]) }];
    table
}

#[test]
fn a_migration_reads_as_a_person_would_write_it() {
    let state = Schema::empty(Dialect::Postgres, (15, 0, 0));
    let script = Script::of(&state, &[Operation::CreateTable(book())]).expect("the operation fits");
    let printed = print(&Body::of(Some(&script)), &Body::Irreversible, &JavaScript::Typed);
    let expected = r#"export function upgrade(db: Database): void {
  db.createTable(["shop", "book"], (t) => {
    t.column("title", text()).notNull().defaultSql("'it''s'::text");
    t.column("size", custom("box"));
    t.index("ix_title", [column("title").descending()]);
  });
}"#;
    assert_eq!(printed.upgrade, expected);
    let expected = "export function downgrade(db: Database): void {\n  \
                    throw irreversible(\"nothing leads back: write what does\");\n}";
    assert_eq!(printed.downgrade, expected);
    let expected = "import { type Database, column, custom, irreversible, text } from \"aludel\";";
    assert_eq!(printed.imports, expected);
}

#[test]
fn texts_over_several_lines_are_templates() {
    let mut state = Schema::empty(Dialect::Postgres, (15, 0, 0));
    state.tables.insert(book().name.clone(), book().into());
    let view = View {
        name: ObjectName::local("titles"),
        query: "SELECT title\nFROM shop.book".to_owned(),
        columns: Vec::new(),
        materialized: false,
        indexes: Vec::new(),
        comment: None,
        options: std::collections::BTreeMap::default(),
        depends_on: std::collections::BTreeSet::default(),
    };
    let changes = vec![TableChange::AddColumn(Column::new("pages", "integer"))];
    let alter = Operation::AlterTable { table: book().name, changes, rebuild: crate::operation::Rebuild::WhenNeeded };
    let script = Script::of(&state, &[Operation::CreateView(view), alter]).expect("the operations fit");
    let printed = print(&Body::of(Some(&script)), &Body::Irreversible, &JavaScript::Plain);
    let expected = "export function upgrade(db) {\n  db.createView(\"titles\", `SELECT title\nFROM shop.book`);\n  \
                    db.alterTable([\"shop\", \"book\"], (t) => {\n    t.addColumn(\"pages\", integer());\n  });\n}";
    assert_eq!(printed.upgrade, expected);
}
