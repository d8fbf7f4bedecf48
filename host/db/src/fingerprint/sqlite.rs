//! `SQLite` keeps the text of every definition.

use std::collections::BTreeMap;

use aludel_sql::{Database, SqlError, Value};

use crate::session::fetch_all;

/// The statement as it is kept, and on which page it begins: a table that was dropped and made anew is another one.
const OBJECTS: &str = "SELECT type || ' ' || name, coalesce(sql, '') || ' ' || rootpage FROM main.sqlite_schema \
                       WHERE name COLLATE NOCASE IN (SELECT value FROM json_each(?1)) \
                       OR tbl_name COLLATE NOCASE IN (SELECT value FROM json_each(?1))";

pub(super) async fn objects(
    database: &mut dyn Database,
    names: &[String],
) -> Result<BTreeMap<String, String>, SqlError> {
    let rows = fetch_all(database, OBJECTS, &[Value::Text(json(names))]).await?;
    Ok(super::pairs(rows))
}

/// The names as a JSON array of strings.
fn json(names: &[String]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("\"{}\"", escaped(name))).collect();
    format!("[{}]", quoted.join(","))
}

fn escaped(name: &str) -> String {
    let mut text = String::new();
    for character in name.chars() {
        match character {
            '"' | '\\' => text.extend(['\\', character]),
            control if control.is_control() => text.extend(format!("\\u{:04x}", u32::from(control)).chars()),
            other => text.push(other),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    #[test]
    fn names_become_an_array() {
        let names = ["a".to_owned(), "b\"\\\n".to_owned()];
        assert_eq!(super::json(&names), r#"["a","b\"\\\u000a"]"#);
        assert_eq!(super::json(&[]), "[]");
    }
}
