//! What holds for every pair of schemas.

use aludel_schema::model::{Constraint, Table};
use aludel_schema::{
    DiffOptions, ObjectName, Operation, Rebuild, Rename, Schema, TableChange, apply, around, diff, inverse_of_all,
    summaries,
};
use aludel_sql::Dialect;
use proptest::prelude::*;

use crate::legal;
use crate::schemas::schema;

fn operations(before: &Schema, after: &Schema) -> Vec<Operation> {
    diff(before, after, &DiffOptions::default()).expect("there is no rename to refuse").operations
}

/// The schema without what is no difference: orders, and names that the server makes up.
fn essence(schema: &Schema) -> Schema {
    let mut schema = schema.clone();
    for table in schema.tables.values_mut() {
        let Table { columns, constraints, indexes, .. } = &mut **table;
        columns.sort_by(|one, other| one.name.cmp(&other.name));
        constraints.iter_mut().for_each(forget_name);
        constraints.sort_by_key(|constraint| format!("{constraint:?}"));
        indexes.sort_by(|one, other| one.name.cmp(&other.name));
    }
    schema
}

fn forget_name(constraint: &mut Constraint) {
    if constraint.name.as_deref().is_some_and(|name| name.starts_with("gen_")) {
        constraint.name = None;
    }
    constraint.is_name_generated = false;
}

fn dialects() -> impl Strategy<Value = Dialect> {
    prop_oneof![Just(Dialect::Postgres), Just(Dialect::Mysql), Just(Dialect::Sqlite)]
}

fn bytes() -> impl Strategy<Value = Vec<u8>> {
    prop::collection::vec(any::<u8>(), 0..160)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_schema_does_not_differ_from_itself(dialect in dialects(), bytes in bytes()) {
        let schema = schema(dialect, &bytes);
        prop_assert_eq!(operations(&schema, &schema), Vec::new());
    }

    #[test]
    fn operations_run_and_reach_the_other_schema(dialect in dialects(), one in bytes(), other in bytes()) {
        let (before, after) = (schema(dialect, &one), schema(dialect, &other));
        let operations = operations(&before, &after);
        let reached = legal::run(before.clone(), &operations);
        prop_assert!(reached.is_ok(), "{}\n{:?}", reached.unwrap_err(), operations);
        let reached = reached.unwrap();
        prop_assert_eq!(essence(&reached), essence(&after));
        prop_assert_eq!(self::operations(&reached, &after), Vec::new());
        prop_assert_eq!(operations.is_empty(), essence(&before) == essence(&after));
        prop_assert_eq!(operations.is_empty(), summaries(&operations).concat().is_empty());
    }

    #[test]
    fn what_is_around_differs_as_the_whole(dialect in dialects(), one in bytes(), other in bytes(), taken in 0_usize..32) {
        let before = schema(dialect, &one);
        let mut after = before.clone();
        for (number, (name, table)) in schema(dialect, &other).tables.into_iter().enumerate() {
            let is_taken = (taken >> number) & 1 == 1;
            if is_taken && number % 3 == 2 {
                after.tables.remove(&name);
            } else if is_taken {
                after.tables.insert(name, table);
            }
        }
        let (near_before, near_after) = around(&before, &after);
        let options = DiffOptions::default();
        prop_assert_eq!(diff(&near_before, &near_after, &options), diff(&before, &after, &options));
    }

    #[test]
    fn the_inverse_runs_and_leads_back(dialect in dialects(), one in bytes(), other in bytes()) {
        let (before, after) = (schema(dialect, &one), schema(dialect, &other));
        let operations = operations(&before, &after);
        let reached = legal::run(before.clone(), &operations).unwrap();
        let inverse = inverse_of_all(&operations).unwrap();
        let returned = legal::run(reached, &inverse);
        prop_assert!(returned.is_ok(), "{}\n{:?}", returned.unwrap_err(), inverse);
        prop_assert_eq!(essence(&returned.unwrap()), essence(&before));
    }

    #[test]
    fn confirmed_renames_run_and_reach_the_other_schema(dialect in dialects(), bytes in bytes(), other in bytes()) {
        let before = schema(dialect, &bytes);
        let mut after = schema(dialect, &other);
        let options = rename_some(&before, &mut after);
        let operations = diff(&before, &after, &options).unwrap().operations;
        let reached = legal::run(before.clone(), &operations);
        prop_assert!(reached.is_ok(), "{}\n{:?}", reached.unwrap_err(), operations);
        let reached = reached.unwrap();
        prop_assert_eq!(essence(&reached), essence(&after));
        let returned = legal::run(reached, &inverse_of_all(&operations).unwrap());
        prop_assert!(returned.is_ok(), "{}\n{:?}", returned.unwrap_err(), operations);
        prop_assert_eq!(essence(&returned.unwrap()), essence(&before));
    }
}

/// Gives the table `t0` and the column `c1` of each table another name in the schema that comes, where both have them.
fn rename_some(before: &Schema, after: &mut Schema) -> DiffOptions {
    let mut options = DiffOptions::default();
    let names: Vec<ObjectName> =
        before.tables.keys().filter(|name| after.tables.contains_key(*name)).cloned().collect();
    for name in names {
        if before.tables[&name].column("c1").is_some() && after.tables[&name].column("c1").is_some() {
            let changes = vec![TableChange::RenameColumn { from: "c1".to_owned(), to: "c9".to_owned() }];
            let rename = Operation::AlterTable { table: name.clone(), changes, rebuild: Rebuild::WhenNeeded };
            apply(after, &rename).expect("the column is there");
            let (from, to) = ("c1".to_owned(), "c9".to_owned());
            options.renames.push(Rename::Column { table: name.clone(), from, to });
        }
        if name == ObjectName::local("t0") {
            let (from, to) = (name, ObjectName::local("t9"));
            let rename = Operation::RenameTable { from: from.clone(), to: to.clone() };
            apply(after, &rename).expect("the table is there");
            options.renames.push(Rename::Table { from, to });
        }
    }
    options
}
