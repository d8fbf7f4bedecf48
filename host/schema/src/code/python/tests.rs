use aludel_sql::Dialect;

use super::super::{Body, Direction, Printed, Printer, print};
use super::Python;
use crate::model::{Column, Constraint, ConstraintBody, ForeignKey, Generation, Index, IndexKey, IndexPart, Key};
use crate::model::{MatchKind, ObjectName, ReferentialAction, Schema, Table};
use crate::operation::{Operation, Rebuild, TableChange};
use crate::script::Script;

fn book() -> Table {
    let mut table = Table::new(ObjectName::local("book"));
    let required = |column: Column| Column { nullable: false, ..column };
    table.columns = vec![
        required(Column::new("id", "integer")),
        required(Column {
            generation: Generation::Default("'it''s \"x\"'".to_owned()),
            ..Column::new("title", "text")
        }),
        Column::new("size", "box"),
    ];
    table.constraints = vec![Constraint::unnamed(ConstraintBody::PrimaryKey(Key::over(["id"])))];
    let lower = IndexPart { key: IndexKey::Expression("lower(title)".to_owned()), ..IndexPart::column("title") };
    table.indexes = vec![Index { unique: true, parts: vec![lower], ..Index::over("uq_title", ["title"]) }];
    table.comment = Some("for\nreading".to_owned());
    table
}

fn code(before: &[Table], operations: &[Operation]) -> Printed {
    let mut state = Schema::empty(Dialect::Postgres, (15, 0, 0));
    state.tables = before.iter().map(|table| (table.name.clone(), table.clone().into())).collect();
    let script = Script::of(&state, operations).expect("the operations fit");
    print(&Body::of(Some(&script)), &Body::Irreversible, &Python)
}

#[test]
fn a_table_reads_as_a_person_would_write_it() {
    let expected = r#"def upgrade(db: Database) -> None:
    db.create_table(
        "book",
        op.column("id", op.integer(), primary_key=True),
        op.column("title", op.text(), nullable=False, default_sql="'it''s \"x\"'"),
        op.column("size", op.custom("box")),
        op.index("uq_title", [op.expression("lower(title)")], unique=True),
        comment="for\nreading",
    )"#;
    let printed = code(&[], &[Operation::CreateTable(book())]);
    assert_eq!(printed.upgrade, expected);
    assert_eq!(printed.imports, "from aludel import Database, Irreversible, op");
    let expected =
        "def downgrade(db: Database) -> None:\n    raise Irreversible(\"nothing leads back: write what does\")";
    assert_eq!(printed.downgrade, expected);
}

#[test]
fn changes_of_a_table_are_one_block_and_losses_are_told() {
    let key = ForeignKey {
        columns: vec!["writer".to_owned()],
        references: ObjectName::in_schema("people", "writer"),
        referenced_columns: vec!["id".to_owned()],
        on_delete: ReferentialAction::SetNull,
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
    let expected = r#"def upgrade(db: Database) -> None:
    # loses the values of book.size
    with db.alter_table("book") as table:
        table.drop_column("size")
        table.add_column("writer", op.big_integer())
        table.alter_column("title", nullable=True, default=None)
        table.add_foreign_key(["writer"], op.qualified("people", "writer"), ["id"], on_delete="set null", name="fk_writer")"#;
    assert_eq!(code(&[book()], &[operation]).upgrade, expected);
}

#[test]
fn statements_over_several_lines_are_texts_over_several_lines() {
    let operation =
        Operation::Execute { sql: "COMMENT ON TABLE book\n  IS 'a \\ op.x \u{202e}'".to_owned(), inverse: None };
    let printed = code(&[book()], &[operation]);
    let expected = r#"def upgrade(db: Database) -> None:
    db.execute(
        "COMMENT ON TABLE book\n"
        "  IS 'a \\ op.x \U0000202e'"
    )"#;
    assert_eq!(printed.upgrade, expected);
    assert_eq!(printed.imports, "from aludel import Database, Irreversible");
}

#[test]
fn a_function_without_statements_has_a_body() {
    assert_eq!(Python.function(Direction::Upgrade, &[]), "def upgrade(db: Database) -> None:\n    pass");
    assert_eq!(
        super::new_value("\"mood\"", "calm", Some("happy")),
        "with db.alter_enum(\"mood\") as values:\n    values.add_value(\"calm\", before=\"happy\")"
    );
}
