use aludel_sql::Value;

use super::*;
use crate::model::{
    Column, Constraint, ConstraintBody, ForeignKey, Generation, Index, IndexPart, Key, MatchKind, ObjectName,
    ReferentialAction, Routine, RoutineKind, Sequence, Table, View,
};
use crate::operation::{Rebuild, TableChange};

const VERSION: (u32, u32, u32) = (10, 11, 0);

fn column(name: &str, data_type: &str) -> Column {
    Column { nullable: false, ..Column::new(name, data_type) }
}

fn named(name: &str, body: ConstraintBody) -> Constraint {
    Constraint { name: Some(name.to_owned()), ..Constraint::unnamed(body) }
}

fn primary_key(column: &str) -> Constraint {
    Constraint::unnamed(ConstraintBody::PrimaryKey(Key::over([column])))
}

fn check(expression: &str, column: Option<&str>) -> ConstraintBody {
    ConstraintBody::Check { expression: expression.to_owned(), column: column.map(str::to_owned) }
}

fn points_at_writer(columns: &[&str]) -> ConstraintBody {
    ConstraintBody::ForeignKey(ForeignKey {
        columns: columns.iter().map(ToString::to_string).collect(),
        references: ObjectName::local("writer"),
        referenced_columns: vec!["id".to_owned()],
        on_delete: ReferentialAction::Cascade,
        on_update: ReferentialAction::NoAction,
        match_kind: MatchKind::Simple,
    })
}

/// `book (id, writer_id, title)` with a foreign key to `writer`.
fn book() -> Table {
    let mut table = Table::new(ObjectName::local("book"));
    table.columns = vec![column("id", "int"), column("writer_id", "int"), Column::new("title", "varchar(80)")];
    table.constraints = vec![primary_key("id"), named("fk_writer", points_at_writer(&["writer_id"]))];
    table
}

fn state_of(table: &Table) -> Schema {
    let mut state = Schema::empty(Dialect::MariaDb, VERSION);
    state.options.insert("collation".to_owned(), "utf8mb4_general_ci".to_owned());
    state.tables.insert(table.name.clone(), table.clone().into());
    state
}

fn statements(dialect: Dialect, state: &Schema, operation: &Operation) -> Vec<String> {
    let rendered = render(dialect, state, operation, Modifiers::default()).unwrap();
    rendered.statements.into_iter().map(|statement| statement.sql).collect()
}

fn altered(table: &Table, changes: Vec<TableChange>) -> Vec<String> {
    let operation = Operation::AlterTable { table: table.name.clone(), changes, rebuild: Rebuild::Never };
    statements(Dialect::MariaDb, &state_of(table), &operation)
}

fn refusal(dialect: Dialect, operation: &Operation) -> String {
    let error = render(dialect, &state_of(&book()), operation, Modifiers::default()).unwrap_err();
    assert!(error.hint.is_some(), "{error}");
    error.to_string()
}

#[test]
fn a_table_has_one_thing_a_line() {
    let mut table = book();
    table.columns[0].generation = Generation::AutoIncrement;
    table.columns[2].comment = Some("it's on the cover".to_owned());
    table.columns.push(Column { generation: Generation::Default("now()".to_owned()), ..column("order", "datetime") });
    table.constraints.push(named("uq_title", ConstraintBody::Unique(Key::over(["title"]))));
    table.constraints.push(Constraint::unnamed(check("`id` > 0", None)));
    let prefix = IndexPart { prefix_length: Some(10), descending: true, ..IndexPart::column("title") };
    table.indexes.push(Index { parts: vec![prefix], ..Index::over("ix_title", ["title"]) });
    table.options.insert("collation".to_owned(), "latin1_bin".to_owned());
    table.options.insert("engine".to_owned(), "InnoDB".to_owned());
    table.comment = Some("books".to_owned());
    let sql = statements(Dialect::MariaDb, &Schema::empty(Dialect::MariaDb, VERSION), &Operation::CreateTable(table));
    let expected = "\
CREATE TABLE book (
  id int NOT NULL AUTO_INCREMENT,
  writer_id int NOT NULL,
  title varchar(80) COMMENT 'it''s on the cover',
  `order` datetime NOT NULL DEFAULT now(),
  PRIMARY KEY (id),
  UNIQUE KEY uq_title (title),
  CHECK (`id` > 0),
  KEY ix_title (title(10) DESC),
  CONSTRAINT fk_writer FOREIGN KEY (writer_id) REFERENCES writer (id) ON DELETE CASCADE
) DEFAULT CHARACTER SET = latin1 COLLATE latin1_bin COMMENT = 'books'";
    assert_eq!(sql, [expected]);
}

