//! A difference as programs read it.

use aludel_sql::Dialect;
use serde::Serialize;

use crate::diff::{Difference, Suspicion};
use crate::loss::{Loss, losses};
use crate::operation::Operation;
use crate::rename::Rename;
use crate::summary::{Summary, summaries};

/// A difference as programs read it; whoever renders it adds the SQL.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DifferenceDocument {
    /// What differs, in an order that runs. What only stands in the way is not told.
    pub operations: Vec<OperationDocument>,
    /// What may be a rename.
    pub suspicions: Vec<SuspicionDocument>,
}

/// One thing that differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OperationDocument {
    /// In words.
    #[serde(flatten)]
    pub summary: Summary,
    /// What it takes from rows.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub losses: Vec<Loss>,
}

/// Something that may be a rename, in both readings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SuspicionDocument {
    /// As it is confirmed: `book.pages=page_count`.
    pub rename: Rename,
    /// What would be done if it is one.
    pub as_rename: Vec<String>,
    /// What is done if it is none.
    pub as_drop_and_add: Vec<String>,
}

/// The document of a difference.
pub fn difference_document(difference: &Difference, dialect: Dialect) -> DifferenceDocument {
    let told = summaries(&difference.operations).into_iter().zip(&difference.operations);
    DifferenceDocument {
        operations: told.flat_map(|(told, operation)| operation_documents(told, &losses(operation, dialect))).collect(),
        suspicions: difference.suspicions.iter().map(suspicion_document).collect(),
    }
}

fn operation_documents(told: Vec<Summary>, losses: &[Loss]) -> Vec<OperationDocument> {
    let document = |summary: Summary| {
        let losses = losses.iter().filter(|loss| is_about(loss, &summary)).cloned().collect();
        OperationDocument { summary, losses }
    };
    told.into_iter().map(document).collect()
}

/// A loss stands with the line that causes it.
fn is_about(loss: &Loss, summary: &Summary) -> bool {
    let table = loss.table.as_ref().map(ToString::to_string);
    let causes = match summary.aspect.as_deref() {
        None => true,
        Some(aspect) => loss.aspect.as_ref().is_some_and(|own| own.to_string() == aspect),
    };
    table == summary.table && loss.column == summary.column && causes
}

fn suspicion_document(suspicion: &Suspicion) -> SuspicionDocument {
    let texts =
        |operations: &[Operation]| summaries(operations).into_iter().flatten().map(|summary| summary.text).collect();
    SuspicionDocument {
        rename: suspicion.rename.clone(),
        as_rename: texts(&suspicion.as_rename),
        as_drop_and_add: texts(&suspicion.as_drop_and_add),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diff::{DiffOptions, diff};
    use crate::model::{Column, ObjectName, Schema, Table};

    fn schema(columns: &[Column]) -> Schema {
        let mut table = Table::new(ObjectName::local("book"));
        table.columns = columns.to_vec();
        let mut schema = Schema::empty(Dialect::Postgres, (15, 0, 0));
        schema.tables.insert(table.name.clone(), table);
        schema
    }

    #[test]
    fn a_loss_stands_with_its_line() {
        let before = schema(&[Column::new("pages", "bigint"), Column::new("note", "text")]);
        let pages = Column { nullable: false, ..Column::new("pages", "integer") };
        let difference = diff(&before, &schema(&[pages, Column::new("remark", "text")]), &DiffOptions::default());
        let document = serde_json::to_value(difference_document(&difference.unwrap(), Dialect::Postgres)).unwrap();
        let lines: Vec<String> = document["operations"]
            .as_array()
            .unwrap()
            .iter()
            .map(|line| format!("{}: {}", line["summary"].as_str().unwrap(), line["losses"][0]["what"]))
            .collect();
        assert_eq!(
            lines,
            [
                "alter column book.pages type: \"values of book.pages that do not fit integer\"",
                "alter column book.pages nullability: \"rows where book.pages is NULL\"",
                "add column book.remark: null",
                "drop column book.note: \"the values of book.note\"",
            ]
        );
        assert_eq!(document["suspicions"][0]["rename"], "book.note=remark");
        assert_eq!(document["suspicions"][0]["as_rename"][0], "rename column book.note to remark");
    }
}
