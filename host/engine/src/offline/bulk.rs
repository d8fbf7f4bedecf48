//! Bulk writers as statements: what a script has in place of COPY.

use aludel_sql::{BulkKind, BulkTarget, Dialect, ErrorKind, Row, SqlError, literal};

/// How many rows one INSERT of a script holds.
const ROWS_PER_INSERT: usize = 200;

/// The statements that write the rows to the target.
pub(crate) fn statements(target: &BulkTarget, rows: &[Row], dialect: Dialect) -> Result<Vec<String>, SqlError> {
    match &target.kind {
        BulkKind::Insert => rows.chunks(ROWS_PER_INSERT).map(|page| insert(target, page, dialect)).collect(),
        BulkKind::Update { keys } => rows.iter().map(|row| update(target, keys, row, dialect)).collect(),
    }
}

fn insert(target: &BulkTarget, page: &[Row], dialect: Dialect) -> Result<String, SqlError> {
    let columns = quoted(&target.columns, dialect)?.join(", ");
    let tuples = page
        .iter()
        .map(|row| Ok(format!("({})", literals(row, dialect)?.join(", "))))
        .collect::<Result<Vec<_>, SqlError>>()?;
    Ok(format!("INSERT INTO {} ({columns}) VALUES\n    {}", table(target, dialect)?, tuples.join(",\n    ")))
}

fn update(target: &BulkTarget, keys: &[String], row: &Row, dialect: Dialect) -> Result<String, SqlError> {
    let values = literals(row, dialect)?;
    if values.len() != keys.len() + target.columns.len() {
        return Err(SqlError::new(ErrorKind::Conversion, format!("a row has {} values", values.len())));
    }
    let (key_values, new_values) = values.split_at(keys.len());
    let set = equations(&quoted(&target.columns, dialect)?, new_values).join(", ");
    let condition = equations(&quoted(keys, dialect)?, key_values).join(" AND ");
    Ok(format!("UPDATE {} SET {set} WHERE {condition}", table(target, dialect)?))
}

fn equations(columns: &[String], values: &[String]) -> Vec<String> {
    columns.iter().zip(values).map(|(column, value)| format!("{column} = {value}")).collect()
}

fn literals(row: &Row, dialect: Dialect) -> Result<Vec<String>, SqlError> {
    let text =
        |value| literal(value, dialect).map_err(|error| SqlError::new(ErrorKind::Unsupported, error.to_string()));
    row.iter().map(text).collect()
}

fn table(target: &BulkTarget, dialect: Dialect) -> Result<String, SqlError> {
    let table = quote(&target.table, dialect)?;
    match &target.schema {
        Some(schema) => Ok(format!("{}.{table}", quote(schema, dialect)?)),
        None => Ok(table),
    }
}

fn quoted(names: &[String], dialect: Dialect) -> Result<Vec<String>, SqlError> {
    names.iter().map(|name| quote(name, dialect)).collect()
}

fn quote(name: &str, dialect: Dialect) -> Result<String, SqlError> {
    dialect.quote(name).map_err(|error| SqlError::new(ErrorKind::Syntax, error.to_string()))
}

#[cfg(test)]
mod tests {
    use aludel_sql::Value;

    use super::*;

    fn target(kind: BulkKind) -> BulkTarget {
        BulkTarget { schema: None, table: "people".to_owned(), kind, columns: vec!["name".to_owned()] }
    }

    #[test]
    fn rows_are_inserted_by_the_page() {
        let rows = vec![vec![Value::Integer(1)]; ROWS_PER_INSERT + 1];
        let statements = statements(&target(BulkKind::Insert), &rows, Dialect::Sqlite).unwrap();
        assert_eq!(statements.len(), 2);
        assert_eq!(statements[1], "INSERT INTO \"people\" (\"name\") VALUES\n    (1)");
    }

    #[test]
    fn rows_are_updated_by_key() {
        let kind = BulkKind::Update { keys: vec!["id".to_owned()] };
        let rows = vec![vec![Value::Integer(7), Value::Text("O'Hara".to_owned())]];
        let statements = statements(&target(kind), &rows, Dialect::Mysql).unwrap();
        assert_eq!(statements, ["UPDATE `people` SET `name` = 'O''Hara' WHERE `id` = 7"]);
    }
}
