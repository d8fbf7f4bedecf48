//! What a migration usually needs: `use aludel_guest::prelude::*;`.

pub use crate::{
    BatchBuilder, Database, Date, DateTime, Decimal, Dialect, Error, ErrorKind, Json, Result, Row, UtcDateTime, Uuid,
    Value, context, debug, error, info, migration, params, progress, trace, warn,
};
