use super::literal::{raw, text};
use super::*;
use crate::code::print;
use crate::code::tree::{Change, ColumnChange, ColumnType, NewColumn, NewTable, Step};
use crate::data_type::DataType;
use crate::model::{Column, Constraint, ConstraintBody, ForeignKey, Index, IndexPart, MatchKind, ObjectName};
use crate::model::{Generation, ReferentialAction};

fn step(call: Call<'_>) -> Body<'_> {
    Body::Steps(vec![Step { losses: vec!["loses nothing".to_owned()], call: Some(call), statements: Vec::new() }])
}

#[test]
fn texts_are_raw_where_that_spares_escapes() {
    assert_eq!(text("it's"), "\"it's\"");
    assert_eq!(text("a \"b\" \\c"), "`a \"b\" \\c`");
    assert_eq!(text("a\n\"b\"`\u{1}"), "\"a\\n\\\"b\\\"\\x60\\u0001\"");
    assert_eq!(raw("a\n  \"b\""), "`a\n  \"b\"`");
    assert_eq!(raw("a\r\nb"), "\"a\\r\\nb\"");
}

#[test]
fn a_table_reads_as_a_person_would_write_it() {
    let (name, column) = (ObjectName::in_schema("shop", "book"), Column::new("id", "integer"));
    let title =
        Column { nullable: false, generation: Generation::Default("''".to_owned()), ..Column::new("title", "text") };
    let new = |column, data_type, is_primary_key| NewColumn { column, data_type, is_primary_key };
    let index = Index {
        parts: vec![IndexPart { descending: true, ..IndexPart::column("title") }],
        ..Index::over("ix_title", ["title"])
    };
    let table = NewTable {
        name: &name,
        columns: vec![
            new(&column, ColumnType::Common(DataType::Uuid), true),
            new(&title, ColumnType::Custom("box"), false),
        ],
        constraints: Vec::new(),
        indexes: vec![&index],
        comment: None,
    };
    let body = step(Call::CreateTable(table));
    let printed = print(&body, &Body::Irreversible, &Go);
    let expected = "func Upgrade(db *aludel.DB) error {
\t// loses nothing
\tif err := db.CreateTable(schema.In(\"shop\", \"book\"), func(t *schema.Table) {
\t\tt.Column(\"id\", schema.UUID()).PrimaryKey()
\t\tt.Column(\"title\", schema.Custom(\"box\")).NotNull().DefaultSQL(\"''\")
\t\tt.IndexOn(\"ix_title\", schema.Col(\"title\").Descending())
\t}); err != nil {
\t\treturn err
\t}
\treturn nil
}";
    assert_eq!(printed.upgrade, expected);
    let expected =
        format!("func Downgrade(*aludel.DB) error {{\n\treturn aludel.Irreversible({})\n}}", text(IRREVERSIBLE));
    assert_eq!(printed.downgrade, expected);
    assert_eq!(printed.imports, "import (\n\t\"aludel\"\n\t\"aludel/schema\"\n)");
}

#[test]
fn changes_of_a_table_are_one_call() {
    let key = ForeignKey {
        columns: vec!["writer".to_owned()],
        references: ObjectName::local("writer"),
        referenced_columns: vec!["id".to_owned()],
        on_delete: ReferentialAction::Cascade,
        on_update: ReferentialAction::NoAction,
        match_kind: MatchKind::Full,
    };
    let constraint = Constraint::unnamed(ConstraintBody::ForeignKey(key));
    let changes = vec![
        Change::AlterColumn { name: "title", changes: vec![ColumnChange::Nullable, ColumnChange::SetComment(None)] },
        Change::DropUnique(vec!["a", "b"]),
        Change::AddConstraint(&constraint),
    ];
    let table = ObjectName::local("book");
    let printed = Go.call(&Call::AlterTable { table: &table, changes }).expect("every change can be written");
    let expected = "if err := db.AlterTable(\"book\", func(t *schema.Alter) {
\tt.AlterColumn(\"title\").Nullable().DropComment()
\tt.DropUnique([]string{\"a\", \"b\"})
\tt.AddForeignKey(\"writer\").References(\"writer\", \"id\").OnDelete(schema.Cascade).Matching(schema.MatchFull)
}); err != nil {
\treturn err
}";
    assert_eq!(printed, expected);
}

#[test]
fn lines_of_a_raw_text_are_not_moved() {
    let body =
        Body::Steps(vec![Step { losses: Vec::new(), call: None, statements: vec!["CREATE VIEW a AS\nSELECT 1"] }]);
    let printed = print(&body, &Body::Irreversible, &Go);
    let expected = "func Upgrade(db *aludel.DB) error {
\tif _, err := db.Execute(`CREATE VIEW a AS
SELECT 1`); err != nil {
\t\treturn err
\t}
\treturn nil
}";
    assert_eq!((printed.upgrade.as_str(), printed.imports.as_str()), (expected, "import \"aludel\""));
}
