//! `kit/aludel-ci`, on repositories as a forge has them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::workspace::Workspace;

fn kit() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../kit")
}

/// A repository with a project whose `main` has `a1`, on the branch `change`.
fn repository() -> Workspace {
    let workspace = Workspace::project();
    workspace.write(".gitignore", "*.db\n.aludel/\naludel-ci/\n");
    table(&workspace, "a1", "");
    git(&workspace, &["init", "--quiet", "--initial-branch", "main"]);
    commit(&workspace, "customers");
    git(&workspace, &["switch", "--quiet", "--create", "change"]);
    workspace
}

fn table(workspace: &Workspace, revision: &str, down: &str) {
    let (up, back) =
        (format!("CREATE TABLE t_{revision} (id INTEGER PRIMARY KEY);"), format!("DROP TABLE t_{revision};"));
    workspace.sql(revision, down, &up, &back);
}

fn git(workspace: &Workspace, arguments: &[&str]) {
    let who = ["-c", "user.name=tester", "-c", "user.email=tester@example.invalid"];
    let done =
        Command::new("git").args(who).args(arguments).current_dir(workspace.path()).output().expect("git is there");
    assert!(done.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&done.stderr));
}

fn commit(workspace: &Workspace, message: &str) {
    git(workspace, &["add", "--all"]);
    git(workspace, &["commit", "--quiet", "--message", message]);
}

fn check(workspace: &Workspace, arguments: &[&str], variables: &[(&str, &Path)]) -> Output {
    let mut command = Command::new(kit().join("aludel-ci"));
    command.args(arguments).current_dir(workspace.path()).env("ALUDEL", env!("CARGO_BIN_EXE_aludel"));
    for name in ["GITHUB_ACTIONS", "GITHUB_STEP_SUMMARY", "ALUDEL_CONFIG", "ALUDEL_DATABASE_URL"] {
        command.env_remove(name);
    }
    command.envs(variables.iter().copied()).output().expect("bash is there")
}

fn told(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

fn written(workspace: &Workspace, name: &str) -> String {
    fs::read_to_string(workspace.path().join("aludel-ci").join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

#[test]
fn a_change_that_is_fine() {
    let workspace = repository();
    table(&workspace, "b2", "\"a1\"");
    commit(&workspace, "orders");
    let summary = workspace.path().join("summary.md");
    let output = check(&workspace, &["--base", "main"], &[("GITHUB_STEP_SUMMARY", &summary)]);
    assert_eq!(output.status.code(), Some(0), "{}", told(&output));
    assert!(written(&workspace, "report.html").contains("CREATE TABLE t_b2"));
    let comment = written(&workspace, "comment.md");
    assert_eq!(fs::read_to_string(&summary).expect("the summary was written"), comment);
    let folder = workspace.path().file_name().expect("the folder has a name").to_string_lossy().into_owned();
    let title = comment.lines().next().unwrap_or_default();
    assert!(title.contains(folder.trim_start_matches('.')), "it is called after the project: {title}");
    assert!(written(&workspace, "lint.sarif").contains("\"2.1.0\""));
    assert!(written(&workspace, "tests.xml").contains("<testsuite"));
    let left =
        Command::new("git").args(["worktree", "list"]).current_dir(workspace.path()).output().expect("git is there");
    assert_eq!(String::from_utf8_lossy(&left.stdout).lines().count(), 1, "the merged tree is gone");
}

#[test]
fn two_changes_that_are_fine_alone_make_two_heads() {
    let workspace = repository();
    table(&workspace, "b2", "\"a1\"");
    commit(&workspace, "orders");
    git(&workspace, &["switch", "--quiet", "main"]);
    table(&workspace, "c3", "\"a1\"");
    commit(&workspace, "products");
    git(&workspace, &["switch", "--quiet", "change"]);
    let alone = check(&workspace, &[], &[]);
    assert_eq!(alone.status.code(), Some(0), "{}", told(&alone));
    let merged = check(&workspace, &["--base", "main"], &[]);
    assert_ne!(merged.status.code(), Some(0), "{}", told(&merged));
    let screen = told(&merged);
    assert!(screen.contains("b2") && screen.contains("c3") && screen.contains("aludel merge"), "{screen}");
}

#[test]
fn trees_that_do_not_merge() {
    let workspace = repository();
    table(&workspace, "b2", "\"a1\"");
    commit(&workspace, "orders");
    git(&workspace, &["switch", "--quiet", "main"]);
    workspace.sql("b2", "\"a1\"", "CREATE TABLE other (id INTEGER);", "DROP TABLE other;");
    commit(&workspace, "the same revision");
    git(&workspace, &["switch", "--quiet", "change"]);
    let output = check(&workspace, &["--base", "main"], &[]);
    assert_eq!(output.status.code(), Some(1));
    let screen = told(&output);
    assert!(screen.contains("HEAD does not merge with main") && screen.contains("migrations/b2.sql"), "{screen}");
    let unknown = check(&workspace, &["--base", "nowhere"], &[]);
    assert_eq!(unknown.status.code(), Some(1));
    assert!(told(&unknown).contains("there is no `nowhere`; fetch it first"));
}

#[test]
fn every_step_runs_and_the_first_that_failed_decides() {
    let workspace = repository();
    workspace.sql("b2", "\"a1\"", "CREATE TABLE t_a1 (id INTEGER);", "");
    commit(&workspace, "a table that is there");
    let output = check(&workspace, &["--no-test"], &[]);
    assert_eq!(output.status.code(), Some(10), "{}", told(&output));
    let screen = told(&output);
    assert!(screen.contains("== plan") && screen.contains("table t_a1 already exists"), "{screen}");
    assert!(written(&workspace, "comment.md").contains("❌"));
    let usage = check(&workspace, &["--bse", "main"], &[]);
    assert_eq!(usage.status.code(), Some(2));
    assert!(told(&usage).starts_with("Checks the migrations of a change"));
}

#[test]
fn the_templates_are_what_their_readers_expect() {
    let tools = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/test-kit/bin");
    if !tools.join("../installed").exists() {
        assert!(std::env::var_os("TEST_REQUIRE").is_none(), "no schemas of pipelines: run tests/setup");
        return;
    }
    let schemas = tools.join("check-jsonschema");
    for (program, arguments) in [
        (schemas.as_path(), &["--builtin-schema", "vendor.github-actions", "github/action.yml"][..]),
        (&schemas, &["--builtin-schema", "vendor.gitlab-ci", "gitlab/aludel.yml"]),
        (&tools.join("kubernetes-validate"), &["--strict", "kubernetes/job.yaml", "kubernetes/deployment.yaml"]),
        (Path::new("shellcheck"), &["--severity=warning", "aludel-ci"]),
    ] {
        let output =
            Command::new(program).args(arguments).current_dir(kit()).output().expect("tests/setup installed it");
        assert!(output.status.success(), "{arguments:?}: {}", told(&output));
    }
}
