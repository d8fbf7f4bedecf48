//! What every language is compared with.

use std::fs;
use std::path::PathBuf;

use similar::{ChangeTag, TextDiff};

use crate::cases::Case;
use crate::databases::Kind;
use crate::languages::Language;
use crate::{is_set, project};

/// Gives the difference, where there is one. Rust writes down what is expected, where that is asked for.
pub(crate) fn compare(language: &Language, case: &Case, kind: Kind, seen: &str) -> Result<Option<String>, String> {
    if is_set("UPDATE_EXPECTED") && language.name == "rust" {
        write(case, kind, seen)?;
    }
    let expected = read(case, kind)?;
    let (expected, seen) = (comparable(&expected, language), comparable(seen, language));
    Ok((expected != seen).then(|| format!("{}:\n{}", case.name, difference(&expected, &seen))))
}

/// `MySQL` does what `MariaDB` does, unless it has a file of its own.
fn read(case: &Case, kind: Kind) -> Result<String, String> {
    let own = path(case, kind);
    let path = if kind == Kind::Mysql && !own.exists() { path(case, Kind::MariaDb) } else { own };
    fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))
}

fn write(case: &Case, kind: Kind, seen: &str) -> Result<(), String> {
    if kind == Kind::Mysql && read(case, kind).is_ok_and(|known| known == seen) {
        return Ok(());
    }
    let path = path(case, kind);
    let folder = path.parent().unwrap_or(&path);
    fs::create_dir_all(folder).and_then(|()| fs::write(&path, seen)).map_err(|error| error.to_string())
}

fn path(case: &Case, kind: Kind) -> PathBuf {
    project::folder().join("expected").join(kind.name()).join(format!("{}.txt", case.name))
}

/// SQL tells nothing while it runs, and writes values into its statements.
fn comparable(text: &str, language: &Language) -> String {
    let is_kept = |line: &&str| {
        !language.is_sql() || !["log ", "task ", "statement "].iter().any(|start| line.starts_with(start))
    };
    text.lines().filter(is_kept).map(|line| format!("{line}\n")).collect()
}

/// The lines that differ, each with a mark, and three around them.
pub(crate) fn difference(expected: &str, seen: &str) -> String {
    let difference = TextDiff::from_lines(expected, seen);
    let mut lines = String::new();
    for change in difference.grouped_ops(3).iter().flatten().flat_map(|operation| difference.iter_changes(operation)) {
        let mark = match change.tag() {
            ChangeTag::Delete => '-',
            ChangeTag::Insert => '+',
            ChangeTag::Equal => ' ',
        };
        lines.extend([format!("  {mark} {}\n", change.value().trim_end_matches('\n'))]);
    }
    lines
}
