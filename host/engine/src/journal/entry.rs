//! What a guest asked and what it was answered.

use aludel_sql::{Batch, Column, Outcome, Row, SqlError, Value};
use serde::{Deserialize, Serialize};

/// Sixteen bytes that tell one value from every other of its kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Mark([u8; 16]);

impl Mark {
    /// The mark of a value, by its encoding.
    pub(super) fn of(value: &impl Serialize) -> Self {
        let digest = blake3::hash(&encode(value));
        let mut mark = [0; 16];
        mark.copy_from_slice(&digest.as_bytes()[..16]);
        Self(mark)
    }
}

/// One call and its answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Entry {
    /// The call.
    pub(super) call: Mark,
    /// Its answer.
    pub(super) answer: Answer,
}

/// What a row of the journal holds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Content {
    /// What was finished since the row before.
    pub(super) entries: Vec<Entry>,
    /// The call that is announced, with the answer that it has if it goes well.
    pub(super) announced: Option<Entry>,
}

/// What a call was answered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) enum Answer {
    /// It went well, and there is nothing to tell.
    Well,
    /// What a statement did.
    Outcome(Outcome),
    /// How many rows in all.
    Count(u64),
    /// A cursor over these columns.
    Cursor(Vec<Column>),
    /// A cursor whose rows are all here.
    Result(Vec<Column>, Vec<Row>),
    /// The next rows of a cursor.
    Rows(Vec<Row>),
    /// The next rows of a cursor, in columns.
    Batch(Batch),
    /// Rows that were too many to keep: only the mark of them. They are read again and must be the same.
    Unkept(Mark),
    /// It only set up the connection, and is carried out again.
    Again,
    /// It made a table that only the connection had.
    Temporary,
    /// The database refused.
    Failed(SqlError),
    /// No call: the key that the connection had made last by then.
    LastKey(i64),
    /// No call: variables of the session and what they held by then.
    Variables(Vec<(String, Value)>),
}

impl Answer {
    /// About how many bytes it takes to keep.
    pub(super) fn size(&self) -> usize {
        match self {
            Self::Rows(_) | Self::Batch(_) | Self::Result(..) => encode(self).len(),
            _ => 0,
        }
    }
}

/// As bytes. Every type here has an encoding, and memory is the only thing that could be missing.
pub(super) fn encode(value: &impl Serialize) -> Vec<u8> {
    postcard::to_allocvec(value).expect("every type here has an encoding, and memory grows")
}

/// The entries of a row of the journal; none where they were written by something else.
pub(super) fn decode<T: for<'bytes> Deserialize<'bytes>>(bytes: &[u8]) -> Option<T> {
    postcard::from_bytes(bytes).ok()
}

#[cfg(test)]
mod tests {
    use aludel_sql::ErrorKind;

    use super::*;

    #[test]
    fn entries_come_back_as_they_were() {
        let failed = SqlError::new(ErrorKind::ConstraintViolation, "twice").with_extra("table", "a");
        let row = vec![Value::Null, Value::Real(0.1), Value::Text("ü".to_owned()), Value::IntegerArray(vec![None])];
        let answers = [
            Answer::Well,
            Answer::Outcome(Outcome { rows_affected: 3, last_insert_id: Some(-1) }),
            Answer::Failed(failed),
            Answer::Rows(vec![row]),
            Answer::Unkept(Mark::of(&"x")),
        ];
        let entries = answers.map(|answer| Entry { call: Mark::of(&1), answer }).to_vec();
        assert_eq!(decode::<Vec<Entry>>(&encode(&entries)), Some(entries));
        assert_eq!(decode::<Vec<Entry>>(&[0xff, 0xff]), None);
    }
}