#[test]
fn an_expression_as_a_default_stands_in_parentheses() {
    for (default, expected) in [
        ("0", "0"),
        ("-1.5", "-1.5"),
        ("'a'", "'a'"),
        ("b'101'", "b'101'"),
        ("_utf8mb4'a'", "_utf8mb4'a'"),
        ("NULL", "NULL"),
        ("uuid()", "(uuid())"),
        ("1 + 2", "(1 + 2)"),
        ("(1 + 2)", "(1 + 2)"),
        ("current_timestamp()", "(current_timestamp())"),
    ] {
        let column = Column { generation: Generation::Default(default.to_owned()), ..column("a", "int") };
        let sql = altered(&book(), vec![TableChange::AddColumn(column)]);
        assert_eq!(sql, [format!("ALTER TABLE book ADD COLUMN a int NOT NULL DEFAULT {expected}")]);
    }
}

#[test]
fn a_column_is_written_whole_and_once() {
    let before = book().columns[2].clone();
    let after = Column { name: "name".to_owned(), nullable: false, ..before.clone() };
    let changes = vec![
        TableChange::RenameColumn { from: "title".to_owned(), to: "name".to_owned() },
        TableChange::AlterColumn {
            before: Column { name: "name".to_owned(), ..before },
            after: after.clone(),
            using: None,
        },
        TableChange::AddIndex(Index::over("ix_name", ["name"])),
    ];
    let expected = "\
ALTER TABLE book
  CHANGE COLUMN title name varchar(80) NOT NULL,
  ADD KEY ix_name (name)";
    assert_eq!(altered(&book(), changes), [expected]);
}

#[test]
fn what_holds_the_name_of_a_column_in_an_expression_comes_anew_with_its_new_name_on_mysql() {
    let mut table = book();
    table.columns.push(Column {
        generation: Generation::Computed { expression: "(`id` + 1)".to_owned(), stored: false },
        ..Column::new("next", "int")
    });
    table.constraints.push(named("ck_id", check("(`id` > 0)", None)));
    let rename = || vec![TableChange::RenameColumn { from: "id".to_owned(), to: "number".to_owned() }];
    let operation = Operation::AlterTable { table: table.name.clone(), changes: rename(), rebuild: Rebuild::Never };
    let state = Schema { dialect: Dialect::Mysql, ..state_of(&table) };
    let expected = "\
ALTER TABLE book
  DROP CONSTRAINT ck_id,
  RENAME COLUMN id TO number,
  MODIFY COLUMN next int GENERATED ALWAYS AS (`number` + 1) VIRTUAL,
  ADD CONSTRAINT ck_id CHECK (`number` > 0)";
    assert_eq!(statements(Dialect::Mysql, &state, &operation), [expected]);
    assert_eq!(altered(&table, rename()), ["ALTER TABLE book RENAME COLUMN id TO number"]);
}

#[test]
fn a_column_of_a_foreign_key_is_renamed_apart_from_its_checks_on_mysql() {
    let mut table = book();
    table.constraints.push(named("ck_writer", check("(`writer_id` > 0)", None)));
    let changes = vec![TableChange::RenameColumn { from: "writer_id".to_owned(), to: "author_id".to_owned() }];
    let operation = Operation::AlterTable { table: table.name.clone(), changes, rebuild: Rebuild::Never };
    let state = Schema { dialect: Dialect::Mysql, ..state_of(&table) };
    let expected = [
        "ALTER TABLE book DROP CONSTRAINT ck_writer",
        "ALTER TABLE book RENAME COLUMN writer_id TO author_id",
        "ALTER TABLE book ADD CONSTRAINT ck_writer CHECK (`author_id` > 0)",
    ];
    assert_eq!(statements(Dialect::Mysql, &state, &operation), expected);
}

#[test]
fn the_check_of_a_column_stays_with_it() {
    let mut table = book();
    table.constraints.push(Constraint::unnamed(check("`id` > 0", Some("id"))));
    let before = table.columns[0].clone();
    let change = TableChange::AlterColumn { after: column("id", "bigint"), before, using: None };
    let expected = "ALTER TABLE book MODIFY COLUMN id bigint NOT NULL CHECK (`id` > 0)";
    assert_eq!(altered(&table, vec![change]), [expected]);
    let change = TableChange::DropConstraint(table.constraints[2].clone());
    assert_eq!(altered(&table, vec![change]), ["ALTER TABLE book MODIFY COLUMN id int NOT NULL"]);
}

