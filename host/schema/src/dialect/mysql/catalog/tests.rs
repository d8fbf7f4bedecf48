//! Answers of `MySQL` 8, as its documentation shows them, where they are spelled otherwise than those of `MariaDB`.

use aludel_sql::Value;

use super::*;
use crate::dialect::Namespaces;
use crate::model::{Column, ConstraintBody, Generation, IndexKey, ReferentialAction, Table};

const VERSION: (u32, u32, u32) = (8, 4, 0);

/// A row; an empty text stands for NULL.
fn row(cells: &[&str]) -> Row {
    let value = |cell: &&str| if cell.is_empty() { Value::Null } else { Value::Text((*cell).to_owned()) };
    cells.iter().map(value).collect()
}

fn answers() -> Vec<Vec<Row>> {
    let column = |place: &str, name: &str, rest: [&str; 7]| {
        let [data_type, nullable, collation, default, extra, expression, comment] = rest;
        row(&["shop", "book", place, name, data_type, nullable, collation, default, extra, expression, comment, ""])
    };
    let index = |table: &str, name: &str, place: &str, non_unique: &str, rest: [&str; 3]| {
        let [column, hidden, expression] = rest;
        row(&["shop", table, name, place, non_unique, column, "A", "", "BTREE", "", hidden, expression, "1"])
    };
    let mut answers = vec![
        vec![row(&["shop", "shop", "utf8mb4", "utf8mb4_0900_ai_ci"])],
        // Some versions give these as bytes.
        vec![vec![
            Value::Bytes(b"shop".to_vec()),
            Value::Bytes(b"book".to_vec()),
            Value::Bytes(b"BASE TABLE".to_vec()),
            Value::Bytes(b"InnoDB".to_vec()),
            Value::Bytes(b"utf8mb4_0900_ai_ci".to_vec()),
            Value::Bytes(Vec::new()),
            Value::Bytes(Vec::new()),
        ]],
        vec![
            column("1", "id", ["int", "NO", "", "", "auto_increment", "", ""]),
            column("2", "title", ["varchar(80)", "NO", "utf8mb4_0900_ai_ci", "it's", "", "", ""]),
            column("3", "price", ["decimal(5,2)", "YES", "", "1.00", "", "", ""]),
            column(
                "4",
                "made",
                [
                    "datetime(3)",
                    "YES",
                    "",
                    "CURRENT_TIMESTAMP(3)",
                    "DEFAULT_GENERATED on update CURRENT_TIMESTAMP(3)",
                    "",
                    "",
                ],
            ),
            column("5", "key", ["char(36)", "YES", "ascii_bin", "uuid()", "DEFAULT_GENERATED INVISIBLE", "", "x"]),
            column(
                "6",
                "label",
                [
                    "varchar(99)",
                    "YES",
                    "utf8mb4_0900_ai_ci",
                    "",
                    "STORED GENERATED",
                    r"concat(`title`,_utf8mb4\' \',`id`)",
                    "",
                ],
            ),
            column("7", "flags", ["bit(3)", "YES", "", "b'101'", "", "", ""]),
            column("8", "day", ["date", "YES", "", "2024-01-31", "", "", ""]),
        ],
        vec![
            index("book", "PRIMARY", "1", "0", ["id", "NO", ""]),
            index("book", "ix_lower", "1", "1", ["", "YES", r"lower(concat(`title`,_utf8mb4\'x\'))"]),
            index("book", "book_ibfk_1", "1", "1", ["writer_id", "NO", ""]),
        ],
        vec![row(&["shop", "book", "book_ibfk_1", "1", "writer_id", "shop", "writer", "id"])],
        vec![row(&["shop", "book", "book_ibfk_1", "NO ACTION", "RESTRICT"])],
        vec![
            row(&["shop", "book", "book_chk_1", "Table", "(`price` > 0)", "YES"]),
            row(&["shop", "book", "ck", "Table", r"(`title` <> _utf8mb4\'it\\\'s\')", "NO"]),
        ],
        Vec::new(),
        vec![row(&[
            "shop",
            "long_book",
            "select `shop`.`book`.`id` AS `id` from `shop`.`book`",
            "NONE",
            "DEFINER",
            "",
        ])],
    ];
    answers.resize(Question::all(Dialect::Mysql, VERSION).len(), Vec::new());
    answers
}

fn schema() -> Schema {
    read(Dialect::Mysql, VERSION, &Scope::default(), &answers()).unwrap()
}

fn book(schema: &Schema) -> &Table {
    &schema.tables[&ObjectName::local("book")]
}

#[test]
fn defaults_are_sql_text() {
    let schema = schema();
    let default = |name: &str| book(&schema).column(name).unwrap().generation.clone();
    let text = |text: &str| Generation::Default(text.to_owned());
    assert_eq!(default("id"), Generation::AutoIncrement);
    assert_eq!(default("title"), text("'it''s'"));
    assert_eq!(default("price"), text("1.00"));
    assert_eq!(default("made"), text("CURRENT_TIMESTAMP(3)"));
    assert_eq!(default("key"), text("(uuid())"));
    assert_eq!(default("flags"), text("b'101'"));
    assert_eq!(default("day"), text("'2024-01-31'"));
}

