//! A target that a component describes.

use std::fs;
use std::io::Read as _;
use std::sync::{Arc, Mutex, PoisonError};

use aludel_build::world::wrap;
use aludel_db::{Session, introspect};
use aludel_project::config::TargetPath;
use aludel_sandbox::{LogLevel, Observer as GuestObserver, TargetDefinition};
use aludel_schema::request::definition::SchemaDefinition;
use aludel_schema::request::resolve_schema;
use aludel_schema::{Scope, Script, ScriptStep, summaries};
use aludel_sql::Dialect;

use super::Wanted;
use super::error::TargetError;
use super::text::{Origin, SIZE_MAX, TargetText};
use crate::error::Error;
use crate::housing::{House, Program};
use crate::migrator::Migrator;

/// How a core module of version 1 begins.
const CORE_MODULE: &[u8] = b"\0asm\x01\0\0\0";

const HOW_TO_WRITE: &str = "write it with `aludel_guest::target!`, or for the world `aludel:migration/schema-target`";

/// What the host asks of a component is no step of a run, so what it says is told only where it fails.
#[derive(Default)]
struct Complaints(Mutex<Vec<String>>);

/// How many lines of a component an error repeats.
const COMPLAINTS_MAX: usize = 20;

impl Complaints {
    fn after(&self, reason: &str) -> String {
        let lines = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        lines.iter().fold(reason.to_owned(), |text, line| format!("{text}\n{line}"))
    }
}

impl GuestObserver for Complaints {
    fn log(&self, level: LogLevel, message: &str, _: &[(String, String)]) {
        let mut lines = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if matches!(level, LogLevel::Warn | LogLevel::Error) && lines.len() < COMPLAINTS_MAX {
            lines.push(message.to_owned());
        }
    }

    fn task_started(&self, _: u64, _: &str, _: Option<u64>) {}
    fn task_advanced(&self, _: u64, _: u64) {}
    fn task_total(&self, _: u64, _: u64) {}
    fn task_finished(&self, _: u64) {}
}

/// Asks a component.
pub(super) async fn ask(migrator: &Migrator, path: &TargetPath, dialect: Dialect) -> Result<Wanted, Error> {
    let file = path.text.clone();
    let component = read(path)?;
    let program = load(migrator, path, &component).await?;
    if !program.exports_target() {
        return Err(no_target(&file).into());
    }
    let complaints = Arc::new(Complaints::default());
    let answered = program.target(dialect, Arc::clone(&complaints) as Arc<dyn GuestObserver>).await;
    match answered.map_err(|error| failed(&file, &complaints.after(&error.to_string()), error.hint()))? {
        TargetDefinition::Ddl(text) => Ok(Wanted::Texts(vec![TargetText { origin: Origin::Component(file), text }])),
        TargetDefinition::Schema(definition) => Ok(Wanted::Definition { file, definition }),
    }
}

/// Loads a component where migrations of its folder run: in a process, if it came from elsewhere.
async fn load(migrator: &Migrator, path: &TargetPath, component: &[u8]) -> Result<Program, Error> {
    let (config, launcher) = (&migrator.config, migrator.launcher());
    let (sandbox, file) = (migrator.sandbox()?, &*path.text);
    let display_path = config.display_path(&path.path);
    let loaded = match House::of_file(display_path.as_ref(), &config.grants, launcher.as_ref())? {
        House::Here => sandbox.load(file, component).map(Program::Here),
        House::Apart(launcher) => {
            aludel_process::Program::load(launcher, &sandbox, file, component).await.map(Program::Apart)
        }
    };
    Ok(loaded.map_err(|error| failed(file, &error.to_string(), error.hint()))?)
}

fn read(path: &TargetPath) -> Result<Vec<u8>, TargetError> {
    let unreadable =
        |error: std::io::Error| TargetError::Unreadable { file: path.text.clone(), reason: error.to_string() };
    let file = fs::File::open(&path.path).map_err(unreadable)?;
    let mut bytes = Vec::new();
    file.take(SIZE_MAX + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    if !bytes.starts_with(CORE_MODULE) {
        return Ok(bytes);
    }
    // What a compiler writes serves as it is.
    wrap(&bytes).map_err(|error| failed(&path.text, &error.to_string(), Some(HOW_TO_WRITE.to_owned())))
}

fn no_target(file: &str) -> TargetError {
    failed(
        file,
        "it does not export `aludel:migration/target`, so it says nothing of a schema",
        Some(HOW_TO_WRITE.to_owned()),
    )
}

/// Makes what a component defines.
pub(super) async fn make(
    session: &mut dyn Session,
    file: &str,
    definition: SchemaDefinition,
    scope: &Scope,
) -> Result<(), Error> {
    let empty = introspect(session, scope).await?;
    let resolved = resolve_schema(&empty, definition)
        .map_err(|error| failed(file, &error.to_string(), error.hint().map(str::to_owned)))?;
    let operations: Vec<_> = resolved.into_iter().map(|(operation, _)| operation).collect();
    let script = Script::of(&empty, &operations).map_err(|error| failed(file, &error.to_string(), None))?;
    for step in &script.steps {
        run(session, file, step).await?;
    }
    Ok(())
}

async fn run(session: &mut dyn Session, file: &str, step: &ScriptStep) -> Result<(), TargetError> {
    for statement in &step.rendered.statements {
        session.execute(&statement.sql, &[]).await.map_err(|error| TargetError::Statement {
            place: format!("{file}: {}", in_words(step)),
            statement: statement.sql.clone(),
            error: Box::new(error),
        })?;
    }
    Ok(())
}

fn in_words(step: &ScriptStep) -> String {
    let told: Vec<String> =
        summaries(std::slice::from_ref(&step.operation)).into_iter().flatten().map(|summary| summary.text).collect();
    told.join(", ")
}

fn failed(file: &str, reason: &str, hint: Option<String>) -> TargetError {
    // The file is named once.
    let told = reason.strip_prefix(&format!("`{file}` "));
    let reason = told.map_or_else(|| reason.to_owned(), |told| format!("it {told}"));
    TargetError::Component { file: file.to_owned(), reason, hint }
}
