//! What must survive: the cases of `tests/cases`, each with the change in place where that goes, and by a copy.

use std::path::PathBuf;

use aludel_schema::{Rebuild, TableChange};
use aludel_sql::Value;
use serde_json::Value as Json;

use crate::{change, column_of, database, scalar, schema_of};

pub(crate) fn cases(file: &str) -> Vec<Json> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/cases").join(file);
    serde_json::from_str(&std::fs::read_to_string(path).expect("the file is there")).expect("the file is JSON")
}

pub(crate) fn text<'a>(case: &'a Json, key: &str) -> &'a str {
    case[key].as_str().expect(key)
}

fn value(json: &Json) -> Value {
    match json {
        Json::Null => Value::Null,
        Json::String(text) => Value::Text(text.clone()),
        number => Value::Integer(number.as_i64().expect("values are texts and integers")),
    }
}

async fn check(case: &Json, rebuild: Rebuild) {
    let name = text(case, "name");
    let mut session = database(text(case, "before_sql")).await;
    let schema = schema_of(&mut session).await;
    let (table, column) =
        text(case, "change").strip_prefix("drop column ").and_then(|it| it.split_once('.')).expect("a column goes");
    let drop = TableChange::DropColumn(column_of(&schema, table, column));
    change(&mut session, table, vec![drop], rebuild).await;
    for held in case["must_hold"].as_array().expect("a list") {
        let sql = text(held, "sql");
        assert_eq!(scalar(&mut session, sql).await, value(&held["value"]), "{name} ({rebuild:?}): {sql}");
    }
    assert_eq!(scalar(&mut session, "PRAGMA integrity_check").await, Value::Text("ok".to_owned()), "{name}");
}

async fn check_all(file: &str) {
    for case in cases(file) {
        for rebuild in [Rebuild::WhenNeeded, Rebuild::Always] {
            check(&case, rebuild).await;
        }
    }
}

#[tokio::test]
async fn what_is_known_to_be_lost_elsewhere_survives() {
    check_all("sqlite_rebuild.json").await;
}

#[tokio::test]
async fn what_else_belongs_to_a_table_survives() {
    check_all("sqlite_rebuild_more.json").await;
}
