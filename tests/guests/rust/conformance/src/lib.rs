// /// migration
// revision = "conformance"
// message = "exercise the whole interface"
// ///
//! What a host must do for a guest. `-x case=NAME` picks one case; without it all run that end well on every
//! database. Each case makes its own tables and drops them.

mod check;
mod failures;
mod reading;
mod run;
mod values;
mod writing;

use aludel_guest::prelude::*;

migration!(upgrade, downgrade, verify);

type Case = fn(&Database) -> Result<()>;

/// The cases that end well.
const CASES: &[(&str, Case)] = &[
    ("info", run::info),
    ("context", run::context),
    ("progress", run::progress),
    ("ddl", writing::ddl),
    ("script", writing::script),
    ("values", values::values),
    ("unicode", values::unicode),
    ("rows", reading::rows),
    ("paging", reading::paging),
    ("batches", reading::batches),
    ("one", reading::one),
    ("prepared", writing::prepared),
    ("bulk-insert", writing::bulk_insert),
    ("bulk-update", writing::bulk_update),
    ("savepoints", writing::savepoints),
    ("caught", failures::caught),
    ("kinds", failures::kinds),
];

/// The cases that end otherwise, each in the way of its name.
const ENDINGS: &[(&str, Case)] = &[
    ("uncaught", failures::uncaught),
    ("panic", failures::panic),
    ("irreversible", failures::irreversible),
    ("precondition", failures::precondition),
    ("other", failures::other),
    ("offline", run::offline),
];

fn upgrade(db: &Database) -> Result<()> {
    let Some(name) = context::argument("case") else {
        return CASES.iter().try_for_each(|(name, case)| run_case(db, name, *case));
    };
    let mut known = CASES.iter().chain(ENDINGS);
    match known.find(|(known, _)| *known == name) {
        Some((name, case)) => run_case(db, name, *case),
        None => Err(Error::other(format!("there is no case `{name}`"))),
    }
}

fn run_case(db: &Database, name: &str, case: Case) -> Result<()> {
    case(db)?;
    info!("case {name}: ok");
    Ok(())
}

fn downgrade(_: &Database) -> Result<()> {
    Err(Error::irreversible("the cases leave nothing behind that could be taken back"))
}

fn verify(db: &Database) -> Result<()> {
    check::equal("the phase", context::phase(), context::Phase::Verify)?;
    check::equal("a scalar", db.query_scalar::<i64>("SELECT 1", params![])?, 1)
}
