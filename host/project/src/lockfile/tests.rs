use super::*;

fn locked(source: &str, component: &str) -> LockedRevision {
    LockedRevision { source: Digest::of(source.as_bytes()), component: Digest::of(component.as_bytes()) }
}

fn lockfile(revisions: &[(&str, LockedRevision)]) -> Lockfile {
    Lockfile { revisions: revisions.iter().map(|(id, locked)| ((*id).to_owned(), *locked)).collect() }
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
        ("<<<<<<< HEAD\n".to_owned(), "aludel.lock:1:"),
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
