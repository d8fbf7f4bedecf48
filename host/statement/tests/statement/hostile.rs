//! Each case of `tests/hostile/sql` is told apart before a server sees it.

use aludel_sql::Dialect;

use crate::cases::{self, Case, Ending};

#[test]
fn hostile_statements_of_postgresql_are_told_apart() {
    check("postgresql", &[Dialect::Postgres]);
}

#[test]
fn hostile_statements_of_mysql_are_told_apart() {
    check("mysql", &[Dialect::Mysql, Dialect::MariaDb]);
}

fn check(folder: &str, dialects: &[Dialect]) {
    let cases = cases::all(folder);
    let complaints: Vec<String> = cases.iter().flat_map(|case| complaints(case, dialects)).collect();
    assert!(complaints.is_empty(), "{} of {}:\n{}", complaints.len(), cases.len(), complaints.join("\n"));
    assert!(cases.len() >= 300, "there are {} cases", cases.len());
}

fn complaints(case: &Case, dialects: &[Dialect]) -> Vec<String> {
    dialects.iter().flat_map(|dialect| complaint(case, *dialect)).collect()
}

fn complaint(case: &Case, dialect: Dialect) -> Vec<String> {
    let reading = cases::read(dialect, &case.body);
    let kinds: Vec<String> = reading.accesses.iter().map(|access| access.kind.name()).collect();
    let mut complaints = Vec::new();
    let is_missed = case.ending == Ending::Refused && !case.is_granted_less && reading.refused.is_empty();
    let is_wronged = case.ending == Ending::Runs && !reading.refused.is_empty();
    if is_missed || is_wronged {
        complaints.push(format!("{}: {:?} as {dialect:?}: {kinds:?} {:?}", case.name, case.ending, reading.refused));
    }
    let unseen: Vec<&String> = case.sees.iter().filter(|kind| !kinds.contains(kind)).collect();
    if !unseen.is_empty() {
        complaints.push(format!("{}: {unseen:?} unseen as {dialect:?} in {:?}", case.name, reading.accesses));
    }
    complaints
}
