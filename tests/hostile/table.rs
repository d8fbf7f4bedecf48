//! The table of counts in `docs/safety.md`, made of what the long run saw.
//!
//! `UPDATE_DOCS=1 tests/torture` writes down what each part saw, a file each in `results`, and then the table. Without it the
//! table is compared with these files.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// How many ended in which way.
pub(crate) type Tally = BTreeMap<String, usize>;

const BEGIN: &str = "<!-- made by tests/hostile from its long run: begin -->\n";
const END: &str = "<!-- made by tests/hostile from its long run: end -->\n";

/// The parts, in the order of the table: the name of the file, what it is, and where it ran.
const PARTS: [(&str, &str, &str); 10] = [
    ("guests-sqlite", "guests made by hand", "SQLite"),
    ("guests-postgresql", "guests made by hand", "PostgreSQL"),
    ("guests-mariadb", "guests made by hand", "MariaDB"),
    ("sql-sqlite", "migrations of hostile SQL", "SQLite"),
    ("sql-postgresql", "migrations of hostile SQL", "PostgreSQL"),
    ("sql-mariadb", "migrations of hostile SQL", "MariaDB"),
    ("mutated", "components with a few bytes changed", "SQLite"),
    ("generated", "components of noise", "SQLite"),
    ("files", "hostile files, folders and databases", "SQLite"),
    ("noise", "texts of noise, read by six parsers", "-"),
];

/// Writes down what a part saw.
pub(crate) fn keep(part: &str, tally: &Tally) -> Result<(), String> {
    let text: String = tally.iter().map(|(ending, count)| format!("{ending} = {count}\n")).collect();
    let path = path(part);
    let folder = path.parent().unwrap_or(&path);
    fs::create_dir_all(folder).and_then(|()| fs::write(&path, text)).map_err(|error| error.to_string())
}

/// Compares the table with what was seen, or writes it.
pub(crate) fn check(is_update: bool) -> Result<(), String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/safety.md");
    let page = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    let (before, rest) = page.split_once(BEGIN).ok_or("docs/safety.md has no mark where the table begins")?;
    let (table, after) = rest.split_once(END).ok_or("docs/safety.md has no mark where the table ends")?;
    let wanted = render();
    if table == wanted {
        return Ok(());
    }
    if is_update {
        return fs::write(&path, [before, BEGIN, &wanted, END, after].concat()).map_err(|error| error.to_string());
    }
    Err("the table in docs/safety.md is not that of tests/hostile/results; `UPDATE_DOCS=1` writes it".to_owned())
}

fn path(part: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/hostile/results").join(format!("{part}.txt"))
}

fn render() -> String {
    let rows = PARTS.iter().filter_map(|(part, what, place)| {
        let text = fs::read_to_string(path(part)).ok()?;
        let endings: Vec<(&str, usize)> = text
            .lines()
            .filter_map(|line| line.split_once(" = "))
            .filter_map(|(name, count)| Some((name, count.parse().ok()?)))
            .collect();
        let total: usize = endings.iter().map(|(_, count)| count).sum();
        let told: Vec<String> = endings.iter().map(|(name, count)| format!("{count} {name}")).collect();
        Some(format!("| {what} | {place} | {total} | {} |\n", told.join(", ")))
    });
    let rows: String = rows.collect();
    format!("| what was run | on | how many | how they ended |\n| --- | --- | ---: | --- |\n{rows}")
}
