//! Runs the cases of a language on a database.

use std::process::Output;

use serde_json::Value;

use crate::cases::{self, CASES, Case};
use crate::databases::{Kind, Server, TestDatabase};
use crate::events::Told;
use crate::languages::Language;
use crate::{expected, is_set, project, results, rows};

/// Why a language does not pass.
#[derive(Debug)]
pub(crate) enum Problem {
    /// Something that it needs is not here.
    Missing(String),
    /// It does something else than what is expected.
    Wrong(String),
}

impl From<String> for Problem {
    fn from(problem: String) -> Self {
        Self::Wrong(problem)
    }
}

/// What a case left behind and told.
struct Seen {
    text: String,
    has_place: bool,
}

/// Runs every case of a language on a server, and says all that is wrong.
pub(crate) fn check(language: &Language, server: &Server) -> Result<(), Problem> {
    let scratch = tempfile::tempdir().map_err(|error| error.to_string())?;
    if !language.is_sql() {
        let database = server.create_database(scratch.path())?;
        project::alone(language, || build(language, &database, server.kind()))??;
    }
    let (mut problems, mut found) = (Vec::new(), Vec::new());
    for case in CASES {
        if let Some(omission) = language.omission(case) {
            found.push((case.name.to_owned(), format!("no: {}", omission.reason)));
            continue;
        }
        let database = server.create_database(scratch.path())?;
        match run(language, case, &database, server.kind()) {
            Ok(seen) => {
                problems.extend(expected::compare(language, case, server.kind(), &seen.text)?);
                found.push((case.name.to_owned(), "yes".to_owned()));
                found.extend(place(case, &seen));
            }
            Err(problem) => problems.push(format!("{}: {problem}", case.name)),
        }
    }
    if problems.is_empty() && language.is_in_the_table() {
        problems.extend(results::compare(language, server.kind(), &found, is_set("UPDATE_DOCS"))?);
    }
    if problems.is_empty() { Ok(()) } else { Err(problems.join("\n").into()) }
}

/// What a failure says of where it came from is a feature of its own.
fn place(case: &Case, seen: &Seen) -> Option<(String, String)> {
    let answer = if seen.has_place { "yes" } else { "no" };
    matches!(case.name, "crash" | "uncaught").then(|| (format!("{} place", case.name), answer.to_owned()))
}

/// A crash that is the runtime's, and not of the function that the host calls: it has its message and its place too.
pub(crate) fn check_crash(language: &Language, server: &Server, case: &Case, message: &str) -> Result<(), Problem> {
    let scratch = tempfile::tempdir().map_err(|error| error.to_string())?;
    let database = server.create_database(scratch.path())?;
    project::alone(language, || build(language, &database, server.kind()))??;
    let told = Told::read(&upgrade(language, case, &database, server.kind())?, &language.revision(case), true)?;
    let (_, said) = told.error.unwrap_or_default();
    let place = format!("{message}\n  at migrations/{}/", language.file);
    if said.contains(&place) { Ok(()) } else { Err(Problem::Wrong(format!("{}: {said}\n{}", case.name, told.text))) }
}

/// Builds the migration, which is asked for a case that it does not have.
fn build(language: &Language, database: &TestDatabase, kind: Kind) -> Result<(), Problem> {
    let nothing = Case { name: "nonsense", title: "" };
    let told = told(&upgrade(language, &nothing, database, kind)?, language, &nothing)?;
    match told.error {
        Some((code, message)) if is_missing(&code) => Err(Problem::Missing(message)),
        Some((_, message)) if message.contains("there is no case `nonsense`") => Ok(()),
        Some((code, message)) => Err(Problem::Wrong(format!("{code}: {message}"))),
        None => Err(Problem::Wrong(format!("it takes a case that is none: {}", told.text))),
    }
}

