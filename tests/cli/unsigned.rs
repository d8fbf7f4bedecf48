//! Packages that nobody signed, in projects that say what becomes of those.

use std::fs;
use std::io::Write as _;
use std::process::{Command, Stdio};

use crate::assert_screen;
use crate::installed::{pack, pack_version, project, read};
use crate::workspace::Workspace;

/// The digest of nothing.
const ANOTHER: &str = "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

/// A project with a packed package that nobody signed.
fn packed(unsigned: &str) -> Workspace {
    let workspace = project();
    pack(&workspace, "audit.tar");
    trust(&workspace, unsigned);
    workspace
}

fn trust(workspace: &Workspace, unsigned: &str) {
    let config = read(workspace, "aludel.toml");
    let config = config.split("\n[trust]").next().unwrap_or_default().to_owned();
    workspace.write("aludel.toml", format!("{config}\n[trust]\nunsigned = \"{unsigned}\"\n"));
}

/// The digest of a package's manifest.
fn digest(workspace: &Workspace, file: &str) -> String {
    let output = workspace.aludel(&["package", "inspect", file, "--json"]);
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).expect("it is JSON");
    report["digest"].as_str().expect("it is a text").to_owned()
}

fn succeed(workspace: &Workspace, line: &str) {
    let output = workspace.aludel(&line.split_whitespace().collect::<Vec<_>>());
    assert!(output.status.success(), "{line}: {}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn a_person_is_asked_and_the_answer_is_kept() {
    let workspace = packed("ask");
    let digest = digest(&workspace, "theirs/audit.tar");
    let before = read(&workspace, "aludel.toml");
    assert_screen!(workspace.screen("package install theirs/audit.tar"), @"
        $ aludel package install theirs/audit.tar
        ! error: acme/audit 1.0.0 (sha256:DIGEST) is not signed, and nobody said that it is taken as it is
        !   hint: look at it with `aludel package inspect`; to take this one as it is: aludel package install theirs/audit.tar --accept-unsigned sha256:DIGEST
        [exit 13]
    ");
    assert_screen!(workspace.screen("package install theirs/audit.tar --json"), @r#"
        $ aludel package install theirs/audit.tar --json
        {"error":{"code":"package_unsigned","digest":"sha256:DIGEST",
            "exit_code":13,
            "hint":"look at it with `aludel package inspect`; to take this one as it is: aludel package install theirs/audit.tar --accept-unsigned sha256:DIGEST",
            "message":"acme/audit 1.0.0 (sha256:DIGEST) is not signed,
             and nobody said that it is taken as it is"}}
        [exit 13]
    "#);
    let other = format!("package install theirs/audit.tar --accept-unsigned {ANOTHER}");
    assert_screen!(workspace.screen(&other), @"
        $ aludel package install theirs/audit.tar --accept-unsigned sha256:DIGEST
        ! error: acme/audit 1.0.0 is not signed, and what was accepted is sha256:DIGEST, and not sha256:DIGEST
        !   hint: look at what it holds now with `aludel package inspect`, and at where it is from
        [exit 13]
    ");
    let none = workspace.aludel(&["package", "install", "theirs/audit.tar", "--accept-unsigned", "audit"]);
    assert_eq!(none.status.code(), Some(2));
    let told = String::from_utf8_lossy(&none.stderr).into_owned();
    assert!(told.contains("a digest is `sha256:` with 64 hexadecimal digits in lower case, not `audit`"), "{told}");
    assert_eq!(read(&workspace, "aludel.toml"), before);
    assert!(!workspace.path().join("packages").exists() && !workspace.path().join("aludel.lock").exists());

    let accept = format!("package install theirs/audit.tar --accept-unsigned {digest}");
    assert_screen!(workspace.screen(&accept), @"
        $ aludel package install theirs/audit.tar --accept-unsigned sha256:DIGEST
        installed acme/audit 1.0.0 as `audit` (unsigned, taken as it is)
          a1 make audit_log
          a2 make audit_rule
        it may create, alter and drop tables, views, indexes, sequences, types and statistics matching audit_*; change rows of tables matching audit_*; read rows of tables matching audit_*; run statements of its own
        wrote packages/audit, aludel.toml, aludel.lock
        [exit 0]
    ");
    let lock = read(&workspace, "aludel.lock");
    assert!(lock.contains(&format!("signer = \"unsigned\"\naccepted = \"{digest}\"\n")), "{lock}");
    succeed(&workspace, "upgrade heads");

    // Whoever has the lock file is not asked again.
    succeed(&workspace, "build");
    fs::remove_dir_all(workspace.path().join("packages")).expect("it is there");
    succeed(&workspace, "package install --locked");
    assert_screen!(workspace.screen("package list"), @"
        $ aludel package list
        audit: acme/audit 1.0.0 (unsigned, taken as it is; 2 revisions, all applied)
        [exit 0]
    ");
    fs::remove_dir_all(workspace.path().join("packages")).expect("it is there");
    pack_version(&workspace, "audit", "1.0.1", "audit.tar");
    assert_screen!(workspace.screen("package install --locked"), @"
        $ aludel package install --locked
        ! error: theirs/audit.tar is not what aludel.lock has for the package `audit`: its digest is sha256:DIGEST, and not sha256:DIGEST
        !   hint: somebody put another package under that name; if it is meant, say so: aludel package update audit
        [exit 13]
    ");
}

#[test]
fn without_the_word_of_a_person_it_does_not_run() {
    let workspace = packed("scratch");
    succeed(&workspace, "package install theirs/audit.tar");
    trust(&workspace, "ask");
    // The configuration is written anew, and so without the package.
    let config = read(&workspace, "aludel.toml");
    workspace.write("aludel.toml", format!("{config}\n[packages.audit]\nsource = \"theirs/audit.tar\"\n"));
    assert_screen!(workspace.screen("upgrade heads"), @"
        $ aludel upgrade heads
        ! error: nobody signed the package acme/audit 1.0.0, and nobody said that it is taken as it is
        !   hint: have it signed, or take it as it is: aludel package install theirs/audit.tar --accept-unsigned sha256:DIGEST
        [exit 13]
    ");
    assert_screen!(workspace.screen("package list"), @"
        $ aludel package list
        audit: acme/audit 1.0.0 (unsigned, not taken; 2 revisions, none applied)
        [exit 0]
    ");
    assert_screen!(workspace.screen("package install"), @"
        $ aludel package install
        ! error: acme/audit 1.0.0 (sha256:DIGEST) is not signed, and nobody said that it is taken as it is
        !   hint: look at it with `aludel package inspect`; to take this one as it is: aludel package install --accept-unsigned sha256:DIGEST
        [exit 13]
    ");
    let digest = digest(&workspace, "theirs/audit.tar");
    let locked = format!("package install --locked --accept-unsigned {digest}");
    assert_screen!(workspace.screen(&locked), @"
        $ aludel package install --locked --accept-unsigned sha256:DIGEST
        ! error: aludel.lock is out of date:
        !   it has other lines for the package `audit` than acme/audit 1.0.0 would bring
        !   hint: where the change is meant: aludel package install && aludel build, and commit aludel.lock
        [exit 13]
    ");
    assert_screen!(workspace.screen(&format!("package install --accept-unsigned {digest}")), @"
        $ aludel package install --accept-unsigned sha256:DIGEST
        installed acme/audit 1.0.0 as `audit` (unsigned, taken as it is)
          a1 make audit_log
          a2 make audit_rule
        it may create, alter and drop tables, views, indexes, sequences, types and statistics matching audit_*; change rows of tables matching audit_*; read rows of tables matching audit_*; run statements of its own
        wrote aludel.lock
        [exit 0]
    ");
    succeed(&workspace, "upgrade heads");

    let lock = read(&workspace, "aludel.lock");
    let accepted = format!("accepted = \"{digest}\"");
    workspace.write("aludel.lock", lock.replace(&accepted, &format!("accepted = \"{ANOTHER}\"")));
    assert_screen!(workspace.screen("heads"), @"
        $ aludel heads
        ! error: aludel.lock was changed by hand: for the package `audit` it has another accepted digest than packages/audit
        !   hint: git checkout -- aludel.lock
        [exit 13]
    ");
    workspace.write("aludel.lock", lock.replace(&accepted, "accepted = true"));
    assert_screen!(workspace.screen("heads"), @"
        $ aludel heads
        ! error: aludel.lock:12:12: `packages.audit.accepted` must be `sha256:` and 64 hexadecimal digits, not true or false
        !   hint: take it back from version control: git checkout -- aludel.lock; or make it again of what is in packages/: rm aludel.lock && aludel package install && aludel build
        [exit 2]
    ");
}

#[test]
fn on_scratch_databases_only() {
    let workspace = packed("scratch");
    assert_screen!(workspace.screen("package install theirs/audit.tar"), @"
        $ aludel package install theirs/audit.tar
        installed acme/audit 1.0.0 as `audit` (unsigned, for scratch databases only)
          a1 make audit_log
          a2 make audit_rule
        it may create, alter and drop tables, views, indexes, sequences, types and statistics matching audit_*; change rows of tables matching audit_*; read rows of tables matching audit_*; run statements of its own
        wrote packages/audit, aludel.toml, aludel.lock
        [exit 0]
    ");
    assert_screen!(workspace.screen("plan heads"), @"
        $ aludel plan heads
        upgrade a1 make audit_log (acme/audit 1.0.0) (TIME)
          | CREATE TABLE audit_log (id INTEGER PRIMARY KEY)
          create table: audit_log
          a downgrade loses all rows of audit_log

        upgrade a2 make audit_rule (acme/audit 1.0.0) (TIME)
          | CREATE TABLE audit_rule (id INTEGER PRIMARY KEY)
          create table: audit_rule
          a downgrade loses all rows of audit_rule

        upgrade own add own (TIME)
          | CREATE TABLE t_own (id INTEGER PRIMARY KEY)
          create table: t_own
          a downgrade loses all rows of t_own

        3 steps from base to a2, own (TIME)
        ! `upgrade` and `downgrade` refuse this: nobody signed the package acme/audit 1.0.0, so its migrations run on scratch databases only
        ! the copy has no rows: times and numbers of rows are those of empty tables, and loops over rows had no turn; `--with-data 1000` copies some
        [exit 0]
    ");
    succeed(&workspace, "lint");
    succeed(&workspace, "test --crash off");
    assert_screen!(workspace.screen("upgrade heads"), @r#"
        $ aludel upgrade heads
        ! error: nobody signed the package acme/audit 1.0.0, so its migrations run on scratch databases only
        !   hint: `plan`, `test` and `lint` run them; for all databases have it signed, or take it as it is: aludel package install theirs/audit.tar --accept-unsigned sha256:DIGEST
        !         and in aludel.toml:
        !         [trust]
        !         unsigned = "ask"
        [exit 12]
    "#);
    assert_screen!(workspace.screen("upgrade heads --dry-run"), @r#"
        $ aludel upgrade heads --dry-run
        ! error: nobody signed the package acme/audit 1.0.0, so its migrations run on scratch databases only
        !   hint: `plan`, `test` and `lint` run them; for all databases have it signed, or take it as it is: aludel package install theirs/audit.tar --accept-unsigned sha256:DIGEST
        !         and in aludel.toml:
        !         [trust]
        !         unsigned = "ask"
        [exit 12]
    "#);
    assert_screen!(workspace.screen("upgrade heads --sql"), @r#"
        $ aludel upgrade heads --sql
        ! error: nobody signed the package acme/audit 1.0.0, so its migrations run on scratch databases only
        !   hint: `plan`, `test` and `lint` run them; for all databases have it signed, or take it as it is: aludel package install theirs/audit.tar --accept-unsigned sha256:DIGEST
        !         and in aludel.toml:
        !         [trust]
        !         unsigned = "ask"
        [exit 12]
    "#);
    assert_screen!(workspace.screen("upgrade heads --json"), @r#"
        $ aludel upgrade heads --json
        {"event":"lock_acquired"}
        {"error":{"code":"package_scratch_only","exit_code":12,"hint":"`plan`,
             `test` and `lint` run them; for all databases have it signed,
             or take it as it is: aludel package install theirs/audit.tar --accept-unsigned sha256:DIGEST\nand in aludel.toml:\n[trust]\nunsigned = \"ask\"",
            "label":"audit","manifest_digest":"sha256:DIGEST",
            "message":"nobody signed the package acme/audit 1.0.0, so its migrations run on scratch databases only",
            "standing":"scratch_only"}}
        [exit 12]
    "#);
    succeed(&workspace, "upgrade own");
    assert_screen!(workspace.screen("current"), @"
        $ aludel current
        own (head) (current)
        [exit 0]
    ");
}

#[test]
fn what_was_taken_back_does_not_run() {
    let workspace = packed("scratch");
    succeed(&workspace, "package install theirs/audit.tar");
    let config = read(&workspace, "aludel.toml");
    let digest = digest(&workspace, "theirs/audit.tar");
    let revoked = format!("[trust]\nrevoked_packages = [\"{digest}\"]\n");
    workspace.write("aludel.toml", config.replace("[trust]\n", &revoked));
    assert_screen!(workspace.screen("upgrade heads"), @"
        $ aludel upgrade heads
        ! error: [trust] took back the package acme/audit 1.0.0, or the key that signed it
        !   hint: put another version in its place: aludel package update audit
        !         or take it out: aludel package remove audit
        [exit 13]
    ");
    workspace.write("aludel.toml", config.replace("\"scratch\"", "\"refuse\""));
    assert_screen!(workspace.screen("upgrade heads"), @r#"
        $ aludel upgrade heads
        ! error: nobody signed the package acme/audit 1.0.0, and the project takes none that is not signed
        !   hint: have it signed: `aludel package sign`; or have unsigned packages asked about, in aludel.toml:
        !         [trust]
        !         unsigned = "ask"
        [exit 13]
    "#);
    let lock = read(&workspace, "aludel.lock");
    workspace.write("aludel.lock", lock.replace("signer = \"unsigned\"", "signer = \"acme\""));
    assert_screen!(workspace.screen("upgrade heads"), @r#"
        $ aludel upgrade heads
        ! error: aludel.lock says that `acme` signed the package acme/audit 1.0.0, and [trust.signers] has nobody of that name
        !   hint: if you trust them, in aludel.toml:
        !         [trust.signers.acme]
        !         key = "keys/acme.pub"
        !         may_sign = ["REGISTRY/acme/audit"]
        [exit 13]
    "#);
}

/// What is shown on a terminal on which somebody types the answer.
#[cfg(target_os = "linux")]
fn on_terminal(workspace: &Workspace, line: &str, answer: &str) -> (bool, String) {
    let aludel = workspace.command(&[]);
    let mut command = Command::new("script");
    command.args(["-qec", &format!("{} {line}", env!("CARGO_BIN_EXE_aludel")), "/dev/null"]);
    command.current_dir(workspace.path());
    for (name, value) in aludel.get_envs() {
        match value {
            Some(value) => command.env(name, value),
            None => command.env_remove(name),
        };
    }
    let streams = command.env("NO_COLOR", "1").stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = streams.spawn().expect("script is part of every Debian");
    child.stdin.take().expect("stdin is a pipe").write_all(answer.as_bytes()).expect("script reads it");
    let output = child.wait_with_output().expect("it ends");
    (output.status.success(), String::from_utf8_lossy(&output.stdout).replace('\r', ""))
}

#[test]
#[cfg(target_os = "linux")]
fn a_person_at_a_terminal_is_told_what_is_taken() {
    let workspace = packed("ask");
    let install = "package install theirs/audit.tar";
    let question = [
        "nobody signed acme/audit 1.0.0\n".to_owned(),
        format!("it is {}\n", digest(&workspace, "theirs/audit.tar")),
        "it may create, alter and drop tables, views, ".to_owned(),
        "take acme/audit 1.0.0 as it is? [y/n] ".to_owned(),
    ];
    let (is_taken, told) = on_terminal(&workspace, install, "n\n");
    assert!(!is_taken && !workspace.path().join("packages").exists(), "{told}");
    for part in &question {
        assert!(told.contains(part.as_str()), "{part}: {told}");
    }
    let (is_taken, told) = on_terminal(&workspace, install, "y\n");
    assert!(is_taken && told.contains("(unsigned, taken as it is)"), "{told}");
    succeed(&workspace, "upgrade heads");
}