#[test]
fn columns_have_what_is_their_own() {
    let schema = schema();
    let column = |name: &str| -> Column { book(&schema).column(name).unwrap().clone() };
    assert_eq!(column("title").collation, None);
    assert_eq!(column("key").collation.as_deref(), Some("ascii_bin"));
    assert_eq!(column("key").options["invisible"], "on");
    assert_eq!(column("made").options["on update"], "current_timestamp(3)");
    let expression = "concat(`title`,_utf8mb4' ',`id`)".to_owned();
    assert_eq!(column("label").generation, Generation::Computed { expression, stored: true });
}

#[test]
fn checks_keys_and_indexes() {
    let schema = schema();
    let book = book(&schema);
    let checks = book.constraints.iter().filter_map(|constraint| match &constraint.body {
        ConstraintBody::Check { expression, .. } => Some((constraint.given_name(), expression.as_str())),
        _ => None,
    });
    assert_eq!(checks.collect::<Vec<_>>(), [(None, "`price` > 0"), (Some("ck"), r"`title` <> _utf8mb4'it\'s'")]);
    let unenforced = book.constraints.iter().find(|constraint| constraint.given_name() == Some("ck")).unwrap();
    assert!(unenforced.options.contains_key("not enforced"));
    let [index] = book.indexes.as_slice() else { panic!("the one of the foreign key is left out: {book:?}") };
    assert_eq!(index.parts[0].key, IndexKey::Expression("lower(concat(`title`,_utf8mb4'x'))".to_owned()));
    assert_eq!(index.options["invisible"], "on");
    let key = book.constraints.iter().find_map(|constraint| match &constraint.body {
        ConstraintBody::ForeignKey(key) => Some(key),
        _ => None,
    });
    let key = key.unwrap();
    assert_eq!((key.on_delete, key.on_update), (ReferentialAction::NoAction, ReferentialAction::NoAction));
    assert_eq!(key.references, ObjectName::local("writer"));
}

#[test]
fn a_view_is_written_without_its_database() {
    let view = &schema().views[&ObjectName::local("long_book")];
    assert_eq!(view.query, "select `book`.`id` AS `id` from `book`");
    assert!(view.depends_on.contains(&ObjectName::local("book")));
}

#[test]
fn an_answer_that_makes_no_sense_is_an_error() {
    let mut answers = answers();
    answers[2][0].truncate(5);
    let error = read(Dialect::Mysql, VERSION, &Scope::default(), &answers).unwrap_err();
    assert_eq!(error.to_string(), "the server's answer about columns cannot be read: there is no column 6");
}

#[test]
fn the_number_of_questions_is_fixed() {
    let all = queries(Dialect::MariaDb, (10, 11, 0), &Scope::default());
    assert_eq!(all.len(), 15);
    assert_eq!(queries(Dialect::MariaDb, (11, 4, 1), &Scope::default()).len(), 16);
    assert_eq!(queries(Dialect::Mysql, VERSION, &Scope::default()).len(), 13);
    let many = (0..1000).map(|number| ObjectName::local(format!("t{number}"))).collect();
    let scope = Scope { namespaces: Namespaces::Default, tables: Some(many), without: Vec::new() };
    let narrowed = queries(Dialect::MariaDb, (10, 11, 0), &scope);
    assert_eq!(narrowed.len(), 15);
    assert!(narrowed.iter().all(|query| query.sql.len() < 2000));
}

#[test]
fn a_newer_server_tells_its_periods() {
    let mut answers = answers();
    let newest = (11, 4, 1);
    answers.resize(Question::all(Dialect::MariaDb, newest).len(), Vec::new());
    let with_period = |column: &str| vec![row(&["shop", "book", column])];
    let read = |answers: &[Vec<Row>]| read(Dialect::MariaDb, newest, &Scope::default(), answers).unwrap();
    // That of the server's own clock: nobody sees its columns.
    answers[15] = with_period("row_start");
    assert!(read(&answers).tables.contains_key(&ObjectName::local("book")));
    answers[15] = with_period("day");
    let schema = read(&answers);
    assert!(schema.tables.is_empty());
    assert!(schema.uncompared.iter().any(|object| object.kind == "table with a period"));
}

#[test]
fn a_full_text_index_may_have_a_parser() {
    let mut answers = answers();
    answers[3].push(row(&["shop", "book", "ft", "1", "1", "title", "", "", "FULLTEXT", "", "NO", "", "1"]));
    let named = |answers: &[Vec<Row>]| -> Vec<String> {
        let schema = read(Dialect::Mysql, VERSION, &Scope::default(), answers).unwrap();
        schema.uncompared.iter().map(|object| format!("{} {}", object.kind, object.name)).collect()
    };
    assert_eq!(named(&answers), ["possible parser of the full-text index ft on book"]);
    if let Some(last) = answers[3].last_mut() {
        last[12] = Value::Integer(0);
    }
    assert_eq!(named(&answers), Vec::<String>::new());
}
