//! Hostile SQL: every block of `sql/DIALECT/*.sql` is a migration of its own, run on a database with canaries.
//!
//! A block begins with `-- case: WORDS`. Lines of settings may follow: `-- ends: refused` (what it is without one),
//! `-- ends: found` (its text shows nothing, so it is refused when it has run), `-- ends: fails` or `-- ends: runs`,
//! `-- ends with two logins: runs` where it then ends otherwise, and `-- grants: LINE` for the section `[grants]`; the rest
//! is what the migration does. `{FILE}` is a file that must not change, `{FOLDER}` a folder that must stay empty, `{OTHER}`
//! another database, `{ROLE}` a role, `{DATABASE}` the database's own name and `{TOKEN}` a number of the block.
//! `{REPEAT 3 ab#}` is `ab0ab1ab2`.

mod block;
mod surroundings;

use std::fs;
use std::path::{Path, PathBuf};

use block::{Block, Ends};
use surroundings::Surroundings;

use crate::child::Ending;
use crate::databases::{Kind, Server};
use crate::project::Project;
use crate::table::Tally;

/// The file that a block is.
const FILE: &str = "migrations/hostile.sql";

/// With whose login the migrations run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Logins {
    One,
    Two,
}

/// Runs the corpus of a kind of database, every so many blocks.
pub(crate) fn run(server: &Server, only: Option<&str>, stride: usize) -> Result<Tally, String> {
    let blocks = corpus(server.kind())?;
    let chosen = blocks.iter().enumerate().filter(|(_, block)| is_chosen(block, only)).step_by(stride);
    run_blocks(server, Logins::One, chosen)
}

/// Runs it with a login of their own for migrations, every so many blocks: as they are, and against the tables of the house
/// where these are then.
pub(crate) fn run_with_two_logins(server: &Server, only: Option<&str>, stride: usize) -> Result<Tally, String> {
    let mut blocks = corpus(server.kind())?;
    let name_the_house = |block: &Block| block.body.contains("aludel_").then(|| block.clone().of_the_house());
    let of_the_house: Vec<Block> = blocks.iter().filter_map(name_the_house).collect();
    blocks.extend(of_the_house);
    let chosen = blocks.iter().enumerate().filter(|(_, block)| is_chosen(block, only)).step_by(stride);
    run_blocks(server, Logins::Two, chosen)
}

fn is_chosen(block: &Block, only: Option<&str>) -> bool {
    only.is_none_or(|only| block.name.contains(only))
}

fn run_blocks<'corpus>(
    server: &Server,
    logins: Logins,
    blocks: impl Iterator<Item = (usize, &'corpus Block)>,
) -> Result<Tally, String> {
    let mut count = Tally::new();
    let mut problems = Vec::new();
    let mut place = Place::create(server, logins)?;
    for (index, block) in blocks {
        match place.check(block, index) {
            Ok(ending) => {
                *count.entry(ending.to_owned()).or_default() += 1;
                if ending != RAN {
                    continue;
                }
            }
            Err(problem) => problems.push(format!("{}: {problem}", block.name)),
        }
        // What it made may stand in the way of the next one, which begins with canaries that sing.
        place = Place::create(server, logins)?;
    }
    if problems.is_empty() { Ok(count) } else { Err(format!("{} blocks\n{}", problems.len(), problems.join("\n"))) }
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
        Kind::MariaDb | Kind::Mysql => "mysql",
    };
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/hostile/sql").join(dialect)
}

/// A project, what is around its database, and what all of it was when it was last looked at.
struct Place {
    logins: Logins,
    project: Project,
    surroundings: Surroundings,
    before: Canaries,
}

/// What must be as it was.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Canaries {
    /// Whatever happens.
    kept: String,
    /// When a migration does not go well.
    all: String,
}

impl Canaries {
    /// Most blocks fail, so what one of them leaves is what the next one finds: it is looked at once.
    fn look(project: &Project, surroundings: &Surroundings) -> Result<Self, String> {
        Ok(Self { kept: project.kept_canaries()? + &surroundings.canaries()?, all: project.canaries()? })
    }
}

impl Place {
    fn create(server: &Server, logins: Logins) -> Result<Self, String> {
        let project = match logins {
            Logins::One => Project::create(server)?,
            Logins::Two => Project::create_with_two_logins(server)?,
        };
        let surroundings = Surroundings::create(server, project.path())?;
        let before = Canaries::look(&project, &surroundings)?;
        Ok(Self { logins, project, surroundings, before })
    }

    /// Runs a block, and says how it ended.
    fn check(&mut self, block: &Block, index: usize) -> Result<&'static str, String> {
        let grants = if block.grants.is_empty() { String::new() } else { format!("[grants]\n{}", block.grants) };
        self.project.configure(&grants)?;
        self.project.write(FILE, self.migration(block, index))?;
        let ending = self.project.aludel(&["upgrade", "--json"])?;
        if ending.exit == 0 {
            let down = self.project.aludel(&["downgrade", "-1", "--json"])?;
            if down.exit != 0 {
                return Err(format!("it cannot be taken back: {} {}", down.code, down.message));
            }
        }
        let after = Canaries::look(&self.project, &self.surroundings)?;
        let before = std::mem::replace(&mut self.before, after);
        self.compare(&before, ending.exit)?;
        let with_one = block.ends;
        let expected = if self.logins == Logins::Two { block.ends_parted.unwrap_or(with_one) } else { with_one };
        judge(expected, self.logins, &ending)
    }

    fn compare(&self, before: &Canaries, exit: i32) -> Result<(), String> {
        let after = &self.before;
        if before.kept != after.kept {
            return Err(format!("a canary is gone (exit {exit}):\n{}-- now --\n{}", before.kept, after.kept));
        }
        let is_undone = exit != 0 && exit != 11;
        if is_undone && before.all != after.all {
            return Err(format!("it failed, and something stays:\n{}-- now --\n{}", before.all, after.all));
        }
        Ok(())
    }

    fn migration(&self, block: &Block, index: usize) -> String {
        let body =
            block::repeated(&self.surroundings.fill(&block.body, &self.project)).replace("{TOKEN}", &index.to_string());
        let body = if block.is_of_the_house { self.project.in_house(&body) } else { body };
        format!(
            "-- /// migration\n-- revision = \"hostile\"\n-- down_revision = \"first\"\n-- ///\n-- aludel:upgrade\n{body}\n\
             -- aludel:downgrade\nSELECT 1;\n"
        )
    }
}

/// How a block ends, as the table has it.
const RAN: &str = "may run, and changed no canary";
const REFUSED: &str = "were refused";
const FAILED: &str = "failed and rolled back";

/// A login of its own may do less than an administrator of the server: what would run, and what would be found when it has
/// run, may fail there.
fn judge(expected: Ends, logins: Logins, ending: &Ending) -> Result<&'static str, String> {
    let found = match (ending.exit, ending.code.as_str()) {
        (0, _) => RAN,
        (12, "refused") => REFUSED,
        _ => FAILED,
    };
    let is_right = match expected {
        Ends::Refused => found != RAN,
        Ends::Found => found == REFUSED || logins == Logins::Two && found == FAILED,
        Ends::Fails => found == FAILED,
        Ends::Runs => found == RAN || logins == Logins::Two && found == FAILED,
    };
    if is_right {
        Ok(found)
    } else {
        Err(format!("they {found} ({} {}): {}", ending.exit, ending.code, ending.message))
    }
}
