//! The files of `tests/hostile/sql`.

use std::path::Path;

use aludel_grants::{Access, Grants};
use aludel_sql::Dialect;
use aludel_statement::{Surroundings, told};

/// How a case must end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ending {
    /// Refused before the server sees it.
    Refused,
    /// Refused by the server, or when it has run.
    Fails,
    /// It runs.
    Runs,
}

/// One case.
#[derive(Debug)]
pub(crate) struct Case {
    pub(crate) name: String,
    pub(crate) ending: Ending,
    /// The kinds of accesses that must be seen.
    pub(crate) sees: Vec<String>,
    /// Whether it is granted less than usual, so that only a run tells whether that refuses it.
    pub(crate) is_granted_less: bool,
    pub(crate) body: String,
}

/// What became of a case.
#[derive(Debug, Default)]
pub(crate) struct Reading {
    pub(crate) accesses: Vec<Access>,
    /// What own migrations may not, or more than one statement.
    pub(crate) refused: Vec<String>,
}

/// Every text of a folder, by name.
pub(crate) fn texts(folder: &str, extension: &str) -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests").join(folder);
    let files = std::fs::read_dir(&folder).expect("the folder is there");
    let mut texts: Vec<(String, String)> = files
        .map(|file| file.expect("it can be read").path())
        .filter(|path| path.extension().is_some_and(|found| found == extension))
        .map(|path| (path.file_name().expect("a file has one").to_string_lossy().into_owned(), text(&path)))
        .collect();
    texts.sort();
    texts
}

#[expect(clippy::disallowed_methods, reason = "the cases of a test are files")]
fn text(path: &Path) -> String {
    std::fs::read_to_string(path).expect("it is a text")
}

/// The cases of a dialect, each with the name of its file.
pub(crate) fn all(folder: &str) -> Vec<Case> {
    let files = texts(&format!("hostile/sql/{folder}"), "sql");
    files.iter().flat_map(|(file, text)| cases(file, text)).collect()
}

fn cases(file: &str, text: &str) -> Vec<Case> {
    text.split("-- case: ").skip(1).map(|block| case(file, block)).collect()
}

fn case(file: &str, block: &str) -> Case {
    let (name, rest) = block.split_once('\n').expect("a name has a line of its own");
    let mut case = Case {
        name: format!("{file}: {name}"),
        ending: Ending::Refused,
        sees: Vec::new(),
        is_granted_less: false,
        body: String::new(),
    };
    for line in rest.lines() {
        if let Some(ending) = line.strip_prefix("-- ends: ") {
            case.ending = ending_of(ending);
        } else if let Some(kinds) = line.strip_prefix("-- sees: ") {
            case.sees = kinds.split(',').map(|kind| kind.trim().to_owned()).collect();
        } else if line.starts_with("-- ends with two logins: ") {
            // It is read all the same.
        } else if line.starts_with("-- grants: ") {
            case.is_granted_less = true;
        } else {
            case.body.push_str(&filled(line));
            case.body.push('\n');
        }
    }
    case
}

/// What a run puts in the place of words in braces.
fn filled(line: &str) -> String {
    let words = [
        ("{FILE}", "/tmp/canary"),
        ("{FOLDER}", "/tmp/folder"),
        ("{OTHER}", "other_database"),
        ("{DATABASE}", "this_database"),
        ("{ROLE}", "some_role"),
        ("{TOKEN}", "1"),
    ];
    words.iter().fold(line.to_owned(), |line, (word, text)| line.replace(word, text))
}

fn ending_of(text: &str) -> Ending {
    match text {
        "refused" => Ending::Refused,
        "fails" | "found" => Ending::Fails,
        "runs" => Ending::Runs,
        other => panic!("nothing ends with `{other}`"),
    }
}

/// Reads every statement of a text as one of a migration of the project itself, inside of its transaction.
pub(crate) fn read(dialect: Dialect, text: &str) -> Reading {
    let house_tables = ["version", "history", "journal", "lock"].map(|table| format!("aludel_{table}"));
    let default_schema = Some(if dialect == Dialect::Postgres { "public" } else { "this_database" });
    let surroundings = Surroundings { dialect, default_schema, house_tables: &house_tables };
    let statements: Vec<String> = match aludel_sql::split(text, dialect) {
        Ok(statements) => statements.iter().map(|statement| statement.text.to_owned()).collect(),
        Err(_) => vec![text.to_owned()],
    };
    let mut reading = Reading::default();
    for statement in statements {
        match told(&surroundings, &statement) {
            Ok(found) => reading.accesses.extend(found.accesses),
            Err(error) => reading.refused.push(error.to_string()),
        }
    }
    let grants = Grants { transaction: false, ..Grants::own() };
    let refusals = reading.accesses.iter().filter_map(|access| grants.judge(access).err());
    reading.refused.extend(refusals.map(|refusal| refusal.to_string()));
    reading
}
