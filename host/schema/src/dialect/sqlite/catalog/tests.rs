use aludel_sql::Value;

use super::*;

const VERSION: (u32, u32, u32) = (3, 50, 0);

fn row(texts: &[&str]) -> Row {
    texts.iter().map(|text| Value::Text((*text).to_owned())).collect()
}

fn read_objects(objects: Vec<Row>) -> Result<Schema, CatalogError> {
    read(VERSION, &Scope::default(), &[objects, Vec::new(), Vec::new()])
}

#[test]
fn the_number_of_questions_is_fixed() {
    assert_eq!(queries().len(), 3);
    assert!(queries().iter().all(|query| query.parameters.is_empty()));
}

#[test]
fn a_statement_that_is_not_understood_is_told_with_its_object() {
    let error = read_objects(vec![row(&["table", "t", "t", "CREATE TABLE t"])]).expect_err("no columns");
    assert_eq!(
        error.to_string(),
        "the server's answer about objects cannot be read: the statement of table `t`: byte 14 should be the list of \
         columns in parentheses, but the text ends"
    );
}

#[test]
fn an_answer_of_another_shape_is_refused() {
    assert!(read_objects(vec![row(&["table", "t"])]).is_err());
    assert!(read(VERSION, &Scope::default(), &[Vec::new()]).is_err());
    assert!(read(VERSION, &Scope::default(), &[Vec::new(), vec![row(&["virtual"])], Vec::new()]).is_err());
}

#[test]
fn what_belongs_to_nothing_that_is_read_is_left_out() {
    let objects = vec![
        row(&["index", "i", "gone", "CREATE INDEX i ON gone (a)"]),
        row(&["trigger", "r", "gone", "CREATE TRIGGER r AFTER INSERT ON gone BEGIN SELECT 1; END"]),
        row(&["table", "sqlite_sequence", "sqlite_sequence", "CREATE TABLE sqlite_sequence(name,seq)"]),
    ];
    let schema = read_objects(objects).expect("objects");
    assert_eq!(schema, Schema::empty(Dialect::Sqlite, VERSION));
}
