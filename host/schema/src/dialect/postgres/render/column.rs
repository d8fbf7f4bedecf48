//! Columns in CREATE TABLE and ADD COLUMN.

use super::super::{quote, sequence_settings, unsupported};
use crate::dialect::Unsupported;
use crate::model::{Column, Generation, Identity, IdentityKind, Options};

/// The first version that computes a column at each reading.
const VIRTUAL_SINCE: u32 = 18;

/// Settings of a column that the server knows.
const SETTINGS: [&str; 6] =
    ["storage", "compression", "sequence", "sequence name", "n_distinct", "n_distinct_inherited"];

/// A column without what must be done after it is there.
pub(super) fn definition(version: u32, column: &Column, is_primary_key: bool) -> Result<String, Unsupported> {
    check_settings(column)?;
    let mut text = format!("{} {}", quote::identifier(&column.name), type_of(column));
    if let Some(collation) = &column.collation {
        text.extend([format!(" COLLATE {}", quote::collation(collation))]);
    }
    match &column.generation {
        Generation::None | Generation::AutoIncrement => {}
        Generation::Default(default) => text.extend([format!(" DEFAULT {default}")]),
        Generation::Identity(identity) => text.extend([format!(" {}", identity_clause(identity))]),
        Generation::Computed { expression, stored } => text.push_str(&computed_clause(version, expression, *stored)?),
    }
    if is_primary_key {
        text.push_str(" PRIMARY KEY");
    } else if !column.nullable && !is_serial(column) && !matches!(column.generation, Generation::Identity(_)) {
        text.push_str(" NOT NULL");
    }
    Ok(text)
}

fn type_of(column: &Column) -> &str {
    if is_serial(column) { serial_type(&column.data_type).unwrap_or(&column.data_type) } else { &column.data_type }
}

/// Whether the column can be written as `serial`: it counts, in one of the types that the word is for.
pub(super) fn is_serial(column: &Column) -> bool {
    column.generation == Generation::AutoIncrement && !column.nullable && serial_type(&column.data_type).is_some()
}

fn serial_type(data_type: &str) -> Option<&'static str> {
    match data_type {
        "smallint" => Some("smallserial"),
        "integer" => Some("serial"),
        "bigint" => Some("bigserial"),
        _ => None,
    }
}

pub(super) fn identity_clause(identity: &Identity) -> String {
    let kind = identity_kind(identity.kind);
    match sequence_settings(identity.start, identity.increment, &identity.options) {
        settings if settings.is_empty() => format!("GENERATED {kind} AS IDENTITY"),
        settings => format!("GENERATED {kind} AS IDENTITY ({settings})"),
    }
}

pub(super) fn identity_kind(kind: IdentityKind) -> &'static str {
    match kind {
        IdentityKind::Always => "ALWAYS",
        IdentityKind::ByDefault => "BY DEFAULT",
    }
}

fn computed_clause(version: u32, expression: &str, stored: bool) -> Result<String, Unsupported> {
    let kind = match (stored, version) {
        (true, _) => "STORED",
        (false, 1..VIRTUAL_SINCE) => {
            return Err(unsupported(
                &format!("compute a column at each reading before version {VIRTUAL_SINCE}"),
                "keep its values in the table: `STORED`",
            ));
        }
        (false, _) => "VIRTUAL",
    };
    Ok(format!(" GENERATED ALWAYS AS ({expression}) {kind}"))
}

fn check_settings(column: &Column) -> Result<(), Unsupported> {
    match column.options.keys().find(|name| !SETTINGS.contains(&name.as_str())) {
        None => Ok(()),
        Some(name) => Err(unsupported(
            &format!("set `{name}` of column {}", column.name),
            &format!("leave out `{name}`: another server knows it"),
        )),
    }
}

/// The actions of ALTER TABLE that turn the settings of a column into others.
pub(super) fn setting_actions(name: &str, data_type: &str, before: &Options, after: &Options) -> Vec<String> {
    let column = quote::identifier(name);
    let names: std::collections::BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let changed = names.into_iter().filter(|setting| before.get(*setting) != after.get(*setting));
    let actions = changed.filter_map(|setting| {
        let value = after.get(setting);
        Some(match (setting.as_str(), value) {
            ("storage", value) => {
                let word = value.map_or_else(|| usual_storage(data_type).to_owned(), |word| word.to_uppercase());
                format!("ALTER COLUMN {column} SET STORAGE {word}")
            }
            ("compression", value) => {
                format!("ALTER COLUMN {column} SET COMPRESSION {}", value.map_or("default", String::as_str))
            }
            ("sequence" | "sequence name", _) => return None,
            (setting, Some(value)) => format!("ALTER COLUMN {column} SET ({setting} = {value})"),
            (setting, None) => format!("ALTER COLUMN {column} RESET ({setting})"),
        })
    });
    actions.collect()
}

/// The storage of a type when none was chosen; the server has a word for it since version 16 only.
fn usual_storage(data_type: &str) -> &'static str {
    match super::super::types::base(data_type).as_str() {
        "numeric" | "inet" | "cidr" if !data_type.ends_with("[]") => "MAIN",
        _ => "EXTENDED",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(data_type: &str, generation: Generation) -> Column {
        Column { generation, nullable: false, ..Column::new("order", data_type) }
    }

    #[test]
    fn columns_read_as_a_person_would_write_them() {
        let identity = Identity {
            kind: IdentityKind::Always,
            start: Some(100),
            increment: None,
            options: Options::from([("cycle".to_owned(), "true".to_owned())]),
        };
        let computed = Generation::Computed { expression: "a + 1".to_owned(), stored: true };
        let cases = [
            (column("integer", Generation::AutoIncrement), "\"order\" serial"),
            (column("text", Generation::Default("'x'::text".to_owned())), "\"order\" text DEFAULT 'x'::text NOT NULL"),
            (
                column("bigint", Generation::Identity(identity)),
                "\"order\" bigint GENERATED ALWAYS AS IDENTITY (START WITH 100 CYCLE)",
            ),
            (column("integer", computed), "\"order\" integer GENERATED ALWAYS AS (a + 1) STORED NOT NULL"),
        ];
        for (column, expected) in cases {
            assert_eq!(definition(15, &column, false).unwrap(), expected);
        }
        let collated = Column { collation: Some("C".to_owned()), ..Column::new("a", "text") };
        assert_eq!(definition(15, &collated, false).unwrap(), "a text COLLATE \"C\"");
        assert_eq!(definition(15, &Column::new("id", "uuid"), true).unwrap(), "id uuid PRIMARY KEY");
    }

    #[test]
    fn what_another_server_knows_is_refused() {
        let mut column = Column::new("a", "text");
        column.options.insert("charset".to_owned(), "utf8mb4".to_owned());
        assert_eq!(definition(15, &column, false).unwrap_err().operation, "set `charset` of column a");
        let computed = Generation::Computed { expression: "a".to_owned(), stored: false };
        let column = Column { generation: computed, ..Column::new("b", "text") };
        assert!(definition(15, &column, false).is_err());
        assert!(definition(18, &column, false).unwrap().ends_with("VIRTUAL"));
    }
}
