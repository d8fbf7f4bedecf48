//! A migration in Rust as a user writes it: from the template, built with the toolchain that is there.

mod support;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use aludel_engine::{Error, Event, Fault, Migrator, NewRevision, OpenOptions, RevisionRequest, Silent};
use support::databases::{self, TestDatabase};
use support::{Heard, Project};

/// A project that takes the library for guests from this repository.
fn project() -> TestDatabase {
    let sdk = fs::canonicalize(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../guest-sdk/rust"));
    let sdk = sdk.expect("the repository has the library");
    let sdk = sdk.to_str().expect("its path is text").replace('\\', "/");
    let database = databases::sqlite();
    database.project.write(
        "aludel.toml",
        &format!("[database]\nurl = \"sqlite://app.db\"\n\n[sdk]\nrust = {{ path = \"{sdk}\" }}\n"),
    );
    database
}

#[expect(clippy::disallowed_methods, reason = "a test stands where the command line does")]
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

/// With the tools of this machine, and their caches kept out of the project's.
fn with_tools(project: &Project) -> OpenOptions {
    OpenOptions { variables: Arc::new(variable), ..project.options() }
}

async fn write_revision(project: &Project) -> NewRevision {
    let request = RevisionRequest {
        message: "add notes".to_owned(),
        language: Some("rust".to_owned()),
        revision_id: Some("a1b2c3".to_owned()),
        ..RevisionRequest::default()
    };
    project.open().revision(request).await.expect("the project is empty")
}

fn open(options: OpenOptions) -> Migrator {
    Migrator::open(options).expect("the config is right")
}

/// Has the new migration do something.
fn edit(source: &PathBuf) {
    let text = fs::read_to_string(source).expect("it was written");
    let edited = text.replace("SELECT 1", "CREATE TABLE notes (id INTEGER PRIMARY KEY)");
    assert_ne!(edited, text, "the template has a statement to replace");
    fs::write(source, edited).expect("the folder is writable");
}

#[tokio::test]
#[expect(clippy::print_stderr, reason = "a test says that it did not run")]
async fn a_migration_from_the_template_is_built_and_run() {
    let database = project();
    let written = write_revision(&database.project).await;
    edit(&written.path);
    let heard = Arc::new(Heard::default());
    match open(with_tools(&database.project)).upgrade("head", heard.clone()).await {
        Err(error) if error.code() == "toolchain_missing" && variable("TEST_REQUIRE").is_none() => {
            return eprintln!("not run: {error}");
        }
        outcome => assert_eq!(outcome.unwrap_or_else(|error| panic!("{error}")).heads_after, ["a1b2c3"]),
    }
    assert!(database.has_table("notes").await);
    let events = heard.events();
    assert!(events.iter().any(|event| matches!(event, Event::BuildStarted { language, .. } if language == "rust")));
    assert!(events.iter().any(|event| matches!(event, Event::BuildFinished { bytes, .. } if *bytes < 500_000)));
    assert!(
        events.iter().any(|event| matches!(event, Event::Log { message, .. } if message.ends_with("rows changed")))
    );

    let error = open(with_tools(&database.project)).downgrade("base", Arc::new(Silent)).await.expect_err("no way back");
    let Error::MigrationFailed(failure) = &error else { panic!("{error:?}") };
    assert_eq!(failure.cause.code(), "irreversible");
    assert!(failure.cause.to_string().ends_with("nobody has written the way back"), "{}", failure.cause);
}

#[tokio::test]
async fn without_a_toolchain_it_is_said_what_to_install() {
    let database = project();
    write_revision(&database.project).await;
    let error = database.project.open().upgrade("head", Arc::new(Silent)).await.expect_err("no variable names a tool");
    assert_eq!((error.code(), error.fault()), ("toolchain_missing", Fault::Project), "{error}");
    assert!(error.to_string().contains("a1b2c3"), "{error}");
    let hint = error.hint().expect("it says what to install");
    assert!(hint.contains("rustup target add wasm32-unknown-unknown") && hint.contains("apt install"), "{hint}");
    assert!(database.heads().await.is_empty());
}
