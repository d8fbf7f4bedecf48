use super::*;
use crate::package::ContentDigest;

fn locked(source: &str, component: &str) -> LockedRevision {
    LockedRevision { source: Digest::of(source.as_bytes()), component: Digest::of(component.as_bytes()) }
}

fn lockfile(revisions: &[(&str, LockedRevision)]) -> Lockfile {
    let revisions = revisions.iter().map(|(id, locked)| ((*id).to_owned(), *locked)).collect();
    Lockfile { revisions, packages: BTreeMap::new() }
}

fn package() -> LockedPackage {
    LockedPackage {
        name: "acme/audit".to_owned(),
        version: "1.2.0".to_owned(),
        source: "registry.example/acme/audit:1.2.0".to_owned(),
        manifest: ContentDigest::of(b"manifest"),
        signer: "acme".to_owned(),
        key: Some(ContentDigest::of(b"key")),
        accepted: None,
        components: BTreeMap::from([("c\"1".to_owned(), ContentDigest::of(b"1"))]),
    }
}

#[test]
fn packages_are_read_as_they_are_written() {
    let taken = LockedPackage { accepted: Some(ContentDigest::of(b"manifest")), key: None, ..package() };
    let packages = BTreeMap::from([("audit".to_owned(), package()), ("b".to_owned(), taken)]);
    let with = Lockfile { packages, ..lockfile(&[("a", locked("1", "2"))]) };
    let text = with.render();
    assert_eq!(Lockfile::parse(&text), Ok(with));
    assert!(text.contains("\n[packages.\"audit\"]\nname = \"acme/audit\"\n"), "{text}");
}

#[test]
fn a_merge_that_is_not_finished_says_so() {
    let text = "version = \"1\"\n\n[revisions]\n<<<<<<< ours\n=======\n>>>>>>> theirs\n";
    let error = Lockfile::parse(text).expect_err("it is not finished");
    assert_eq!(error.to_string(), "aludel.lock:4: the file has the marks of a merge with conflicts");
    assert_eq!(error.code(), "lockfile_unmerged");
    let packed = Lockfile::parse("[packages.audit]\nname = 1\n").expect_err("much is wrong");
    assert!(packed.hint().is_some_and(|hint| hint.contains("git checkout")), "{packed}");
}

#[test]
fn a_file_is_read_as_it_is_written() {
    let lockfile = lockfile(&[("b", locked("1", "2")), ("a\"é", locked("3", "4"))]);
    let text = lockfile.render();
    assert_eq!(Lockfile::parse(&text), Ok(lockfile));
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 6);
    assert!(lines[4].starts_with("\"a\\\"é\" = { source = \""), "{text}");
    assert_eq!(Lockfile::parse("version = \"1\""), Ok(Lockfile::default()));
}

#[test]
fn an_update_writes_only_what_changed() {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let lockfile = lockfile(&[("a", locked("1", "2"))]);
    assert_eq!(Lockfile::read(folder.path()), Ok(None));
    assert_eq!(lockfile.update(folder.path()), Ok(LockUpdate::Written));
    assert_eq!(lockfile.update(folder.path()), Ok(LockUpdate::Unchanged));
    assert_eq!(Lockfile::read(folder.path()), Ok(Some(lockfile)));
    assert_eq!(std::fs::read_dir(folder.path()).expect("the folder is there").count(), 1);
    let missing = folder.path().join(FILE_NAME).join("below");
    assert!(matches!(Lockfile::default().update(&missing), Err(LockfileError::Unwritable { .. })));
}

#[test]
fn differences_are_named() {
    let old = lockfile(&[("a", locked("1", "1")), ("b", locked("1", "1")), ("c", locked("1", "1"))]);
    let new = lockfile(&[("a", locked("2", "2")), ("b", locked("1", "2")), ("d", locked("1", "1"))]);
    let digest = |text: &str| Digest::of(text.as_bytes());
    let (locked, found) = (digest("1"), digest("2"));
    let expected = [
        LockDifference::SourceChanged { revision: "a".to_owned(), locked, found },
        LockDifference::ComponentChanged { revision: "b".to_owned(), locked, found },
        LockDifference::Added { revision: "d".to_owned() },
        LockDifference::Removed { revision: "c".to_owned() },
    ];
    assert_eq!(new.differences(&old), expected);
    assert_eq!(new.differences(&new), []);
}

#[test]
fn a_malformed_file_names_the_line() {
    let digest = Digest::of(b"");
    let cases = [
        ("[[[\n".to_owned(), "aludel.lock:1:"),
        ("version = \"2\"\n".to_owned(), "aludel.lock:1:"),
        ("[revisions]\na = 1\n".to_owned(), "aludel.lock:2:"),
        ("[revisions]\n\na = { source = \"1\", component = \"2\" }\n".to_owned(), "aludel.lock:3:"),
        (format!("[revisions]\na = {{ source = \"{digest}\" }}\n"), "aludel.lock:2:"),
        (format!("[revisions]\na = {{ source = \"{digest}\", component = \"{digest}\" }}\na = 1\n"), "aludel.lock:3:"),
    ];
    for (text, start) in cases {
        let error = Lockfile::parse(&text).expect_err("the text is wrong");
        assert!(error.to_string().starts_with(start), "{text}: {error}");
        assert_eq!(error.hint().as_deref(), Some("make it again: rm aludel.lock && aludel build"));
    }
}
