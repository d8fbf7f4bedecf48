//! A statement with its parameters written in as literals.

use aludel_sql::lexer::{Lexer, Token, TokenKind};
use aludel_sql::{Dialect, ErrorKind, SqlError, Value, literal};

/// Writes the values in at their places: `$1` and `?1` by number, `?` in order.
pub(crate) fn inline(sql: &str, parameters: &[Value], dialect: Dialect) -> Result<String, SqlError> {
    let mut written = String::with_capacity(sql.len());
    let mut places = Places { parameters, used: vec![false; parameters.len()], next: 0 };
    for token in Lexer::new(sql, dialect) {
        let token = token.map_err(|error| SqlError::new(ErrorKind::Syntax, error.to_string()))?;
        match places.of(sql, token, dialect)? {
            Some(value) => written.push_str(&literal_text(value, dialect)?),
            None => written.push_str(&sql[token.start..token.end]),
        }
    }
    places.finish()?;
    Ok(written)
}

/// One value as the dialect writes it.
pub(crate) fn literal_text(value: &Value, dialect: Dialect) -> Result<String, SqlError> {
    literal(value, dialect).map_err(|error| SqlError::new(ErrorKind::Unsupported, error.to_string()))
}

struct Places<'values> {
    parameters: &'values [Value],
    used: Vec<bool>,
    /// The index of the next `?`.
    next: usize,
}

impl<'values> Places<'values> {
    /// The value that belongs at a token, if it is a placeholder.
    fn of(&mut self, sql: &str, token: Token, dialect: Dialect) -> Result<Option<&'values Value>, SqlError> {
        let text = &sql[token.start..token.end];
        let index = match token.kind {
            TokenKind::Parameter | TokenKind::Symbol if text == "?" && dialect != Dialect::Postgres => {
                self.next += 1;
                self.next
            }
            TokenKind::Parameter => match numbered(text, dialect) {
                Some(number) => number,
                None => return Ok(None),
            },
            _ => return Ok(None),
        };
        self.take(index).map(Some)
    }

    fn take(&mut self, index: usize) -> Result<&'values Value, SqlError> {
        let place = index.checked_sub(1).filter(|place| *place < self.parameters.len());
        let Some(place) = place else { return Err(miscounted(&format!("parameter {index} has no value"))) };
        self.used[place] = true;
        Ok(&self.parameters[place])
    }

    fn finish(self) -> Result<(), SqlError> {
        match self.used.iter().position(|used| !used) {
            Some(unused) => Err(miscounted(&format!("value {} has no place in the statement", unused + 1))),
            None => Ok(()),
        }
    }
}

fn numbered(text: &str, dialect: Dialect) -> Option<usize> {
    let mark = if dialect == Dialect::Postgres { '$' } else { '?' };
    text.strip_prefix(mark)?.parse().ok()
}

fn miscounted(problem: &str) -> SqlError {
    SqlError::new(ErrorKind::Conversion, problem)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn integers(values: &[i64]) -> Vec<Value> {
        values.iter().map(|value| Value::Integer(*value)).collect()
    }

    #[test]
    fn places_are_filled_by_number_and_in_order() {
        let cases = [
            (Dialect::Postgres, "SELECT $2, $1, '$1', \"$1\" -- $1", "SELECT 8, 7, '$1', \"$1\" -- $1"),
            (Dialect::Sqlite, "SELECT ?2, ?1, '?'", "SELECT 8, 7, '?'"),
            (Dialect::Sqlite, "SELECT ?, ? /* ? */", "SELECT 7, 8 /* ? */"),
            (Dialect::Mysql, "SELECT ?, ?, '\\'?'", "SELECT 7, 8, '\\'?'"),
        ];
        for (dialect, sql, expected) in cases {
            assert_eq!(inline(sql, &integers(&[7, 8]), dialect).as_deref(), Ok(expected), "{sql}");
        }
    }

    #[test]
    fn postgres_operators_are_no_places() {
        assert_eq!(inline("SELECT data ? 'key'", &[], Dialect::Postgres).as_deref(), Ok("SELECT data ? 'key'"));
    }

    #[test]
    fn values_and_places_must_agree() {
        assert!(inline("SELECT ?", &[], Dialect::Mysql).is_err());
        assert!(inline("SELECT 1", &integers(&[1]), Dialect::Mysql).is_err());
        assert!(inline("SELECT $0", &integers(&[1]), Dialect::Postgres).is_err());
    }
}