#[test]
fn a_foreign_key_takes_its_index_along() {
    let table = book();
    let drop = vec![TableChange::DropConstraint(table.constraints[1].clone())];
    let expected = "ALTER TABLE book\n  DROP FOREIGN KEY fk_writer,\n  DROP INDEX IF EXISTS fk_writer";
    assert_eq!(altered(&table, drop.clone()), [expected]);
    // An index of one's own serves the key, and stays.
    let mut indexed = table;
    indexed.indexes.push(Index::over("ix_writer", ["writer_id", "title"]));
    assert_eq!(altered(&indexed, drop), ["ALTER TABLE book DROP FOREIGN KEY fk_writer"]);
}

#[test]
fn a_made_up_name_follows_its_table() {
    let mut table = book();
    let name = Some("volume_ibfk_1".to_owned());
    table.constraints[1] = Constraint { name, is_name_generated: true, ..table.constraints[1].clone() };
    let expected = "ALTER TABLE book\n  DROP FOREIGN KEY book_ibfk_1,\n  DROP INDEX IF EXISTS writer_id";
    assert_eq!(altered(&table, vec![TableChange::DropConstraint(table.constraints[1].clone())]), [expected]);
}

#[test]
fn a_foreign_key_gets_an_index_when_its_own_goes() {
    let mut table = book();
    table.indexes.push(Index::over("ix_writer", ["writer_id"]));
    let drop = vec![TableChange::DropIndex(table.indexes[0].clone())];
    let expected = "ALTER TABLE book\n  DROP INDEX ix_writer,\n  ADD KEY fk_writer (writer_id)";
    assert_eq!(altered(&table, drop), [expected]);
}

#[test]
fn a_foreign_key_that_changes_takes_two_statements() {
    let table = book();
    let before = table.constraints[1].clone();
    let ConstraintBody::ForeignKey(mut key) = before.body.clone() else { panic!("it is one") };
    key.on_delete = ReferentialAction::SetNull;
    let after = Constraint { body: ConstraintBody::ForeignKey(key), ..before.clone() };
    let expected = [
        "ALTER TABLE book DROP FOREIGN KEY fk_writer",
        "ALTER TABLE book ADD CONSTRAINT fk_writer FOREIGN KEY (writer_id) REFERENCES writer (id) ON DELETE SET NULL",
    ];
    assert_eq!(altered(&table, vec![TableChange::ReplaceConstraint { before, after }]), expected);
}

#[test]
fn what_uses_a_column_goes_with_it() {
    let mut table = book();
    table.indexes.push(Index::over("ix_title", ["title"]));
    table.indexes.push(Index::over("ix_both", ["id", "title"]));
    table.constraints.push(named("ck_title", check("`title` <> ''", None)));
    let expected = "\
ALTER TABLE book
  DROP INDEX ix_both,
  DROP CONSTRAINT ck_title,
  DROP COLUMN title";
    assert_eq!(altered(&table, vec![TableChange::DropColumn(table.columns[2].clone())]), [expected]);
}

#[test]
fn a_virtual_column_is_made_again() {
    let mut table = book();
    let computed = |stored| Generation::Computed { expression: "`id` + 1".to_owned(), stored };
    table.columns.push(Column { generation: computed(false), ..Column::new("next", "int") });
    let before = table.columns[3].clone();
    let after = Column { generation: computed(true), ..before.clone() };
    let expected = "\
ALTER TABLE book
  DROP COLUMN next,
  ADD COLUMN next int GENERATED ALWAYS AS (`id` + 1) STORED AFTER title";
    assert_eq!(altered(&table, vec![TableChange::AlterColumn { before, after, using: None }]), [expected]);
}

#[test]
fn the_collation_of_a_table_moves_its_columns() {
    let set = |after: &str| TableChange::SetOption {
        name: "collation".to_owned(),
        before: None,
        after: Some(after.to_owned()),
    };
    let mut table = book();
    let expected = ["ALTER TABLE book CONVERT TO CHARACTER SET latin1 COLLATE latin1_bin"];
    assert_eq!(altered(&table, vec![set("latin1_bin")]), expected);
    // One with a collation of its own must keep that.
    let own = Some("utf8mb4_bin".to_owned());
    table.columns.push(Column { collation: own, ..Column::new("code", "char(3)") });
    let expected = "\
ALTER TABLE book
  MODIFY COLUMN title varchar(80),
  DEFAULT CHARACTER SET = latin1 COLLATE latin1_bin";
    assert_eq!(altered(&table, vec![set("latin1_bin")]), [expected]);
}

