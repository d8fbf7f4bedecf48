//! Between the types made from the WIT and those of `aludel_sql`: the same shapes, moved part by part.

use aludel_sql::{Batch, Column, ColumnBatch, ColumnData, Packed};
use aludel_sql::{Date, DateTime, Dialect, ErrorKind, ForeignValue, Interval, Outcome, Row, SqlError, Time};
use aludel_sql::{Uuid, Value};

use super::bindings::aludel::migration::failures::Failure as WitFailure;
use super::bindings::aludel::migration::{context, progress};
use super::bindings::aludel::sql::types::Value as WitValue;
use super::bindings::aludel::sql::{database, types};
use crate::call::Phase;
use crate::observer::LogLevel;
use crate::run_error::Failure;

/// Converts records field by field, in both directions.
macro_rules! same_record {
    ($wit:ty, $own:ty { $($field:ident),+ }) => {
        impl From<$wit> for $own {
            fn from(from: $wit) -> Self {
                Self { $($field: from.$field.into()),+ }
            }
        }

        impl From<$own> for $wit {
            fn from(from: $own) -> Self {
                Self { $($field: from.$field.into()),+ }
            }
        }
    };
}

/// Converts enums case by case, in both directions.
macro_rules! same_enum {
    ($wit:ty, $own:ty { $($case:ident),+ }) => {
        impl From<$wit> for $own {
            fn from(from: $wit) -> Self {
                match from { $(<$wit>::$case => Self::$case),+ }
            }
        }

        impl From<$own> for $wit {
            fn from(from: $own) -> Self {
                match from { $(<$own>::$case => Self::$case),+ }
            }
        }
    };
}

same_record!(types::Date, Date { year, month, day });
same_record!(types::Time, Time { hour, minute, second, nanosecond });
same_record!(types::DateTime, DateTime { date, time });
same_record!(types::Interval, Interval { months, days, microseconds });
same_record!(types::Uuid, Uuid { high, low });
same_record!(types::ForeignValue, ForeignValue { type_name, text });
same_record!(types::Column, Column { name, type_name, nullable });
same_record!(types::Packed, Packed { ends, data });
same_record!(types::ColumnBatch, ColumnBatch { data, nulls });
same_record!(types::Outcome, Outcome { rows_affected, last_insert_id });
same_record!(types::Error, SqlError { kind, message, sqlstate, native_code, extras });

same_enum!(
    types::ErrorKind,
    ErrorKind {
        Connection,
        Syntax,
        ConstraintViolation,
        UndefinedObject,
        DuplicateObject,
        PermissionDenied,
        SerializationFailure,
        Deadlock,
        Timeout,
        Cancelled,
        LimitExceeded,
        Denied,
        Offline,
        Conversion,
        Unsupported,
        Other
    }
);
same_enum!(context::Phase, Phase { Upgrade, Downgrade, Verify });
same_enum!(progress::Level, LogLevel { Trace, Debug, Info, Warn, Error });

/// Converts variants case by case, in both directions.
macro_rules! same_variant {
    ($wit:ident, $own:ident { $($case:ident),+ } $(without $bare:ident)?) => {
        impl From<$wit> for $own {
            fn from(from: $wit) -> Self {
                match from {
                    $($wit::$bare => Self::$bare,)?
                    $($wit::$case(content) => Self::$case(content.into())),+
                }
            }
        }

        impl From<$own> for $wit {
            fn from(from: $own) -> Self {
                match from {
                    $($own::$bare => Self::$bare,)?
                    $($own::$case(content) => Self::$case(content.into())),+
                }
            }
        }
    };
}

same_variant!(
    WitValue,
    Value {
        Boolean,
        Integer,
        UnsignedInteger,
        Real,
        Decimal,
        Text,
        Bytes,
        Json,
        Uuid,
        Date,
        Time,
        Timestamp,
        Timestamptz,
        Interval,
        BooleanArray,
        IntegerArray,
        RealArray,
        TextArray,
        Foreign
    } without Null
);
same_variant!(WitFailure, Failure { Database, Irreversible, Precondition, Other });

impl From<types::ColumnData> for ColumnData {
    fn from(from: types::ColumnData) -> Self {
        match from {
            types::ColumnData::Booleans(items) => Self::Booleans(items),
            types::ColumnData::Integers(items) => Self::Integers(items),
            types::ColumnData::Reals(items) => Self::Reals(items),
            types::ColumnData::Texts(items) => Self::Texts(items.into()),
            types::ColumnData::Blobs(items) => Self::Blobs(items.into()),
            types::ColumnData::Values(items) => Self::Values(row_in(items)),
        }
    }
}

impl From<ColumnData> for types::ColumnData {
    fn from(from: ColumnData) -> Self {
        match from {
            ColumnData::Booleans(items) => Self::Booleans(items),
            ColumnData::Integers(items) => Self::Integers(items),
            ColumnData::Reals(items) => Self::Reals(items),
            ColumnData::Texts(items) => Self::Texts(items.into()),
            ColumnData::Blobs(items) => Self::Blobs(items.into()),
            ColumnData::Values(items) => Self::Values(row_out(items)),
        }
    }
}

impl From<types::Batch> for Batch {
    fn from(from: types::Batch) -> Self {
        Self { row_count: from.row_count, columns: from.columns.into_iter().map(Into::into).collect() }
    }
}

impl From<Batch> for types::Batch {
    fn from(from: Batch) -> Self {
        Self { row_count: from.row_count, columns: from.columns.into_iter().map(Into::into).collect() }
    }
}

impl From<Dialect> for database::Dialect {
    fn from(from: Dialect) -> Self {
        match from {
            Dialect::Sqlite => Self::Sqlite,
            Dialect::Postgres => Self::Postgresql,
            Dialect::Mysql => Self::Mysql,
            Dialect::MariaDb => Self::Mariadb,
        }
    }
}

/// A row that the guest gave.
pub(crate) fn row_in(row: Vec<WitValue>) -> Row {
    row.into_iter().map(Into::into).collect()
}

/// A row that the guest gets.
pub(crate) fn row_out(row: Row) -> Vec<WitValue> {
    row.into_iter().map(Into::into).collect()
}
