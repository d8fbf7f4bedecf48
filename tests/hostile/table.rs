//! A table of counts in `docs/safety.md`, made of what the long run of a suite saw.
//!
//! `tests/torture` has each part write down what it saw, a file each in `results`, and then the tables: both are done where
//! `UPDATE_DOCS` is set. Without it a table is compared with these files.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// How many ended in which way.
pub(crate) type Tally = BTreeMap<String, usize>;

/// The parts of a suite and where their counts are kept.
#[derive(Debug)]
pub(crate) struct Table {
    /// The folder of the suite, from the root of the project.
    pub(crate) suite: &'static str,
    /// The parts in the order of the table: the name of the file, what it is, and where it ran.
    pub(crate) parts: &'static [(&'static str, &'static str, &'static str)],
}

impl Table {
    /// Writes down what a part saw.
    pub(crate) fn keep(&self, part: &str, tally: &Tally) -> Result<(), String> {
        let text: String = tally.iter().map(|(ending, count)| format!("{ending} = {count}\n")).collect();
        let path = self.path(part);
        let folder = path.parent().unwrap_or(&path);
        fs::create_dir_all(folder).and_then(|()| fs::write(&path, text)).map_err(|error| error.to_string())
    }

    /// Compares the table with what was seen, or writes it.
    pub(crate) fn check(&self, is_update: bool) -> Result<(), String> {
        let path = from_root("docs/safety.md");
        let page = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        let [begin, end] =
            ["begin", "end"].map(|word| format!("<!-- made by {} from its long run: {word} -->\n", self.suite));
        let (before, rest) = page.split_once(&begin).ok_or("docs/safety.md has no mark where the table begins")?;
        let (table, after) = rest.split_once(&end).ok_or("docs/safety.md has no mark where the table ends")?;
        let wanted = self.render();
        if table == wanted {
            return Ok(());
        }
        if is_update {
            return fs::write(&path, [before, &begin, &wanted, &end, after].concat())
                .map_err(|error| error.to_string());
        }
        Err(format!("the table in docs/safety.md is not that of {}/results; `UPDATE_DOCS=1` writes it", self.suite))
    }

    fn path(&self, part: &str) -> PathBuf {
        from_root(self.suite).join("results").join(format!("{part}.txt"))
    }

    fn render(&self) -> String {
        let rows = self.parts.iter().filter_map(|(part, what, place)| {
            let text = fs::read_to_string(self.path(part)).ok()?;
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
}

fn from_root(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(path)
}
