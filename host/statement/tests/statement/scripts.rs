//! Every statement of the migrations in `tests/matrix` is known.

use aludel_grants::AccessKind;
use aludel_sql::Dialect;

use crate::cases;

#[test]
fn statements_of_the_matrix_are_known() {
    let texts = cases::texts("matrix", "script");
    let sections: Vec<(&String, String)> =
        texts.iter().flat_map(|(file, text)| sections(text).into_iter().map(move |section| (file, section))).collect();
    assert!(sections.len() >= 50, "there are {} sections", sections.len());
    let complaints: Vec<String> = sections.iter().flat_map(|(file, section)| complaints(file, section)).collect();
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

/// The indented lines behind each mark of a direction that is for every dialect.
fn sections(script: &str) -> Vec<String> {
    let marks = ["    -- aludel:upgrade\n", "    -- aludel:downgrade\n"];
    let parts = marks.iter().flat_map(|mark| script.split(mark).skip(1));
    parts.map(|part| part.lines().take_while(|line| is_of_the_section(line)).collect::<Vec<_>>().join("\n")).collect()
}

fn is_of_the_section(line: &str) -> bool {
    line.starts_with("    ") && !line.contains("-- aludel:")
}

fn complaints(file: &str, section: &str) -> Vec<String> {
    let dialects = [Dialect::Postgres, Dialect::MariaDb];
    // Some are for one of the databases alone.
    let is_known = dialects.iter().any(|dialect| {
        let reading = cases::read(*dialect, section);
        !reading.accesses.iter().any(|access| matches!(access.kind, AccessKind::Unknown(_)))
    });
    if is_known { Vec::new() } else { vec![format!("{file}: {section}")] }
}
