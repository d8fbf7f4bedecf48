//! What a migration usually needs: `use aludel_guest::prelude::*;`.

pub use crate::{
    BatchBuilder, Database, Date, DateTime, Decimal, Dialect, Error, ErrorKind, Json, Result, Row, UtcDateTime, Uuid,
    Value, context, debug, error, info, migration, params, progress, trace, warn,
};

#[cfg(feature = "schema")]
pub use crate::schema::{
    DataType, IdentityKind, MatchKind,
    ReferentialAction::{self, Cascade, NoAction, Restrict, SetDefault, SetNull},
    column,
    data_type::*,
    expression, if_exists, only,
};
