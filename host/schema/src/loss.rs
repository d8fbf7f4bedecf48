//! What an operation takes away, and what may make it fail.

use aludel_sql::Dialect;
use serde::Serialize;

use crate::aspect::{Aspect, changed_aspects};
use crate::data_type::DataType;
use crate::dialect::{Rules, rules};
use crate::model::{Column, EnumType, Generation, ObjectName};
use crate::operation::{Operation, TableChange};
use crate::summary::Summary;

/// Something that rows may lose, or that rows may stand against.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Loss {
    /// Whether data goes, or the operation fails for its sake.
    pub kind: LossKind,
    /// The table.
    #[serde(serialize_with = "as_text")]
    pub table: Option<ObjectName>,
    /// The column, where it is about one.
    pub column: Option<String>,
    /// The side of the column that changes, where it is one.
    #[serde(skip)]
    pub aspect: Option<Aspect>,
    /// In words: `all rows of book`.
    pub what: String,
}

impl Loss {
    /// What becomes of the rows, as a sentence without its subject: `loses the values of book.pages`.
    pub fn sentence(&self) -> String {
        let verb = match self.kind {
            LossKind::Gone => "loses",
            LossKind::Refused => "fails for",
        };
        format!("{verb} {}", self.what)
    }

    /// Whether a difference in words is where the loss happens.
    pub fn is_about(&self, summary: &Summary) -> bool {
        let Some(table) = &self.table else { return true };
        let is_side = summary.aspect.is_none() || summary.aspect == self.aspect.as_ref().map(Aspect::to_string);
        summary.table == Some(table.to_string()) && summary.column == self.column && is_side
    }
}

/// What happens to data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum LossKind {
    /// It is gone for good.
    Gone,
    /// The operation fails if there are rows that do not fit.
    Refused,
}

#[expect(clippy::ref_option, reason = "serde asks for this signature")]
fn as_text<S: serde::Serializer>(name: &Option<ObjectName>, serializer: S) -> Result<S::Ok, S::Error> {
    match name {
        Some(name) => serializer.collect_str(name),
        None => serializer.serialize_none(),
    }
}

/// What an operation takes from the rows that are there, or fails for.
pub fn losses(operation: &Operation, dialect: Dialect) -> Vec<Loss> {
    match operation {
        Operation::DropTable(table) => vec![all_rows(&table.name)],
        Operation::DropSequence(sequence) => vec![elsewhere(format!("the counter of {}", sequence.name))],
        Operation::ReplaceEnum { before, after } => lost_labels(before, after),
        Operation::AlterTable { table, changes, .. } => {
            let own = changes.iter().filter(|change| !stays_with_parent(change, changes));
            own.flat_map(|change| losses_of_change(table, change, dialect)).collect()
        }
        _ => Vec::new(),
    }
}

/// All rows of a table go, whether it stays or not.
pub fn all_rows(table: &ObjectName) -> Loss {
    Loss { table: Some(table.clone()), ..elsewhere(format!("all rows of {table}")) }
}

fn elsewhere(what: String) -> Loss {
    Loss { kind: LossKind::Gone, table: None, column: None, aspect: None, what }
}

fn lost_labels(before: &EnumType, after: &EnumType) -> Vec<Loss> {
    let lost = before.labels.iter().filter(|label| !after.labels.contains(label));
    let told = lost.map(|label| Loss {
        kind: LossKind::Refused,
        ..elsewhere(format!("rows that hold the value {label} of {}", before.name))
    });
    told.collect()
}

/// Whether a column seems to go as its table becomes a part or heir of another one, or to come as it stops to be one:
/// the model tells it with the table that it comes from, and its values stay.
fn stays_with_parent(change: &TableChange, changes: &[TableChange]) -> bool {
    let moves = |is_join: bool| {
        changes.iter().any(|change| match change {
            TableChange::SetOption { name, before, after } if matches!(name.as_str(), "partition of" | "inherits") => {
                if is_join {
                    before.is_none() && after.is_some()
                } else {
                    before.is_some() && after.is_none()
                }
            }
            _ => false,
        })
    };
    match change {
        TableChange::DropColumn(_) => moves(true),
        TableChange::AddColumn(_) => moves(false),
        _ => false,
    }
}

