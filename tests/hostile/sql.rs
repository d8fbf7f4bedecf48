//! Hostile SQL: every block of `sql/DIALECT/*.sql` is a migration of its own, run on a database with canaries.
//!
//! A block begins with `-- case: WORDS`. Lines of settings may follow, `-- ends: refused` (what it is without one),
//! `-- ends: fails` or `-- ends: runs`, and `-- grants: LINE` for the section `[grants]`; the rest is what the migration
//! does. `{FILE}` is a file that must not change, `{FOLDER}` a folder that must stay empty, `{OTHER}` another database,
//! `{ROLE}` a role, `{DATABASE}` the database's own name and `{TOKEN}` a number of the block. `{REPEAT 3 ab#}` is
//! `ab0ab1ab2`.

mod block;
mod surroundings;

use std::fs;
use std::path::{Path, PathBuf};

use block::{Block, Ends};
use surroundings::Surroundings;

use crate::child::Ending;
use crate::databases::{Kind, Server};
use crate::project::Project;
use crate::suite::{OPEN, say};
use crate::table::Tally;

/// The file that a block is.
const FILE: &str = "migrations/hostile.sql";

/// The databases whose guests are held to what they were granted.
const WALLED: [Kind; 2] = [Kind::Sqlite, Kind::MariaDb];

/// Runs the corpus of a kind of database.
///
/// Where there is no wall yet, a statement that gets through is counted and told, and nothing more; on a server, which
/// others use as well, none is run before that.
pub(crate) fn run(server: &Server, only: Option<&str>) -> Result<Tally, String> {
    let is_walled = WALLED.contains(&server.kind());
    if !is_walled && server.kind() != Kind::Sqlite {
        say(&format!("not run: nothing stands between guests and {} yet", server.kind().name()));
        return Ok(Tally::new());
    }
    let (count, problems) = run_all(server, only)?;
    let told = problems.join("\n");
    if problems.is_empty() || !is_walled {
        if only.is_some() {
            say(&told);
        }
        return Ok(count);
    }
    Err(format!("{} blocks\n{told}", problems.len()))
}

fn run_all(server: &Server, only: Option<&str>) -> Result<(Tally, Vec<String>), String> {
    let mut count = Tally::new();
    let mut problems = Vec::new();
    let mut place = Place::create(server)?;
    for (index, block) in corpus(server.kind())?.iter().enumerate() {
        if only.is_some_and(|only| !block.name.contains(only)) {
            continue;
        }
        match place.check(block, index) {
            Ok(ending) => *count.entry(ending.to_owned()).or_default() += 1,
            Err(problem) => {
                problems.push(format!("{}: {problem}", block.name));
                *count.entry(OPEN.to_owned()).or_default() += 1;
                // Whatever it did, the next one begins with canaries that sing.
                place = Place::create(server)?;
            }
        }
    }
    Ok((count, problems))
}

/// The blocks of all files, in the order of the files' names.
fn corpus(kind: Kind) -> Result<Vec<Block>, String> {
    let folder = folder(kind);
    let entries = fs::read_dir(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut files: Vec<PathBuf> = entries.filter_map(Result::ok).map(|entry| entry.path()).collect();
    files.retain(|path| path.extension().is_some_and(|ending| ending == "sql"));
    files.sort();
    let mut blocks = Vec::new();
    for file in files {
        let text = fs::read_to_string(&file).map_err(|error| format!("{}: {error}", file.display()))?;
        let stem = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        blocks.extend(block::read(&stem, &text).map_err(|problem| format!("{}: {problem}", file.display()))?);
    }
    Ok(blocks)
}

fn folder(kind: Kind) -> PathBuf {
    let dialect = match kind {
        Kind::Sqlite => "sqlite",
        Kind::Postgresql => "postgresql",
        Kind::MariaDb => "mysql",
    };
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/hostile/sql").join(dialect)
}

/// A project, and what is around its database.
struct Place {
    project: Project,
    surroundings: Surroundings,
}

impl Place {
    fn create(server: &Server) -> Result<Self, String> {
        let project = Project::create(server)?;
        let surroundings = Surroundings::create(server, project.path())?;
        Ok(Self { project, surroundings })
    }

    /// Runs a block, and says how it ended.
    fn check(&self, block: &Block, index: usize) -> Result<&'static str, String> {
        let grants = if block.grants.is_empty() { String::new() } else { format!("[grants]\n{}", block.grants) };
        self.project.configure(&grants)?;
        self.project.write(FILE, self.migration(block, index))?;
        let (kept, before) = (self.kept()?, self.all()?);
        let ending = self.project.aludel(&["upgrade", "--json"])?;
        if ending.exit == 0 {
            let down = self.project.aludel(&["downgrade", "-1", "--json"])?;
            if down.exit != 0 {
                return Err(format!("it cannot be taken back: {} {}", down.code, down.message));
            }
        }
        let after = self.kept()?;
        if kept != after {
            return Err(format!("a canary is gone (exit {}):\n{kept}-- now --\n{after}", ending.exit));
        }
        if ending.exit != 0 && ending.exit != 11 {
            let after = self.all()?;
            if before != after {
                return Err(format!("it failed, and something stays:\n{before}-- now --\n{after}"));
            }
        }
        judge(block.ends, &ending)
    }

    /// What stays whatever happens.
    fn kept(&self) -> Result<String, String> {
        Ok(self.project.kept_canaries()? + &self.surroundings.canaries()?)
    }

    /// What stays when a migration does not go well.
    fn all(&self) -> Result<String, String> {
        self.project.canaries()
    }

    fn migration(&self, block: &Block, index: usize) -> String {
        let body =
            block::repeated(&self.surroundings.fill(&block.body, &self.project)).replace("{TOKEN}", &index.to_string());
        format!(
            "-- /// migration\n-- revision = \"hostile\"\n-- down_revision = \"first\"\n-- ///\n-- aludel:upgrade\n{body}\n\
             -- aludel:downgrade\nSELECT 1;\n"
        )
    }
}

/// How a block ends, as the table has it.
const RAN: &str = "may run, and changed no canary";
const FAILED: &str = "failed and rolled back";

fn judge(expected: Ends, ending: &Ending) -> Result<&'static str, String> {
    let found = match (ending.exit, ending.code.as_str()) {
        (0, _) => RAN,
        (12, "refused") => "were refused",
        _ => FAILED,
    };
    let is_right = match expected {
        Ends::Refused => found != RAN,
        Ends::Fails => found == FAILED,
        Ends::Runs => found == RAN,
    };
    if is_right {
        Ok(found)
    } else {
        Err(format!("they {found} ({} {}): {}", ending.exit, ending.code, ending.message))
    }
}
