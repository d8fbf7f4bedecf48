//! The house checks. Prints every finding, one a line, and fails when there is one.
//!
//! `cargo run -p aludel-tidy` checks the workspace that it stands in.

mod arrows;
mod finding;
mod readme;
mod sources;

use std::io::Write as _;
use std::path::Path;
use std::process::ExitCode;

use finding::Finding;

fn main() -> ExitCode {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let findings = check(&root);
    report(&findings)
}

fn check(root: &Path) -> Vec<Finding> {
    let mut findings = arrows::check(root);
    findings.extend(sources::check(root));
    findings.extend(readme::check(root));
    findings
}

fn report(findings: &[Finding]) -> ExitCode {
    let mut out = std::io::stdout().lock();
    for finding in findings {
        // A closed pipe must not hide the exit code.
        let _ = writeln!(out, "{finding}");
    }
    let _ = writeln!(out, "tidy: {} findings", findings.len());
    if findings.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
