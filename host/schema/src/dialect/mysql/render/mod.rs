//! Operations as statements.

use aludel_sql::Dialect;

use super::super::{Rendered, Unsupported};
use crate::model::Schema;
use crate::operation::{Modifiers, Operation};

pub(super) fn render(
    dialect: Dialect,
    _: &Schema,
    operation: &Operation,
    _: Modifiers,
) -> Result<Rendered, Unsupported> {
    Err(Unsupported { operation: format!("{operation:?}"), dialect, hint: None })
}
