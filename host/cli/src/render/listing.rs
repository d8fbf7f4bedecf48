//! Revisions as `history`, `heads`, `branches`, `show` and `current` print them: the words are Alembic's.

use std::collections::HashMap;
use std::fmt::Write as _;

use aludel_engine::{BranchReport, BuildReport, CurrentReport, DrawnLine, GrantsReport, RevisionReport};

use crate::render::human::{duration, path};
use crate::render::printable::{one_line, printable};
use crate::render::style::{FAINT, REVISION, paint};

/// The history with its branches drawn at the left.
pub(crate) fn drawing(drawing: &[DrawnLine], revisions: &[RevisionReport]) -> String {
    let mut by_id = revisions.iter().map(|revision| (revision.revision.as_str(), revision)).collect::<HashMap<_, _>>();
    let mut text = String::new();
    for drawn in drawing {
        match drawn.revision.as_deref().and_then(|id| by_id.remove(id)) {
            Some(revision) => line(&mut text, &format!("{} {}", drawn.lanes, named_with_message(revision))),
            None => line(&mut text, &drawn.lanes),
        }
    }
    text
}

/// What `build` made.
pub(crate) fn build(report: &BuildReport) -> String {
    let mut text = String::new();
    for artifact in &report.artifacts {
        let revision = paint(REVISION, &one_line(&artifact.revision));
        let time = artifact.duration_ms.map(|time| format!(", built in {}", duration(time))).unwrap_or_default();
        let (file, language, bytes) = (one_line(&artifact.path), &artifact.language, artifact.bytes);
        line(&mut text, &format!("{revision} {file} ({language}, {bytes} bytes{time})"));
    }
    if let Some(lockfile) = &report.lockfile {
        line(&mut text, &format!("wrote {}", path(lockfile)));
    }
    text
}

/// How much is said of each revision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Detail {
    /// One line.
    Line,
    /// A paragraph.
    Paragraph,
}

/// A list for `history`.
pub(crate) fn history(revisions: &[RevisionReport], detail: Detail) -> String {
    revisions.iter().map(|revision| entry(revision, detail)).collect()
}

/// A list for `heads`.
pub(crate) fn heads(revisions: &[RevisionReport], detail: Detail) -> String {
    match detail {
        Detail::Line => revisions.iter().map(|revision| format!("{}\n", named(revision))).collect(),
        Detail::Paragraph => history(revisions, detail),
    }
}

/// Where branches begin, and with which revisions.
pub(crate) fn branches(branches: &[BranchReport], detail: Detail) -> String {
    let mut text = String::new();
    for branch in branches {
        text.push_str(&entry(&branch.point, detail));
        for first in &branch.branches {
            line(&mut text, &format!("    {} {}", paint(FAINT, "->"), named(first)));
        }
    }
    text
}

/// Where the database is.
pub(crate) fn current(report: &CurrentReport, detail: Detail) -> String {
    let mut text = String::new();
    for head in &report.heads {
        match &head.known {
            Some(revision) if detail == Detail::Paragraph => text.push_str(&paragraph(revision)),
            Some(revision) => line(&mut text, &named(revision)),
            None => line(&mut text, &format!("{} (no file declares it)", one_line(&head.revision))),
        }
    }
    text
}

/// One revision, by line or by paragraph.
pub(crate) fn entry(revision: &RevisionReport, detail: Detail) -> String {
    match detail {
        Detail::Line => format!("{} -> {}\n", parents(revision), named_with_message(revision)),
        Detail::Paragraph => paragraph(revision),
    }
}

/// The revision with what is to know of it: `3f9a (shop) (head), add orders`.
pub(crate) fn named_with_message(revision: &RevisionReport) -> String {
    format!("{}, {}", named(revision), one_line(&revision.message))
}

fn named(revision: &RevisionReport) -> String {
    let mut text = paint(REVISION, &one_line(&revision.revision));
    if !revision.branch_labels.is_empty() {
        let labels: Vec<String> = revision.branch_labels.iter().map(|label| one_line(label)).collect();
        write!(text, " ({})", labels.join(", ")).expect("writing to a String cannot fail");
    }
    if let Some(package) = &revision.package {
        write!(text, " ({})", one_line(&package.title())).expect("writing to a String cannot fail");
    }
    for (holds, mark) in [
        (revision.is_head, "(head)"),
        (revision.is_branch_point, "(branchpoint)"),
        (revision.is_merge_point, "(mergepoint)"),
        (revision.is_current == Some(true), "(current)"),
    ] {
        if holds {
            write!(text, " {mark}").expect("writing to a String cannot fail");
        }
    }
    text
}

fn parents(revision: &RevisionReport) -> String {
    let parents = if revision.down_revisions.is_empty() { "<base>".to_owned() } else { list(&revision.down_revisions) };
    let dependencies = match revision.depends_on.as_slice() {
        [] => String::new(),
        depends_on => format!(" ({})", list(depends_on)),
    };
    parents + &dependencies
}

fn list(ids: &[String]) -> String {
    ids.iter().map(|id| one_line(id)).collect::<Vec<_>>().join(", ")
}

/// What a migration may do, a line for each part of it.
fn grants(text: &mut String, grants: &GrantsReport) {
    let may = if grants.asks { "May, and asks for no more:" } else { "May:" };
    for (title, list) in [(may, &grants.may), ("May not:", &grants.may_not), ("Not granted:", &grants.not_granted)] {
        if !list.is_empty() {
            line(text, title);
        }
        for part in list {
            line(text, &format!("    {}", one_line(part)));
        }
    }
    if let Some(time) = &grants.ends_after {
        line(text, &format!("Ends after: {time}"));
    }
    if let Some(lines) = &grants.grant {
        line(text, "To grant that, in aludel.toml:");
        for written in lines.lines() {
            line(text, &format!("    {}", one_line(written)));
        }
    }
}

fn paragraph(revision: &RevisionReport) -> String {
    let mut text = String::new();
    line(&mut text, &format!("Rev: {}", named(revision)));
    let title = if revision.is_merge_point { "Merges" } else { "Parent" };
    let parents = if revision.down_revisions.is_empty() { "<base>".to_owned() } else { list(&revision.down_revisions) };
    line(&mut text, &format!("{title}: {parents}"));
    if !revision.depends_on.is_empty() {
        line(&mut text, &format!("Depends on: {}", list(&revision.depends_on)));
    }
    line(&mut text, &format!("Path: {}", one_line(&revision.path)));
    if let Some(created) = &revision.created {
        line(&mut text, &format!("Created: {}", one_line(created)));
    }
    if let Some(granted) = &revision.grants {
        grants(&mut text, granted);
    }
    text.push('\n');
    for message in printable(&revision.message).lines() {
        line(&mut text, &format!("    {message}"));
    }
    text.push('\n');
    text
}

fn line(text: &mut String, words: &str) {
    text.push_str(words);
    text.push('\n');
}
