//! `init`, `revision` and `merge`: what they write, and what they refuse.

mod support;

use std::fs;

use aludel_engine::{Fault, InitRequest, MergeRequest, Migrator, ParentRule, RevisionRequest, init};
use support::Project;

fn request(message: &str) -> RevisionRequest {
    RevisionRequest { message: message.to_owned(), ..RevisionRequest::default() }
}

#[tokio::test]
async fn a_new_project_takes_its_first_revisions() {
    let folder = tempfile::TempDir::new().expect("the system has a temporary folder");
    let request_init = InitRequest { directory: folder.path().join("app"), ..InitRequest::default() };
    let made = init(&request_init).expect("the folder is empty");
    assert!(made.config.ends_with("app/aludel.toml"));
    assert_eq!(init(&request_init).expect_err("it is there").fault(), Fault::Usage);

    let mut options = Project::with_config("[project]\n").options();
    options.directory = made.root;
    let first = Migrator::open(options.clone()).expect("it was made").revision(request("add orders")).await;
    let first = first.expect("the project is empty");
    assert!(fs::read_to_string(&first.path).expect("it was written").contains("message = \"add orders\""));
    let second = Migrator::open(options.clone()).expect("it was made").revision(request("more")).await;
    assert_eq!(second.expect("there is one head").down_revisions, [first.revision]);
}

#[tokio::test]
async fn a_parent_that_is_no_head_needs_splice() {
    let project = Project::with_config("[project]\n");
    project.empty_migration("a1b2c3", "");
    project.empty_migration("b2c3d4", "-- down_revision = \"a1b2c3\"\n");
    let mut branch = RevisionRequest { heads: vec!["a1b2c3".to_owned()], ..request("branch") };
    let error = project.open().revision(branch.clone()).await.expect_err("a1b2c3 is no head");
    assert_eq!((error.code(), error.fault()), ("not_a_head", Fault::Usage));
    branch.parent = ParentRule::Splice;
    assert_eq!(project.open().revision(branch).await.expect("splice allows it").down_revisions, ["a1b2c3"]);
    let error = project.open().revision(request("which")).await.expect_err("there are two heads");
    assert_eq!((error.code(), error.fault()), ("multiple_heads", Fault::Graph));
    let merged = project.open().merge(MergeRequest::default()).await.expect("two heads can be merged");
    assert_eq!(merged.down_revisions.len(), 2);
    assert_eq!(project.open().heads().expect("the graph is right").len(), 1);
    let error = project.open().merge(MergeRequest::default()).await.expect_err("there is one head");
    assert_eq!(error.code(), "nothing_to_merge");
}

#[tokio::test]
async fn what_would_break_the_graph_is_not_written() {
    let project = Project::with_config("[project]\n");
    project.empty_migration("a1b2c3", "-- branch_labels = [\"shop\"]\n");
    let same_label = RevisionRequest { branch_labels: vec!["shop".to_owned()], ..request("again") };
    assert_eq!(project.open().revision(same_label).await.expect_err("the label is taken").code(), "duplicate_label");
    let same_id = RevisionRequest { revision_id: Some("a1b2c3".to_owned()), ..request("again") };
    assert_eq!(project.open().revision(same_id).await.expect_err("the id is taken").code(), "duplicate_revision");
    let bad_id = RevisionRequest { revision_id: Some("a-b".to_owned()), ..request("again") };
    assert_eq!(project.open().revision(bad_id).await.expect_err("the id is illegal").code(), "illegal_id");
    assert_eq!(fs::read_dir(project.root().join("migrations")).expect("it is there").count(), 1);
}

#[tokio::test]
async fn hooks_run_on_the_new_file() {
    let project = Project::with_config(
        "[[hooks.post_write]]\ncommand = [\"sh\", \"-c\", \"echo '-- seen' >> \\\"$0\\\"\", \"{path}\"]\n",
    );
    let written = project.open().revision(request("seen")).await.expect("the hook is fine");
    assert!(fs::read_to_string(written.path).expect("it was written").ends_with("-- seen\n"));
    let project = Project::with_config("[[hooks.post_write]]\ncommand = [\"sh\", \"-c\", \"echo no >&2; exit 3\"]\n");
    let error = project.open().revision(request("refused")).await.expect_err("the hook fails");
    assert_eq!((error.code(), error.fault()), ("hook_failed", Fault::Project));
    assert!(error.to_string().ends_with("exit status: 3: no"), "{error}");
}

#[test]
fn templates_are_listed() {
    let names: Vec<String> = Project::with_config("[project]\n")
        .open()
        .templates()
        .expect("the built-in ones are there")
        .into_iter()
        .map(|template| template.name)
        .collect();
    assert!(["merge", "rust", "sql"].iter().all(|name| names.iter().any(|found| found == name)), "{names:?}");
}
