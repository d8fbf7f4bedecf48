//! `MySQL` and `MariaDB` write a table's definition as a statement.

use std::collections::BTreeMap;

use aludel_sql::{Database, Row, SqlError, Value};

use crate::session::fetch_all;

/// How many names one question holds.
const NAMES_ASKED: usize = 500;

/// Everything but tables and views, which are asked one by one.
const OTHERS: &str = "\
SELECT CONCAT('routine ', routine_name), CONCAT_WS(' ', routine_type, dtd_identifier, security_type, routine_definition) \
  FROM information_schema.routines WHERE routine_schema = DATABASE() AND routine_name IN ({names}) \
UNION ALL SELECT CONCAT('trigger ', trigger_name), \
    CONCAT_WS(' ', event_object_table, action_timing, event_manipulation, action_statement) \
  FROM information_schema.triggers WHERE trigger_schema = DATABASE() AND trigger_name IN ({names}) \
UNION ALL SELECT CONCAT('event ', event_name), CONCAT_WS(' ', event_type, status, event_definition) \
  FROM information_schema.events WHERE event_schema = DATABASE() AND event_name IN ({names}) \
UNION ALL SELECT CONCAT('database ', schema_name), default_collation_name \
  FROM information_schema.schemata WHERE schema_name IN ({names}) AND schema_name <> DATABASE()";

const TABLES: &str = "SELECT table_name, table_type FROM information_schema.tables \
                      WHERE table_schema = DATABASE() AND table_name IN ({names})";

pub(super) async fn objects(
    database: &mut dyn Database,
    names: &[String],
) -> Result<BTreeMap<String, String>, SqlError> {
    let mut objects = BTreeMap::new();
    for names in names.chunks(NAMES_ASKED) {
        objects.extend(super::pairs(ask(database, OTHERS, names).await?));
        for row in ask(database, TABLES, names).await? {
            let [Value::Text(name), Value::Text(kind)] = row.as_slice() else { continue };
            let text = definition(database, name).await?;
            let kind = if kind.ends_with("VIEW") { "view" } else { "table" };
            objects.insert(format!("{kind} {name}"), text);
        }
    }
    Ok(objects)
}

async fn ask(database: &mut dyn Database, question: &str, names: &[String]) -> Result<Vec<Row>, SqlError> {
    let places = vec!["?"; names.len()].join(", ");
    let times = question.matches("{names}").count();
    let one = names.iter().map(|name| Value::Text(name.clone()));
    let parameters: Vec<Value> = std::iter::repeat_n(one, times).flatten().collect();
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
