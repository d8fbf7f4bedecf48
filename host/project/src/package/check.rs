//! Whether what a package says of itself makes sense.

use std::collections::HashSet;

use aludel_revision::RevisionId;
use semver::Version;

use crate::manifest::WIT_VERSION;

use super::error::PackageError;
use super::manifest::{FORMAT, PackageManifest, PackagedRevision, REVISIONS_MAX};

/// What separates a label and an id in what a package depends on.
const LABEL_SEPARATOR: char = '@';

pub(super) fn check(manifest: &PackageManifest) -> Result<(), PackageError> {
    check_format(manifest.format)?;
    check_interfaces(&manifest.wit)?;
    manifest.depends_on.iter().try_for_each(|dependency| check_dependency(dependency))?;
    check_revisions(&manifest.revisions)
}

pub(super) fn check_format(found: u32) -> Result<(), PackageError> {
    if found == FORMAT { Ok(()) } else { Err(PackageError::NewerFormat { found, known: FORMAT }) }
}

/// Components of an older version run on a newer host of the same major one; before 1.0 the minor version decides.
fn check_interfaces(wanted: &str) -> Result<(), PackageError> {
    let known = Version::parse(WIT_VERSION).expect("the version of the interfaces is one, as a test shows");
    let is_there = Version::parse(wanted).is_ok_and(|wanted| {
        let is_alike = wanted.major == known.major && (known.major > 0 || wanted.minor == known.minor);
        is_alike && wanted <= known
    });
    let error = || PackageError::NewerInterfaces { wanted: wanted.to_owned(), known: WIT_VERSION };
    if is_there { Ok(()) } else { Err(error()) }
}

fn check_revisions(revisions: &[PackagedRevision]) -> Result<(), PackageError> {
    if revisions.is_empty() {
        return Err(PackageError::Empty);
    }
    if revisions.len() > REVISIONS_MAX {
        return Err(PackageError::TooMany { what: "revisions", found: revisions.len(), allowed: REVISIONS_MAX });
    }
    let all: HashSet<&str> = revisions.iter().map(|revision| revision.id.as_str()).collect();
    let mut earlier: HashSet<&str> = HashSet::new();
    for revision in revisions {
        check_ids(revision)?;
        for parent in &revision.parents {
            check_parent(revision, parent, &all, &earlier)?;
        }
        if !earlier.insert(&revision.id) {
            return Err(PackageError::DuplicateRevision { revision: revision.id.clone() });
        }
    }
    check_roots(revisions)
}

fn check_roots(revisions: &[PackagedRevision]) -> Result<(), PackageError> {
    let roots = revisions.iter().filter(|revision| revision.parents.is_empty());
    let roots: Vec<String> = roots.map(|revision| revision.id.clone()).collect();
    if roots.len() == 1 { Ok(()) } else { Err(PackageError::SeveralRoots { roots }) }
}

fn check_parent(
    revision: &PackagedRevision,
    parent: &str,
    all: &HashSet<&str>,
    earlier: &HashSet<&str>,
) -> Result<(), PackageError> {
    let (revision, owned) = (revision.id.clone(), parent.to_owned());
    match (all.contains(parent), earlier.contains(parent)) {
        (_, true) => Ok(()),
        (true, false) => Err(PackageError::OutOfOrder { revision, parent: owned }),
        (false, false) => Err(PackageError::UnknownParent { revision, parent: owned }),
    }
}

fn check_ids(revision: &PackagedRevision) -> Result<(), PackageError> {
    check_id("revision", &revision.id)?;
    revision.parents.iter().try_for_each(|id| check_id("parent", id))?;
    revision.depends_on.iter().try_for_each(|dependency| check_dependency(dependency))
}

/// An id, a label, or both: `accounts@3f9a`.
fn check_dependency(text: &str) -> Result<(), PackageError> {
    let mut parts = text.splitn(2, LABEL_SEPARATOR);
    let illegal = || PackageError::IllegalId { what: "dependency", id: text.to_owned() };
    parts.try_for_each(|part| RevisionId::parse(part).map(|_| ())).map_err(|_| illegal())
}

fn check_id(what: &'static str, id: &str) -> Result<(), PackageError> {
    RevisionId::parse(id).map(|_| ()).map_err(|_| PackageError::IllegalId { what, id: id.to_owned() })
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn manifest(revisions: &Value) -> PackageManifest {
        let document = json!({
            "format": 1, "name": "acme/audit", "version": "1.2.0", "label": "audit", "wit": "0.1.0",
            "tables": ["audit_*"], "depends_on": ["accounts", "accounts@3f9a"], "revisions": revisions,
            "something newer": [1],
        });
        serde_json::from_value(document).expect("it is a manifest")
    }

    fn revision(id: &str, parents: &[&str]) -> Value {
        let component = format!("sha256:{}", "0".repeat(64));
        json!({ "id": id, "parents": parents, "component": component, "source": "0".repeat(64) })
    }

    fn problem(revisions: &[Value]) -> PackageError {
        manifest(&json!(revisions)).check().expect_err("something is wrong")
    }

    #[test]
    fn a_line_with_a_fork_and_a_merge_is_fine() {
        let revisions = [revision("a", &[]), revision("b", &["a"]), revision("c", &["a"]), revision("d", &["b", "c"])];
        let manifest = manifest(&json!(revisions));
        assert_eq!(manifest.check(), Ok(()));
        assert_eq!((manifest.roots(), manifest.heads()), (vec!["a"], vec!["d"]));
    }

    #[test]
    fn each_mistake_has_its_error() {
        let owned = str::to_owned;
        assert_eq!(problem(&[]), PackageError::Empty);
        let twice = problem(&[revision("a", &[]), revision("a", &[])]);
        assert_eq!(twice, PackageError::DuplicateRevision { revision: owned("a") });
        let unknown = problem(&[revision("a", &["z"])]);
        assert_eq!(unknown, PackageError::UnknownParent { revision: owned("a"), parent: owned("z") });
        let circle = problem(&[revision("a", &["b"]), revision("b", &["a"])]);
        assert_eq!(circle, PackageError::OutOfOrder { revision: owned("a"), parent: owned("b") });
        let two = problem(&[revision("a", &[]), revision("b", &[])]);
        assert_eq!(two.to_string(), "the package has several roots: a, b");
        let own = problem(&[revision("a", &["a"])]);
        assert_eq!(own, PackageError::OutOfOrder { revision: owned("a"), parent: owned("a") });
        for id in ["", "a b", "head", "a@b", "\u{1b}[2J", &"a".repeat(300)] {
            let error = problem(&[revision(id, &[])]);
            assert_eq!(error, PackageError::IllegalId { what: "revision", id: owned(id) });
            assert!(!error.to_string().contains('\u{1b}'), "{error}");
        }
    }

    #[test]
    fn what_is_newer_says_so() {
        let mut newer = manifest(&json!([revision("a", &[])]));
        newer.format = 2;
        assert_eq!(newer.check(), Err(PackageError::NewerFormat { found: 2, known: 1 }));
        for wit in ["0.2.0", "0.1.1", "1.0.0", "0.0.9", "latest", ""] {
            let other = PackageManifest { format: 1, wit: wit.to_owned(), ..newer.clone() };
            let error = other.check().expect_err("these interfaces are not there");
            assert_eq!(error, PackageError::NewerInterfaces { wanted: wit.to_owned(), known: WIT_VERSION });
            let hint = error.hint();
            assert_eq!(hint.as_deref(), Some("install a newer aludel, or an older version of the package"));
        }
    }
}