/// Whether the error says that a toolchain or an interpreter is not here.
fn is_missing(code: &str) -> bool {
    matches!(code, "toolchain_missing" | "toolchain_version" | "interpreter_missing")
}

fn run(language: &Language, case: &Case, database: &TestDatabase, kind: Kind) -> Result<Seen, String> {
    if case.name == "offline" {
        return written_out(language, case, database, kind);
    }
    let up = told(&upgrade(language, case, database, kind)?, language, case)?;
    let (left, schema) = (rows::dump(database, kind)?, schema(database)?);
    let down = command(["downgrade", "base", "--json"], language, case, kind);
    let down = told(&project::aludel(database.url(), &down)?, language, case)?;
    let text = format!(
        "# upgrade\n{}# rows\n{left}# schema\n{schema}# downgrade\n{}# rows\n{}",
        up.text,
        down.text,
        rows::dump(database, kind)?
    );
    Ok(Seen { text, has_place: up.has_place })
}

/// The SQL that is written out is run by the client of the database.
fn written_out(language: &Language, case: &Case, database: &TestDatabase, kind: Kind) -> Result<Seen, String> {
    let revision = language.revision(case);
    let arguments = command(["upgrade", &revision, "--sql"], language, case, kind);
    let output = project::aludel(database.url(), &arguments)?;
    let stderr = String::from_utf8_lossy(&output.stderr);
    if !output.status.success() {
        return Err(stderr.into_owned());
    }
    database.run(&String::from_utf8_lossy(&output.stdout))?;
    let lines = stderr.lines().filter_map(|line| line.trim().strip_prefix('[')?.split_once("] "));
    let log: String = lines.map(|(level, message)| format!("log {level} {message}\n")).collect();
    Ok(Seen { text: format!("# upgrade\n{log}# rows\n{}", rows::dump(database, kind)?), has_place: false })
}

fn upgrade(language: &Language, case: &Case, database: &TestDatabase, kind: Kind) -> Result<Output, String> {
    let revision = language.revision(case);
    let arguments = command(["upgrade", &revision, "--json"], language, case, kind);
    project::aludel(database.url(), &arguments)
}

fn command(words: [&str; 3], language: &Language, case: &Case, kind: Kind) -> Vec<String> {
    let mut arguments: Vec<String> = words.map(str::to_owned).into();
    arguments.extend(["--config", language.configuration].map(str::to_owned));
    if language.is_sql() {
        return arguments;
    }
    let mut argument = |name: &str, value: &str| arguments.extend(["-x".to_owned(), format!("{name}={value}")]);
    argument("case", case.name);
    for (name, value) in cases::arguments(case, kind) {
        argument(name, &value);
    }
    if case.name == "arguments" {
        arguments.extend(["--tag", "night"].map(str::to_owned));
    }
    arguments
}

fn told(output: &Output, language: &Language, case: &Case) -> Result<Told, String> {
    let read = Told::read(output, &language.revision(case), case.name == "crash");
    read.map_err(|problem| format!("{problem}\n{}", String::from_utf8_lossy(&output.stderr)))
}

/// The database as the host sees it, without what depends on the version of the server.
fn schema(database: &TestDatabase) -> Result<String, String> {
    let arguments = ["inspect", "--format", "json"].map(str::to_owned);
    let output = project::aludel(database.url(), &arguments)?;
    let stdout = String::from_utf8_lossy(&output.stdout);
    let mut schema: Value = serde_json::from_str(&stdout).map_err(|error| format!("{error}: {stdout}"))?;
    let parts = schema.as_object_mut().ok_or("the schema is no object")?;
    parts.retain(|name, part| {
        let is_of_the_server = matches!(name.as_str(), "dialect" | "version" | "options" | "extensions" | "namespaces");
        !is_of_the_server && part.as_array().is_none_or(|items| !items.is_empty())
    });
    let text = serde_json::to_string_pretty(&schema).map_err(|error| error.to_string())?;
    Ok(format!("{text}\n"))
}
