//! Every statement of `tests/histories` is known, and one that a project's own migration may run.

use aludel_grants::AccessKind;
use aludel_sql::Dialect;

use crate::cases;

#[test]
fn histories_of_postgresql_are_known() {
    check("histories/postgresql", Dialect::Postgres);
}

#[test]
fn histories_of_mysql_are_known() {
    check("histories/mysql", Dialect::Mysql);
    check("histories/mysql", Dialect::MariaDb);
}

fn check(folder: &str, dialect: Dialect) {
    let complaints: Vec<String> = cases::texts(folder, "sql")
        .iter()
        .flat_map(|(file, text)| sections(text).into_iter().map(move |section| (file.clone(), section)))
        .flat_map(|(file, section)| complaints(&file, &section, dialect))
        .collect();
    assert!(complaints.is_empty(), "{}:\n{}", complaints.len(), complaints.join("\n"));
}

/// The statements of a migration, without its header: a section for each direction.
fn sections(text: &str) -> Vec<String> {
    let sections = text.split("-- aludel:").skip(1);
    sections.map(|section| section.split_once('\n').map_or("", |(_, body)| body).to_owned()).collect()
}

fn complaints(file: &str, section: &str, dialect: Dialect) -> Vec<String> {
    let reading = cases::read(dialect, section);
    let unknown = reading.accesses.iter().filter_map(|access| match &access.kind {
        AccessKind::Unknown(word) => Some(format!("{file}: nothing known of {word}")),
        _ => None,
    });
    unknown.chain(reading.refused.iter().map(|refusal| format!("{file}: {refusal}"))).collect()
}
