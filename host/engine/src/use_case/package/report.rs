//! What the verbs of packages answer.

use std::path::PathBuf;

use aludel_build::interpreter;
use aludel_project::package::{Package, PackagedRevision};
use serde::Serialize;

/// A package that was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PackReport {
    /// What it holds.
    #[serde(flatten)]
    pub package: PackageSummary,
    /// The file.
    pub path: PathBuf,
}

/// Which package it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PackageSummary {
    /// Its name: `acme/audit`.
    pub name: String,
    /// Its version.
    pub version: String,
    /// The branch that it becomes where it is installed.
    pub label: String,
    /// The digest of its manifest, which names it and nothing else.
    pub digest: String,
    /// How many bytes all its parts have.
    pub bytes: u64,
    /// How many revisions it has.
    pub revision_count: usize,
}

/// What a package holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PackageReport {
    /// Which one it is.
    #[serde(flatten)]
    pub package: PackageSummary,
    /// When it was made, where that is said.
    pub created: Option<String>,
    /// What its publisher says of it, by annotations of the OCI image specification.
    pub annotations: Vec<(String, String)>,
    /// The interfaces that its components were built for.
    pub wit: String,
    /// The tables that are its own.
    pub tables: Vec<String>,
    /// What must be installed beside it.
    pub depends_on: Vec<String>,
    /// Every revision, parents first.
    pub revisions: Vec<PackagedRevisionReport>,
    /// The interpreters of its scripts, as they say who they are.
    pub interpreters: Vec<PackagedInterpreterReport>,
    /// The manifests that refer to it, such as signatures. None of them was verified.
    pub referrers: Vec<ReferrerReport>,
}

/// One revision of a package.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PackagedRevisionReport {
    /// Its id.
    pub revision: String,
    /// Its parents.
    pub down_revisions: Vec<String>,
    /// What must be applied before it.
    pub depends_on: Vec<String>,
    /// What it does.
    pub message: String,
    /// The digest of its component.
    pub component: String,
    /// The digest of its source.
    pub source_digest: String,
    /// What it asks to be granted, as TOML; none where it does not say.
    pub needs: Option<Vec<String>>,
}

/// An interpreter in a package.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PackagedInterpreterReport {
    /// Its name; none where it does not say who it is.
    pub name: Option<String>,
    /// Its version.
    pub version: Option<String>,
    /// The digest of its layer.
    pub digest: String,
    /// Its size.
    pub bytes: usize,
}

/// A manifest that refers to a package.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReferrerReport {
    /// Its digest.
    pub digest: String,
    /// What it is: the type that it or its first layer has.
    pub kind: String,
    /// The tag that it is found under.
    pub tag: Option<String>,
}

impl PackageSummary {
    pub(crate) fn of(package: &Package) -> Self {
        let about = package.about();
        let layers: u64 = package.layers.values().map(|layer| layer.len() as u64).sum();
        Self {
            name: about.name.to_string(),
            version: about.version.to_string(),
            label: about.label.to_string(),
            digest: package.manifest_digest.to_string(),
            bytes: layers + (package.manifest_bytes.len() + package.config_bytes.len()) as u64,
            revision_count: about.revisions.len(),
        }
    }
}

impl PackageReport {
    pub(crate) fn of(package: &Package) -> Self {
        let about = package.about();
        let annotations = package.manifest.annotations.iter();
        Self {
            package: PackageSummary::of(package),
            created: package.config.created.clone(),
            annotations: annotations.map(|(key, value)| (key.clone(), value.clone())).collect(),
            wit: about.wit.clone(),
            tables: about.tables.iter().map(ToString::to_string).collect(),
            depends_on: about.depends_on.clone(),
            revisions: about.revisions.iter().map(revision).collect(),
            interpreters: interpreters(package),
            referrers: referrers(package),
        }
    }
}

fn revision(packaged: &PackagedRevision) -> PackagedRevisionReport {
    PackagedRevisionReport {
        revision: packaged.id.clone(),
        down_revisions: packaged.parents.clone(),
        depends_on: packaged.depends_on.clone(),
        message: packaged.message.clone(),
        component: packaged.component.to_string(),
        source_digest: packaged.source.to_string(),
        needs: packaged.needs.as_ref().map(aludel_grants::Terms::lines),
    }
}

fn interpreters(package: &Package) -> Vec<PackagedInterpreterReport> {
    let report = |digest: &aludel_project::package::ContentDigest| {
        let component = &package.layers[digest];
        let about = interpreter::about(component);
        PackagedInterpreterReport {
            name: about.as_ref().map(|about| about.name.clone()),
            version: about.map(|about| about.version),
            digest: digest.to_string(),
            bytes: component.len(),
        }
    };
    package.about().interpreters.iter().map(report).collect()
}

fn referrers(package: &Package) -> Vec<ReferrerReport> {
    let report = |referrer: &aludel_project::package::Referrer| {
        let layer = referrer.manifest.layers.first().map(|layer| layer.media_type.clone());
        ReferrerReport {
            digest: referrer.manifest_digest.to_string(),
            kind: referrer.manifest.artifact_type.clone().or(layer).unwrap_or_default(),
            tag: referrer.tag.clone(),
        }
    };
    package.referrers.iter().map(report).collect()
}
