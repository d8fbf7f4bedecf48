//! Sequences (`MariaDB`).

use super::question::Question;
use super::{CatalogError, Reader};
use crate::model::{ObjectName, Schema, Sequence};

pub(super) fn read(reader: &Reader<'_>, schema: &mut Schema) -> Result<(), CatalogError> {
    for cells in reader.rows(Question::Sequences) {
        let name = ObjectName::local(cells.text(0)?);
        let sequence = Sequence {
            name: name.clone(),
            data_type: "bigint".to_owned(),
            start: cells.integer(1)?,
            minimum: cells.integer(2)?,
            maximum: cells.integer(3)?,
            increment: cells.integer(4)?,
            cache: cells.integer(5)?,
            cycle: cells.integer(6)? != 0,
            comment: None,
        };
        if !reader.scope.without.contains(&name.name) {
            schema.sequences.insert(name, sequence);
        }
    }
    Ok(())
}
