//! Tables that structs describe.
#![cfg(feature = "target")]

use aludel_guest::schema::{ConstraintBody, ReferentialAction};
use aludel_guest::target::prelude::*;

#[derive(Table)]
#[table(schema = "sales", check = "total >= 0", comment = "what was sold")]
#[expect(dead_code, reason = "it only describes a table")]
struct OrderLine {
    #[column(primary_key, autoincrement)]
    id: i64,
    #[column(name = "customer", references = "customers.id", on_delete = "cascade", index)]
    customer_id: Option<i32>,
    #[column(length = 80, unique, default = "x")]
    note: String,
    #[column(skip)]
    cache: (),
    total: f64,
}

#[test]
fn a_struct_describes_a_table() {
    let table = OrderLine::table();
    assert_eq!((table.name.schema.as_deref(), &*table.name.name), (Some("sales"), "order_line"));
    let columns: Vec<_> = table.columns.iter().map(|column| (&*column.name, column.nullable)).collect();
    assert_eq!(columns, [("id", false), ("customer", true), ("note", false), ("total", false)]);
    assert_eq!((table.constraints.len(), table.indexes.len()), (4, 1));
    let cascades = |body: &ConstraintBody| matches!(body, ConstraintBody::ForeignKey(key) if key.on_delete == ReferentialAction::Cascade);
    assert!(table.constraints.iter().any(|constraint| cascades(&constraint.body)));
    assert_eq!(table.comment.as_deref(), Some("what was sold"));
}
