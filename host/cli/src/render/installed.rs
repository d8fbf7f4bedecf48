//! Installed packages, for people.

use std::fmt::Write as _;

use aludel_engine::{
    InstallReport, InstalledPackageReport, NewlyInstalled, PackageListReport, PackageStanding, RemoveReport,
};

use crate::render::human::counted;
use crate::render::listing::Detail;
use crate::render::printable::{one_line, printable};
use crate::render::style::{REVISION, paint};
use crate::shell::Shell;

/// What is to be known of packages that were written.
pub(crate) fn remark(report: &InstallReport, shell: &Shell) {
    for note in report.installed.iter().flat_map(|installed| &installed.notes) {
        shell.remark(&printable(&note.text));
    }
}

/// What was written.
pub(crate) fn installed(report: &InstallReport, detail: Detail) -> String {
    let mut text: String = report.installed.iter().map(|one| newly_installed(one, detail)).collect();
    for label in &report.unchanged {
        line(&mut text, &format!("`{}` is installed already", one_line(label)));
    }
    if report.installed.is_empty() && report.unchanged.is_empty() {
        line(&mut text, "no packages are named in aludel.toml");
    }
    text
}

fn newly_installed(one: &NewlyInstalled, detail: Detail) -> String {
    let package = &one.package;
    let what = match &one.replaces {
        Some(version) => format!("updated {} from {}", title(package), one_line(version)),
        None => format!("installed {}", title(package)),
    };
    let mut text = String::new();
    line(&mut text, &format!("{what} as `{}` ({})", one_line(&package.label), signer(package)));
    for revision in package.revisions.iter().filter(|revision| one.added.contains(&revision.revision)) {
        let id = paint(REVISION, &one_line(&revision.revision));
        line(&mut text, &format!("  {id} {}", one_line(&revision.message)));
    }
    line(&mut text, &format!("it may {}", one.may.iter().map(|part| one_line(part)).collect::<Vec<_>>().join("; ")));
    if detail == Detail::Paragraph {
        line(&mut text, &format!("manifest {}", package.manifest_digest));
    }
    line(&mut text, &format!("wrote {}", one.written.iter().map(|path| one_line(path)).collect::<Vec<_>>().join(", ")));
    text
}

/// Each installed package.
pub(crate) fn list(report: &PackageListReport, detail: Detail) -> String {
    if report.packages.is_empty() {
        return "no packages are installed\n".to_owned();
    }
    report.packages.iter().map(|package| listed(package, detail)).collect()
}

fn listed(package: &InstalledPackageReport, detail: Detail) -> String {
    let count = package.revisions.len();
    let state = match package.applied {
        None => counted(count, "revision"),
        Some(0) => format!("{}, none applied", counted(count, "revision")),
        Some(applied) if applied == count => format!("{}, all applied", counted(count, "revision")),
        Some(applied) => format!("{}, {applied} applied", counted(count, "revision")),
    };
    let mut text = String::new();
    line(&mut text, &format!("{}: {} ({}; {state})", one_line(&package.label), title(package), signer(package)));
    if detail == Detail::Paragraph {
        line(&mut text, &format!("    from {}", one_line(&package.source)));
        line(&mut text, &format!("    manifest {}", package.manifest_digest));
        for revision in &package.revisions {
            let id = paint(REVISION, &one_line(&revision.revision));
            line(&mut text, &format!("    {id} {}", one_line(&revision.message)));
        }
    }
    text
}

/// What was taken out.
pub(crate) fn removed(report: &RemoveReport) -> String {
    let mut text = String::new();
    if !report.stamped_away.is_empty() {
        let ids: Vec<String> = report.stamped_away.iter().map(|id| one_line(id)).collect();
        line(&mut text, &format!("forgot {}; what they made stays", ids.join(", ")));
    }
    let name = one_line(&format!("{} {}", report.name, report.version));
    line(&mut text, &format!("removed {name} (`{}`)", one_line(&report.label)));
    text
}

fn title(package: &InstalledPackageReport) -> String {
    one_line(&format!("{} {}", package.name, package.version))
}

fn signer(package: &InstalledPackageReport) -> String {
    let signer = if package.signer == "unsigned" {
        "unsigned".to_owned()
    } else {
        format!("signed by {}", one_line(&package.signer))
    };
    let standing = match package.standing {
        PackageStanding::Signed | PackageStanding::Unjudged => return signer,
        PackageStanding::UnjudgedSignature => return "signed with a key that the project does not know".to_owned(),
        PackageStanding::Accepted => "taken as it is",
        PackageStanding::ScratchOnly => "for scratch databases only",
        PackageStanding::NotAccepted | PackageStanding::Unsigned => "not taken",
        PackageStanding::SignerUnknown => "whom nobody trusts",
        PackageStanding::Revoked => "taken back",
    };
    format!("{signer}, {standing}")
}

fn line(text: &mut String, words: &str) {
    writeln!(text, "{words}").expect("writing to a String cannot fail");
}