fn losses_of_change(table: &ObjectName, change: &TableChange, dialect: Dialect) -> Vec<Loss> {
    let of_column = |kind: LossKind, column: &Column, what: String| Loss {
        kind,
        table: Some(table.clone()),
        column: Some(column.name.clone()),
        aspect: None,
        what,
    };
    let in_aspect = |aspect: Aspect, loss: Loss| Loss { aspect: Some(aspect), ..loss };
    match change {
        TableChange::DropColumn(column) if !is_computed(column) => {
            vec![of_column(LossKind::Gone, column, format!("the values of {table}.{}", column.name))]
        }
        TableChange::AddColumn(column) if !column.nullable && column.generation == Generation::None => {
            vec![of_column(LossKind::Refused, column, format!("rows of {table}, as {} has no default", column.name))]
        }
        TableChange::AlterColumn { before, after, using } => {
            let column = &after.name;
            let narrows = using.is_none() && before.data_type != after.data_type && narrows(before, after, dialect);
            let types = || format!("values of {table}.{column} that do not fit {}", after.data_type);
            let fills = changed_aspects(before, after).contains(&Aspect::Nullability) && !after.nullable;
            let nulls = || format!("rows where {table}.{column} is NULL");
            let narrowed = narrows.then(|| in_aspect(Aspect::Type, of_column(LossKind::Gone, after, types())));
            let filled = fills.then(|| in_aspect(Aspect::Nullability, of_column(LossKind::Refused, after, nulls())));
            narrowed.into_iter().chain(filled).collect()
        }
        _ => Vec::new(),
    }
}

fn is_computed(column: &Column) -> bool {
    matches!(column.generation, Generation::Computed { .. })
}

/// Whether there may be values that the new type does not hold.
fn narrows(before: &Column, after: &Column, dialect: Dialect) -> bool {
    let rules: &dyn Rules = rules(dialect);
    let (one, other) = (rules.read_type(&before.data_type), rules.read_type(&after.data_type));
    one != other && !is_wide_enough(&one, &other)
}

