// /// migration
// revision = "conf_rust"
// message = "conformance in Rust"
// ///
//! What a migration of every language does in the same way, one case after the other.

mod failures;
mod operations;
mod reading;
mod run;
mod values;
mod writing;

use aludel_guest::prelude::*;

migration!(upgrade, downgrade, verify);

/// What a migration can do, and what it leaves behind.
struct Case {
    name: &'static str,
    upgrade: fn(&Database) -> Result<()>,
    /// In the order of their creation.
    tables: &'static [&'static str],
}

const CASES: &[Case] = &[
    Case { name: "ddl", upgrade: writing::ddl, tables: &["conf_ddl"] },
    Case { name: "values", upgrade: values::values, tables: &["conf_values", "conf_copy"] },
    Case { name: "nulls", upgrade: values::nulls, tables: &["conf_nulls"] },
    Case { name: "unicode", upgrade: values::unicode, tables: &[values::UNICODE_TABLE] },
    Case { name: "batch", upgrade: reading::batch, tables: &["conf_batch"] },
    Case { name: "paging", upgrade: reading::paging, tables: &["conf_paging"] },
    Case { name: "one", upgrade: reading::one, tables: &[] },
    Case { name: "prepared", upgrade: writing::prepared, tables: &["conf_prepared"] },
    Case { name: "savepoint", upgrade: writing::savepoint, tables: &["conf_savepoint"] },
    Case { name: "bulk-insert", upgrade: writing::bulk_insert, tables: &["conf_bulk", "conf_undone"] },
    Case { name: "bulk-update", upgrade: writing::bulk_update, tables: &["conf_update"] },
    Case { name: "arguments", upgrade: run::arguments, tables: &[] },
    Case { name: "progress", upgrade: run::progress, tables: &[] },
    Case { name: "caught", upgrade: failures::caught, tables: &["conf_caught"] },
    Case { name: "uncaught", upgrade: failures::uncaught, tables: &["conf_uncaught"] },
    Case { name: "crash", upgrade: failures::crash, tables: &[] },
    Case { name: "precondition", upgrade: failures::precondition, tables: &[] },
    Case { name: "other", upgrade: failures::other, tables: &[] },
    Case { name: "refusal", upgrade: failures::refusal, tables: &[] },
    Case { name: "offline", upgrade: run::offline, tables: &["conf_offline"] },
    Case { name: "irreversible", upgrade: failures::nothing_to_do, tables: &[] },
    Case { name: "verify", upgrade: run::to_verify, tables: &[] },
    Case { name: "operations", upgrade: operations::operations, tables: &["conf_parent", "conf_child"] },
];

fn case() -> Result<&'static Case> {
    let name = context::argument("case").unwrap_or_default();
    let case = CASES.iter().find(|case| case.name == name);
    case.ok_or_else(|| Error::other(format!("there is no case `{name}`")))
}

fn upgrade(db: &Database) -> Result<()> {
    (case()?.upgrade)(db)
}

fn downgrade(db: &Database) -> Result<()> {
    let case = case()?;
    if case.name == "irreversible" {
        return Err(Error::irreversible("there is no way back"));
    }
    for table in case.tables.iter().rev() {
        let name = if *table == values::UNICODE_TABLE { db.quote(table) } else { (*table).to_owned() };
        db.execute(&format!("DROP TABLE {name}"), params![])?;
    }
    Ok(())
}

fn verify(_: &Database) -> Result<()> {
    if case()?.name == "verify" {
        info!("verified");
    }
    Ok(())
}