#[test]
fn guards_are_words_of_mariadb() {
    let table = book();
    let operation = Operation::AlterTable {
        table: table.name.clone(),
        changes: vec![TableChange::DropColumn(table.columns[2].clone())],
        rebuild: Rebuild::Never,
    };
    let guarded = Modifiers { if_exists: true, ..Modifiers::default() };
    let rendered = render(Dialect::MariaDb, &state_of(&table), &operation, guarded).unwrap();
    assert_eq!(rendered.statements[0].sql, "ALTER TABLE book DROP COLUMN IF EXISTS title");
    render(Dialect::Mysql, &state_of(&table), &operation, guarded).unwrap_err();
}

#[test]
fn views_routines_and_sequences() {
    let state = Schema::empty(Dialect::MariaDb, VERSION);
    let view = View {
        name: ObjectName::local("long book"),
        query: "select 1 AS `a`".to_owned(),
        columns: Vec::new(),
        materialized: false,
        indexes: Vec::new(),
        options: [("check option".to_owned(), "local".to_owned())].into(),
        comment: None,
        depends_on: [].into(),
    };
    let replace = Operation::ReplaceView { before: view.clone(), after: view };
    let expected = "CREATE OR REPLACE VIEW `long book` AS\nselect 1 AS `a`\nWITH LOCAL CHECK OPTION";
    assert_eq!(statements(Dialect::MariaDb, &state, &replace), [expected]);
    let routine = Routine {
        name: ObjectName::local("touch"),
        kind: RoutineKind::Procedure,
        definition: "CREATE PROCEDURE touch()\nSELECT 1".to_owned(),
        comment: None,
        depends_on: [].into(),
        options: [].into(),
    };
    let replace = Operation::ReplaceRoutine { before: routine.clone(), after: routine };
    let expected = ["DROP PROCEDURE touch", "CREATE PROCEDURE touch()\nSELECT 1"];
    assert_eq!(statements(Dialect::MariaDb, &state, &replace), expected);
    let sequence = Operation::CreateSequence(numbers());
    assert_eq!(statements(Dialect::MariaDb, &state, &sequence), ["CREATE SEQUENCE numbers INCREMENT BY 2 CYCLE"]);
    refusal(Dialect::Mysql, &sequence);
}

fn numbers() -> Sequence {
    Sequence {
        name: ObjectName::local("numbers"),
        data_type: "bigint".to_owned(),
        start: 1,
        increment: 2,
        minimum: 1,
        maximum: i64::MAX - 1,
        cache: 1000,
        cycle: true,
        comment: None,
    }
}

#[test]
fn rows_are_inserted_together() {
    let rows = vec![vec![Value::Integer(1), Value::Text("it's".to_owned())], vec![Value::Integer(2), Value::Null]];
    let columns = vec!["id".to_owned(), "key".to_owned()];
    let insert = Operation::InsertRows { table: ObjectName::local("book"), columns, rows };
    let expected = "INSERT INTO book (id, `key`) VALUES\n  (1, 'it''s'),\n  (2, NULL)";
    assert_eq!(statements(Dialect::MariaDb, &state_of(&book()), &insert), [expected]);
}

#[test]
fn what_there_is_not_has_a_way_round() {
    let add = |index: Index| Operation::AlterTable {
        table: ObjectName::local("book"),
        changes: vec![TableChange::AddIndex(index)],
        rebuild: Rebuild::Never,
    };
    let index = || Index::over("ix", ["title"]);
    let partial = Index { predicate: Some("id > 1".to_owned()), ..index() };
    assert_eq!(refusal(Dialect::Mysql, &add(partial)), "MySQL cannot make the index `ix` of the rows WHERE id > 1");
    let expression = Index { parts: vec![IndexPart::expression("lower(title)")], ..index() };
    let message = refusal(Dialect::MariaDb, &add(expression.clone()));
    assert_eq!(message, "MariaDB cannot make an index of the expression `lower(title)`");
    let sql = statements(Dialect::Mysql, &state_of(&book()), &add(expression));
    assert_eq!(sql, ["ALTER TABLE book ADD KEY ix ((lower(title)))"]);
    refusal(Dialect::MariaDb, &add(Index { include: vec!["id".to_owned()], ..index() }));
    refusal(Dialect::MariaDb, &add(Index { method: Some("gin".to_owned()), ..index() }));
    refusal(Dialect::MariaDb, &Operation::CreateSchema { name: "shop".to_owned() });
}