fn is_wide_enough(before: &DataType, after: &DataType) -> bool {
    use DataType as Type;
    match (before, after) {
        (_, Type::Text | Type::Varchar(None)) => !matches!(before, Type::Binary(_)),
        (Type::Varchar(Some(one)) | Type::Character(one), Type::Varchar(Some(other)) | Type::Character(other)) => {
            one <= other
        }
        (Type::SmallInteger, Type::Integer | Type::BigInteger | Type::Real | Type::Double)
        | (Type::Integer, Type::BigInteger | Type::Double)
        | (Type::Real, Type::Double)
        | (Type::Date, Type::Timestamp(_) | Type::TimestampTz(_))
        | (
            Type::SmallInteger | Type::Integer | Type::BigInteger | Type::Numeric { .. },
            Type::Numeric { precision: None, .. },
        )
        | (Type::Timestamp(_), Type::Timestamp(None))
        | (Type::TimestampTz(_), Type::TimestampTz(None))
        | (Type::Binary(_), Type::Binary(None)) => true,
        (Type::Enumeration { labels: one, .. }, Type::Enumeration { labels: other, .. }) => {
            one.iter().all(|label| other.contains(label))
        }
        (
            Type::Numeric { precision: Some(one), scale },
            Type::Numeric { precision: Some(other), scale: other_scale },
        ) => {
            let (scale, other_scale) = (scale.unwrap_or(0), other_scale.unwrap_or(0));
            scale <= other_scale && i32::from(*one) - i32::from(scale) <= i32::from(*other) - i32::from(other_scale)
        }
        (Type::Timestamp(Some(one)), Type::Timestamp(Some(other)))
        | (Type::TimestampTz(Some(one)), Type::TimestampTz(Some(other)))
        | (Type::Time(Some(one)), Type::Time(Some(other))) => one <= other,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diff::{DiffOptions, Difference, diff};
    use crate::model::{Schema, Table};
    use crate::operation::Rebuild;
    use crate::summary::summaries;

    fn told(change: TableChange) -> Vec<String> {
        let changes = vec![change];
        let operation =
            Operation::AlterTable { table: ObjectName::local("book"), changes, rebuild: Rebuild::WhenNeeded };
        losses(&operation, Dialect::Postgres).into_iter().map(|loss| loss.what).collect()
    }

    #[test]
    fn what_goes_is_told() {
        let table = Operation::DropTable(Table::new(ObjectName::local("book")));
        assert_eq!(losses(&table, Dialect::Postgres)[0].what, "all rows of book");
        assert_eq!(told(TableChange::DropColumn(Column::new("pages", "integer"))), ["the values of book.pages"]);
    }

    #[test]
    fn a_table_that_becomes_a_part_keeps_its_values() {
        let part = |before: Option<&str>, after: Option<&str>| TableChange::SetOption {
            name: "partition of".to_owned(),
            before: before.map(str::to_owned),
            after: after.map(str::to_owned),
        };
        let column = Column { nullable: false, ..Column::new("at", "date") };
        let joins = vec![part(None, Some("event DEFAULT")), TableChange::DropColumn(column.clone())];
        let leaves = vec![part(Some("event DEFAULT"), None), TableChange::AddColumn(column)];
        for changes in [joins, leaves] {
            let table = ObjectName::local("event_1");
            let operation = Operation::AlterTable { table, changes, rebuild: Rebuild::WhenNeeded };
            assert_eq!(losses(&operation, Dialect::Postgres), Vec::new());
        }
    }

    #[test]
    fn a_column_that_rows_cannot_fill_is_told() {
        let required = Column { nullable: false, ..Column::new("lang", "text") };
        let filled = Column { generation: Generation::Default("'en'".to_owned()), ..required.clone() };
        assert_eq!(told(TableChange::AddColumn(required.clone())), ["rows of book, as lang has no default"]);
        assert_eq!(told(TableChange::AddColumn(filled)), Vec::<String>::new());
        let before = Column::new("lang", "text");
        let change = TableChange::AlterColumn { before, after: required, using: None };
        assert_eq!(told(change), ["rows where book.lang is NULL"]);
    }

    #[test]
    fn a_narrower_type_is_one_that_may_lose() {
        for (before, after, expected) in [
            (DataType::Integer, DataType::BigInteger, true),
            (DataType::BigInteger, DataType::Integer, false),
            (DataType::Varchar(Some(20)), DataType::Varchar(Some(40)), true),
            (DataType::Varchar(Some(40)), DataType::Varchar(Some(20)), false),
            (DataType::Text, DataType::Json, false),
            (DataType::Json, DataType::Text, true),
            (numeric(8, 2), numeric(10, 4), true),
            (numeric(8, 2), numeric(10, 5), false),
        ] {
            assert_eq!(is_wide_enough(&before, &after), expected, "{before:?} {after:?}");
        }
    }

    fn numeric(precision: u16, scale: i16) -> DataType {
        DataType::Numeric { precision: Some(precision), scale: Some(scale) }
    }

    fn schema(columns: &[Column]) -> Schema {
        let mut table = Table::new(ObjectName::local("book"));
        table.columns = columns.to_vec();
        let mut schema = Schema::empty(Dialect::Postgres, (15, 0, 0));
        schema.tables.insert(table.name.clone(), table.into());
        schema
    }

    /// Each line with the first of the losses that stand with it.
    fn lines(difference: &Difference) -> Vec<String> {
        let told = summaries(&difference.operations).into_iter().zip(&difference.operations);
        let line = |summary: &Summary, lost: &[Loss]| {
            let what = lost.iter().find(|loss| loss.is_about(summary)).map(|loss| loss.what.as_str());
            format!("{}: {what:?}", summary.text)
        };
        told.flat_map(|(told, operation)| {
            let lost = losses(operation, Dialect::Postgres);
            told.iter().map(|summary| line(summary, &lost)).collect::<Vec<_>>()
        })
        .collect()
    }

    #[test]
    fn a_loss_stands_with_its_line() {
        let before = schema(&[Column::new("pages", "bigint"), Column::new("note", "text")]);
        let pages = Column { nullable: false, ..Column::new("pages", "integer") };
        let difference = diff(&before, &schema(&[pages, Column::new("remark", "text")]), &DiffOptions::default());
        let difference = difference.unwrap();
        assert_eq!(
            lines(&difference),
            [
                "alter column book.pages type: Some(\"values of book.pages that do not fit integer\")",
                "alter column book.pages nullability: Some(\"rows where book.pages is NULL\")",
                "add column book.remark: None",
                "drop column book.note: Some(\"the values of book.note\")",
            ]
        );
        assert_eq!(difference.suspicions[0].rename.to_string(), "book.note=remark");
        assert_eq!(summaries(&difference.suspicions[0].as_rename)[0][0].text, "rename column book.note to remark");
    }
}
