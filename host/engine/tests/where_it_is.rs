//! `current`, `history -i` and `ensure-version` on a `SQLite` file.

mod support;

use aludel_engine::{AskDatabase, Fault, HistoryRequest};
use support::Project;

fn project() -> Project {
    let project = Project::with_config("[database]\nurl = \"sqlite://app.db\"\n");
    project.empty_migration("a1b2c3", "");
    project.empty_migration("b2c3d4", "-- down_revision = \"a1b2c3\"\n");
    project
}

#[tokio::test]
async fn a_database_that_is_not_there_yet_is_at_the_base() {
    let project = project();
    let current = project.open().current().await.expect("no file is no error");
    assert!(current.heads.is_empty() && !current.is_at_heads);
    assert!(!project.root().join("app.db").exists(), "asking makes no file");
    project.open().ensure_version().await.expect("the folder is writable");
    assert!(project.root().join("app.db").exists());
    assert!(project.open().current().await.expect("it is there").heads.is_empty());
}

#[tokio::test]
async fn history_lists_newest_first_and_asks_only_when_told() {
    let project = project();
    let listed = project.open().history(HistoryRequest::default()).await.expect("files are enough");
    let ids: Vec<&str> = listed.iter().map(|revision| revision.revision.as_str()).collect();
    assert_eq!(ids, ["b2c3d4", "a1b2c3"]);
    assert!(listed.iter().all(|revision| revision.is_current.is_none()));
    let asked = HistoryRequest { current: AskDatabase::Yes, ..HistoryRequest::default() };
    let listed = project.open().history(asked).await.expect("the database can be asked");
    assert!(listed.iter().all(|revision| revision.is_current == Some(false)));
}

#[tokio::test]
async fn a_url_that_is_missing_or_misspelt_is_said_so() {
    let project = Project::with_config("[project]\n");
    let error = project.open().current().await.expect_err("no url");
    assert_eq!((error.code(), error.fault()), ("url_missing", Fault::Usage));
    let mut options = project.options();
    options.url = Some("postgers://me:secret@localhost/app".to_owned());
    let error = aludel_engine::Migrator::open(options).expect("the config is right").current().await;
    let error = error.expect_err("the scheme is misspelt");
    assert_eq!((error.code(), error.fault()), ("bad_url", Fault::Usage));
    assert!(!format!("{error} {error:?} {:?}", error.hint()).contains("secret"));
}
