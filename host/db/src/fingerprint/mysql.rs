//! `MySQL` and `MariaDB` write a table's definition as a statement.

use std::collections::BTreeMap;

use aludel_sql::{Database, Row, SqlError, Value};

use crate::session::fetch_all;

/// How many names one question holds.
const NAMES_ASKED: usize = 500;

/// What a statement is about that says one of the words, and the question for it. The server opens every table of the
/// database for the question about triggers, so nothing is asked that the statement does not speak of.
const OTHERS: [(&[&str], &str); 4] = [
    (
        &["FUNCTION", "PROCEDURE", "PACKAGE", "BODY"],
        "SELECT CONCAT('routine ', routine_name), \
         CONCAT_WS(' ', routine_type, dtd_identifier, security_type, routine_definition) \
         FROM information_schema.routines WHERE routine_schema = DATABASE() AND routine_name IN ({names})",
    ),
    (
        &["TRIGGER"],
        "SELECT CONCAT('trigger ', trigger_name), \
         CONCAT_WS(' ', event_object_table, action_timing, event_manipulation, action_statement) \
         FROM information_schema.triggers WHERE trigger_schema = DATABASE() AND trigger_name IN ({names})",
    ),
    (
        &["EVENT"],
        "SELECT CONCAT('event ', event_name), CONCAT_WS(' ', event_type, status, event_definition) \
         FROM information_schema.events WHERE event_schema = DATABASE() AND event_name IN ({names})",
    ),
    (
        &["DATABASE", "SCHEMA"],
        "SELECT CONCAT('database ', schema_name), default_collation_name FROM information_schema.schemata \
         WHERE schema_name IN ({names}) AND schema_name <> DATABASE()",
    ),
];

/// Names alone are read from the folder of the database, without opening a table.
const TABLES: &str =
    "SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name IN ({names})";

pub(super) async fn objects(
    database: &mut dyn Database,
    names: &[String],
) -> Result<BTreeMap<String, String>, SqlError> {
    let mut objects = BTreeMap::new();
    for (words, question) in OTHERS {
        let is_spoken_of = |word: &&str| names.iter().any(|name| name.eq_ignore_ascii_case(word));
        if words.iter().any(is_spoken_of) {
            for names in names.chunks(NAMES_ASKED) {
                objects.extend(super::pairs(ask(database, question, names).await?));
            }
        }
    }
    for names in names.chunks(NAMES_ASKED) {
        for row in ask(database, TABLES, names).await? {
            let [Value::Text(name)] = row.as_slice() else { continue };
            objects.insert(format!("table {name}"), definition(database, name).await?);
        }
    }
    Ok(objects)
}

async fn ask(database: &mut dyn Database, question: &str, names: &[String]) -> Result<Vec<Row>, SqlError> {
    let places = vec!["?"; names.len()].join(", ");
    let parameters: Vec<Value> = names.iter().map(|name| Value::Text(name.clone())).collect();
    fetch_all(database, &question.replace("{names}", &places), &parameters).await
}

/// The statement that makes a table, view or sequence, without the counter of its keys, which every row moves.
async fn definition(database: &mut dyn Database, name: &str) -> Result<String, SqlError> {
    let quoted = database.info().dialect.quote(name).map_err(|error| {
        let message = format!("the name of a table cannot be written: {error}");
        SqlError::new(aludel_sql::ErrorKind::Other, message)
    })?;
    let rows = fetch_all(database, &format!("SHOW CREATE TABLE {quoted}"), &[]).await?;
    let text = rows.into_iter().next().and_then(|row| row.into_iter().nth(1));
    match text {
        Some(Value::Text(text)) => Ok(without_counter(&text)),
        _ => Ok(String::new()),
    }
}

fn without_counter(text: &str) -> String {
    const COUNTER: &str = " AUTO_INCREMENT=";
    let Some((before, after)) = text.rsplit_once(COUNTER) else { return text.to_owned() };
    format!("{before}{}", after.trim_start_matches(|character: char| character.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_counter_is_no_part_of_a_definition() {
        let text = "CREATE TABLE `t` (\n  `id` int\n) ENGINE=InnoDB AUTO_INCREMENT=17 DEFAULT CHARSET=utf8mb4";
        let expected = "CREATE TABLE `t` (\n  `id` int\n) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4";
        assert_eq!(super::without_counter(text), expected);
        assert_eq!(super::without_counter(expected), expected);
    }
}
