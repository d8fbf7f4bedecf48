//! What the verbs say that read files only.

mod support;

use aludel_engine::{Fault, Migrator, RevisionReport};
use support::Project;

fn ids(reports: &[RevisionReport]) -> Vec<&str> {
    reports.iter().map(|report| report.revision.as_str()).collect()
}

/// `a1` <- `b2`, and `a1` <- `c3` of the branch `shop`.
fn forked() -> Project {
    let project = Project::with_config("[project]\n");
    project.empty_migration("a1b2c3", "-- message = \"the root\"\n");
    project.empty_migration("b2c3d4", "-- down_revision = \"a1b2c3\"\n");
    project.empty_migration("c3d4e5", "-- down_revision = \"a1b2c3\"\n-- branch_labels = [\"shop\"]\n");
    project
}

#[test]
fn heads_and_branches() {
    let project = forked();
    let migrator = project.open();
    let heads = migrator.heads().expect("the graph is right");
    assert_eq!(ids(&heads), ["b2c3d4", "c3d4e5"]);
    assert_eq!(heads[1].branch_labels, ["shop"]);
    assert_eq!(heads[1].path, "migrations/c3d4e5.sql");
    let branches = migrator.branches().expect("the graph is right");
    assert_eq!(branches.len(), 1);
    assert_eq!(branches[0].point.message, "the root");
    assert_eq!(ids(&branches[0].branches), ["b2c3d4", "c3d4e5"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn show_names_each_revision_once() {
    let project = forked();
    let shown = project.open().show(&["a1b2".to_owned(), "shop@head".to_owned(), "a1b2c3".to_owned()]).await;
    assert_eq!(ids(&shown.expect("the targets are right")), ["a1b2c3", "c3d4e5"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_target_that_names_nothing_is_a_graph_fault() {
    let project = forked();
    let error = project.open().show(&["zzzz".to_owned()]).await.expect_err("no such revision");
    assert_eq!((error.code(), error.fault()), ("no_such_revision", Fault::Graph));
}

#[tokio::test(flavor = "multi_thread")]
async fn edit_path_is_the_source() {
    let project = forked();
    let path = project.open().edit_path("b2c3d4").await.expect("the revision is there");
    assert_eq!(path, project.root().join("migrations/b2c3d4.sql"));
    let error = project.open().edit_path("heads").await.expect_err("there are two");
    assert_eq!((error.code(), error.fault()), ("several_revisions", Fault::Usage));
}

#[test]
fn a_broken_graph_names_the_file() {
    let project = forked();
    project.empty_migration("d4e5f6", "-- down_revision = \"b2c3d5\"\n");
    let error = project.open().heads().expect_err("the parent is missing");
    assert_eq!((error.code(), error.fault()), ("no_such_revision", Fault::Graph));
    assert_eq!(
        error.to_string(),
        "migrations/d4e5f6.sql: revision `d4e5f6` has the parent `b2c3d5`, which no migration declares"
    );
    assert_eq!(error.hint().as_deref(), Some("did you mean `b2c3d4`?"));
}

#[test]
fn without_a_project_it_says_how_to_make_one() {
    let folder = tempfile::TempDir::new().expect("the system has a temporary folder");
    let project = Project::with_config("[project]\n");
    let mut options = project.options();
    options.directory = folder.path().to_owned();
    let error = Migrator::open(options).expect_err("there is no config");
    assert_eq!((error.code(), error.fault()), ("config_missing", Fault::Usage));
    assert!(error.hint().is_some_and(|hint| hint.contains("aludel init")));
}

#[test]
fn a_config_error_names_line_and_key() {
    let project = Project::with_config("[database]\nulr = \"sqlite://app.db\"\n");
    let error = Migrator::open(project.options()).expect_err("the key is misspelt");
    assert_eq!(error.fault(), Fault::Project);
    assert!(error.to_string().contains("aludel.toml:2"), "{error}");
    assert!(error.hint().is_some_and(|hint| hint.contains("url")));
}
