//! Packages for people.

use std::fmt::Write as _;

use aludel_engine::{PackageReport, PackageSummary, PackagedInterpreterReport, PackagedRevisionReport};

use super::printable::one_line;
use super::style::{REVISION, paint};

/// `acme/audit 1.2.0, branch audit (2 revisions, 3120 bytes)` and its digest.
pub(crate) fn summary(package: &PackageSummary) -> String {
    let PackageSummary { name, version, label, digest, bytes, revision_count } = package;
    let revisions = if *revision_count == 1 { "1 revision".to_owned() } else { format!("{revision_count} revisions") };
    format!("{name} {version}, branch {label} ({revisions}, {bytes} bytes)\n  {digest}")
}

/// All that a package says of itself.
pub(crate) fn shown(report: &PackageReport) -> String {
    let mut text = format!("{}\n", summary(&report.package));
    let mut line = |title: &str, values: &str| {
        if !values.is_empty() {
            writeln!(text, "{title}: {values}").expect("writing to a String cannot fail");
        }
    };
    line("Created", &one_line(report.created.as_deref().unwrap_or_default()));
    for (name, value) in report.annotations.iter().filter(|(name, _)| !is_said_above(name)) {
        line(&one_line(name.rsplit('.').next().unwrap_or(name)), &one_line(value));
    }
    line("Interfaces", &one_line(&report.wit));
    line("Tables", &list(&report.tables));
    line("Depends on", &list(&report.depends_on));
    line("Interpreters", &report.interpreters.iter().map(interpreter).collect::<Vec<_>>().join(", "));
    let referrers = report.referrers.iter().map(|referrer| one_line(&referrer.kind));
    line("With it, not verified", &referrers.collect::<Vec<_>>().join(", "));
    text.push_str("Revisions:\n");
    report.revisions.iter().for_each(|one| revision(&mut text, one));
    text
}

/// The annotations that say what the first line says.
fn is_said_above(name: &str) -> bool {
    ["title", "version", "created"].iter().any(|said| name == format!("org.opencontainers.image.{said}"))
}

fn list(texts: &[String]) -> String {
    texts.iter().map(|text| one_line(text)).collect::<Vec<_>>().join(", ")
}

fn interpreter(report: &PackagedInterpreterReport) -> String {
    let name = report.name.as_deref().unwrap_or("(of no name)");
    format!("{} {} ({} bytes)", one_line(name), one_line(report.version.as_deref().unwrap_or("")), report.bytes)
}

fn revision(text: &mut String, report: &PackagedRevisionReport) {
    let parents = if report.down_revisions.is_empty() { "<base>".to_owned() } else { list(&report.down_revisions) };
    let dependencies =
        if report.depends_on.is_empty() { String::new() } else { format!(" ({})", list(&report.depends_on)) };
    let id = paint(REVISION, &one_line(&report.revision));
    let message = one_line(&report.message);
    writeln!(text, "  {parents}{dependencies} -> {id}, {message}").expect("writing to a String cannot fail");
    for needed in report.needs.iter().flatten() {
        writeln!(text, "      needs {}", one_line(needed)).expect("writing to a String cannot fail");
    }
}
