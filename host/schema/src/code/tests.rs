use aludel_sql::Dialect;

use super::rust::Rust;
use super::*;
use crate::model::{Column, Constraint, ConstraintBody, ForeignKey, Generation, Index, Key, MatchKind, ObjectName};
use crate::model::{ReferentialAction, Schema, Table};
use crate::operation::{Operation, Rebuild, TableChange};
use crate::script::Script;

fn book() -> Table {
    let mut table = Table::new(ObjectName::local("book"));
    let required = |column: Column| Column { nullable: false, ..column };
    table.columns = vec![
        required(Column::new("id", "integer")),
        required(Column {
            generation: Generation::Default("'it''s'::text".to_owned()),
            ..Column::new("title", "text")
        }),
        Column::new("size", "box"),
    ];
    table.constraints = vec![Constraint::unnamed(ConstraintBody::PrimaryKey(Key::over(["id"])))];
    table.indexes = vec![Index { unique: true, ..Index::over("uq_title", ["title"]) }];
    table
}

fn code(before: &[Table], operations: &[Operation]) -> String {
    code_for(Dialect::Postgres, before, operations)
}

fn code_for(dialect: Dialect, before: &[Table], operations: &[Operation]) -> String {
    let mut state = Schema::empty(dialect, (15, 0, 0));
    state.tables = before.iter().map(|table| (table.name.clone(), table.clone().into())).collect();
    let script = Script::of(&state, operations).expect("the operations fit");
    print(&Body::of(Some(&script)), &Body::Irreversible, &Rust).upgrade
}

#[test]
fn a_table_reads_as_a_person_would_write_it() {
    let expected = r#"fn upgrade(db: &Database) -> Result<()> {
    db.create_table("book", |t| {
        t.column("id", integer()).primary_key();
        t.column("title", text()).not_null().default_sql("'it''s'::text");
        t.column("size", custom("box"));
        t.index("uq_title", ["title"]).unique();
    })?;
    Ok(())
}"#;
    assert_eq!(code(&[], &[Operation::CreateTable(book())]), expected);
}

#[test]
fn an_option_that_every_table_has_is_not_in_the_way() {
    let mut table = Table::new(ObjectName::local("book"));
    table.columns = vec![Column::new("id", "int")];
    for (engine, call) in [("InnoDB", "db.create_table(\"book\", |t| {"), ("Aria", "db.execute(")] {
        table.options.insert("engine".to_owned(), engine.to_owned());
        let code = code_for(Dialect::MariaDb, &[], &[Operation::CreateTable(table.clone())]);
        assert!(code.contains(call), "{code}");
    }
}

#[test]
fn changes_of_a_table_are_one_call_and_losses_are_told() {
    let key = ForeignKey {
        columns: vec!["writer".to_owned()],
        references: ObjectName::in_schema("people", "writer"),
        referenced_columns: vec!["id".to_owned()],
        on_delete: ReferentialAction::Cascade,
        on_update: ReferentialAction::NoAction,
        match_kind: MatchKind::Simple,
    };
    let named =
        Constraint { name: Some("fk_writer".to_owned()), ..Constraint::unnamed(ConstraintBody::ForeignKey(key)) };
    let title = book().columns[1].clone();
    let changes = vec![
        TableChange::DropColumn(book().columns[2].clone()),
        TableChange::AddColumn(Column::new("writer", "bigint")),
        TableChange::AlterColumn {
            before: title.clone(),
            after: Column { nullable: true, generation: Generation::None, ..title },
            using: None,
        },
        TableChange::AddConstraint(named),
    ];
    let operation = Operation::AlterTable { table: ObjectName::local("book"), changes, rebuild: Rebuild::WhenNeeded };
    let expected = r#"fn upgrade(db: &Database) -> Result<()> {
    // loses the values of book.size
    db.alter_table("book", |t| {
        t.drop_column("size");
        t.add_column("writer", big_integer());
        t.alter_column("title").nullable().drop_default();
        t.add_foreign_key(["writer"]).references(("people", "writer"), ["id"]).on_delete(Cascade).named("fk_writer");
    })?;
    Ok(())
}"#;
    assert_eq!(code(&[book()], &[operation]), expected);
}

#[test]
fn what_no_builder_says_is_sent_as_it_is() {
    let operation = Operation::Execute { sql: "COMMENT ON TABLE book IS 'a \"b\"\n  c'".to_owned(), inverse: None };
    let expected = "fn upgrade(db: &Database) -> Result<()> {\n    db.execute(r#\"COMMENT ON TABLE book IS 'a \"b\"\n  \
                    c'\"#, params![])?;\n    Ok(())\n}";
    assert_eq!(code(&[book()], &[operation]), expected);
}
