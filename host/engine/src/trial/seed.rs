//! Rows that the project brings with it: `tests/seeds/*.sql`.
//!
//! A file runs once the migrations have come to its revision: the one that its first comment names (`-- aludel:seed at
//! 3f9a`), else the one that the file is called after, else the last.

use std::path::{Path, PathBuf};

use aludel_revision::{Graph, RevisionId, Target};
use aludel_sql::{Dialect, split};
use aludel_trial::{Check, Problem};

use super::Trial;
use super::bench::Bench;
use super::verdict::Entry;
use crate::error::Error;
use crate::migrator::Migrator;

/// The folder of a project in which its tests are.
pub(super) const TESTS_FOLDER: &str = "tests";
const SEEDS_FOLDER: &str = "seeds";
const SEED: &str = "aludel:seed at ";
/// The limit `test_file_size`, in bytes.
const FILE_BYTES_MAX: u64 = 64 << 20;

/// A file of rows.
pub(super) struct Seed {
    /// The file, as messages name it.
    pub(super) file: String,
    revision: RevisionId,
    text: String,
}

/// The seeds of a project, in the order of their names.
pub(super) fn read(migrator: &Migrator) -> Result<Vec<Seed>, Error> {
    let graph = migrator.catalogue()?.graph();
    let mut seeds = Vec::new();
    for (file, text) in sql_files(migrator, &Path::new(TESTS_FOLDER).join(SEEDS_FOLDER))? {
        if let Some(revision) = revision_of(graph, &file, &text)? {
            seeds.push(Seed { file, revision, text });
        }
    }
    Ok(seeds)
}

/// The `.sql` files in a folder of the project with their texts, by name; none without the folder.
pub(super) fn sql_files(migrator: &Migrator, folder: &Path) -> Result<Vec<(String, String)>, Error> {
    let folder = migrator.config.root.join(folder);
    let Ok(entries) = std::fs::read_dir(&folder) else { return Ok(Vec::new()) };
    let is_sql = |path: &PathBuf| path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("sql"));
    let mut paths: Vec<PathBuf> = entries.filter_map(Result::ok).map(|entry| entry.path()).filter(is_sql).collect();
    paths.sort();
    paths.iter().map(|path| Ok((migrator.config.display_path(path), read_file(migrator, path)?))).collect()
}

fn read_file(migrator: &Migrator, path: &Path) -> Result<String, Error> {
    let shown = migrator.config.display_path(path);
    let size = std::fs::metadata(path).map_or(0, |metadata| metadata.len());
    if size > FILE_BYTES_MAX {
        return Err(unusable(format!(
            "{shown}: {size} bytes are more than a file of tests may have ({FILE_BYTES_MAX})"
        )));
    }
    std::fs::read_to_string(path).map_err(|error| unusable(format!("{shown}: {error}")))
}

/// A file of the project's tests that cannot be used.
pub(super) fn unusable(message: String) -> Error {
    Error::Usage { code: "bad_test_file", message, hint: None }
}

fn revision_of(graph: &Graph, file: &str, text: &str) -> Result<Option<RevisionId>, Error> {
    let comments = text.lines().map_while(|line| line.trim().strip_prefix("--"));
    let named = comments.into_iter().find_map(|comment| comment.trim_start().strip_prefix(SEED));
    if let Some(target) = named {
        let found = graph.resolve(target.trim(), &[])?;
        return Ok(found.into_iter().next());
    }
    let stem = Path::new(file).file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
    let called = RevisionId::parse(stem).ok().filter(|revision| graph.contains(revision));
    let last =
        || graph.plan_upgrade(&[], &Target::heads()).map(|plan| plan.steps.last().map(|step| step.revision.clone()));
    match called {
        Some(revision) => Ok(Some(revision)),
        None => Ok(last()?),
    }
}

impl Trial<'_> {
    /// Runs the seeds of a revision, where the bench is. One that fails is told as a check of its own.
    pub(super) async fn sow(&mut self, bench: &Bench, revision: &RevisionId) -> Result<(), Error> {
        let mut problems = Vec::new();
        {
            let mut lent = bench.session.lend().await;
            let dialect = lent.dialect();
            for seed in self.seeds.iter().filter(|seed| seed.revision == *revision) {
                for (line, sql) in statements(seed, dialect)? {
                    if let Err(error) = lent.execute(&sql, &[]).await {
                        problems.push((seed.file.clone(), format!("{}:{line}: {error}", seed.file)));
                        break;
                    }
                }
            }
        }
        for (file, message) in problems {
            let hint =
                format!("its rows have to fit the schema at `{revision}`; `-- aludel:seed at REVISION` names another");
            self.seeds.retain(|seed| seed.file != file);
            self.failed(
                Entry::new(Check::RoundTrip).about(file, ""),
                Problem { message, differences: Vec::new(), hint },
            );
        }
        Ok(())
    }
}

fn statements(seed: &Seed, dialect: Dialect) -> Result<Vec<(usize, String)>, Error> {
    let found = split(&seed.text, dialect);
    let found = found.map_err(|problem| unusable(format!("{}:{}: {problem}", seed.file, problem.line())))?;
    Ok(found.iter().map(|statement| (statement.line, statement.text.to_owned())).collect())
}
