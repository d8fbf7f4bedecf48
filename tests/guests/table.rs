//! The table of languages and features in the documentation, made of what the runs saw.

use std::fs;
use std::path::Path;

use crate::cases::CASES;
use crate::languages::{LANGUAGES, Language};
use crate::results::{self, Findings};
use crate::{EVERY_LANGUAGE, expected, project};

const BEGIN: &str = "<!-- made by tests/guests from its runs: begin -->\n";
const END: &str = "<!-- made by tests/guests from its runs: end -->\n";

/// Compares the table in the documentation with what the runs saw, or writes it.
pub(crate) fn check(is_update: bool) -> Result<(), String> {
    let path = project::folder().join("../../docs/languages.md");
    let page = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    let (before, rest) = page.split_once(BEGIN).ok_or("docs/languages.md has no mark where the table begins")?;
    let (table, after) = rest.split_once(END).ok_or("docs/languages.md has no mark where the table ends")?;
    let wanted = render()?;
    if table == wanted {
        return Ok(());
    }
    if is_update {
        return write(&path, &[before, BEGIN, &wanted, END, after].concat());
    }
    let difference = expected::difference(table, &wanted);
    Err(format!("the table in docs/languages.md is not that of the runs; `UPDATE_DOCS=1` writes it:\n{difference}"))
}

fn write(path: &Path, page: &str) -> Result<(), String> {
    fs::write(path, page).map_err(|error| error.to_string())
}

/// A language that was run, and what was seen on each database.
struct Column {
    language: &'static Language,
    findings: Vec<Findings>,
}

fn render() -> Result<String, String> {
    let mut columns = Vec::new();
    for language in LANGUAGES {
        let seen = EVERY_LANGUAGE.map(|kind| results::read(language, kind));
        let findings: Vec<Findings> = seen.into_iter().collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect();
        if findings.len() == EVERY_LANGUAGE.len() {
            columns.push(Column { language, findings });
        }
    }
    let mut reasons = Vec::new();
    let mut table = line("", columns.iter().map(|column| column.language.title.to_owned()));
    table.push_str(&line("---", columns.iter().map(|_| ":-:".to_owned())));
    for (feature, title) in features() {
        let cells: Vec<String> = columns.iter().map(|column| cell(column, &feature, &mut reasons)).collect();
        table.push_str(&line(&title, cells.into_iter()));
    }
    let notes = reasons.iter().enumerate().map(|(index, reason)| format!("{}. {reason}\n", index + 1));
    let notes: String = notes.collect();
    Ok(if notes.is_empty() { format!("{table}\n") } else { format!("{table}\n{notes}\n") })
}

/// Every feature with its title: the cases, and what failures say of the place.
fn features() -> Vec<(String, String)> {
    let mut features = Vec::new();
    for case in CASES {
        features.push((case.name.to_owned(), case.title.to_owned()));
        if matches!(case.name, "crash" | "uncaught") {
            features.push((format!("{} place", case.name), format!("{}: file and line", case.title)));
        }
    }
    features
}

fn line(first: &str, cells: impl Iterator<Item = String>) -> String {
    let cells: String = cells.map(|cell| format!(" {cell} |")).collect();
    format!("| {first} |{cells}\n")
}

/// Yes where it is so on every database; else the number of the reason.
fn cell(column: &Column, feature: &str, reasons: &mut Vec<String>) -> String {
    let answer =
        |findings: &Findings| findings.iter().find(|(name, _)| name == feature).map(|(_, answer)| answer.clone());
    let answers: Vec<Option<String>> = column.findings.iter().map(answer).collect();
    if answers.iter().all(|answer| answer.as_deref() == Some("yes")) {
        return "✓".to_owned();
    }
    let Some(reason) = answers.iter().flatten().find_map(|answer| answer.strip_prefix("no: ")) else {
        return "–".to_owned();
    };
    let index = reasons.iter().position(|known| known == reason).unwrap_or_else(|| {
        reasons.push(reason.to_owned());
        reasons.len() - 1
    });
    format!("({})", index + 1)
}
