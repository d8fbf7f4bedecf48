//! `package pack`: the components of a project, or of one of its branches, as one artefact.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use aludel_build::{Interpreters, interpreter, shape};
use aludel_grants::Patterns;
use aludel_project::Artifact;
use aludel_project::config::PackageSection;
use aludel_project::package::{Draft, DraftComponent, Package, PackageLabel, PackageName, PackageVersion, tar};

use super::report::{PackReport, PackageSummary};
use super::select::{Selection, select};
use crate::error::Error;
use crate::event::Observer;
use crate::migrator::Migrator;
use crate::options::Variables;
use crate::use_case::build::built_for_a_package;

/// When a package was made, in seconds since 1970, for whoever wants that in it:
/// <https://reproducible-builds.org/specs/source-date-epoch/>.
const SOURCE_DATE_EPOCH: &str = "SOURCE_DATE_EPOCH";

/// What to pack, and what to call it. What is not said here is taken from `[package]`.
#[derive(Debug, Clone, Default)]
pub struct PackRequest {
    /// The label of the one branch to pack; all of the project without it.
    pub branch: Option<String>,
    /// The name.
    pub name: Option<PackageName>,
    /// The version.
    pub version: Option<PackageVersion>,
    /// The label of the branch that it becomes where it is installed.
    pub label: Option<PackageLabel>,
}

impl Migrator {
    /// Builds the components and writes the package to a file: `out`, or one with the name and the version, in the folder of
    /// the options.
    pub async fn pack(
        &self,
        request: &PackRequest,
        out: Option<PathBuf>,
        observer: Arc<dyn Observer>,
    ) -> Result<PackReport, Error> {
        let package = self.assemble_package(request, observer).await?;
        let path = self.options.directory.join(out.unwrap_or_else(|| file_name(&package)));
        write(&package, &path)?;
        Ok(PackReport { package: PackageSummary::of(&package), path })
    }

    /// Builds the components and makes the package of them.
    pub(crate) async fn assemble_package(
        &self,
        request: &PackRequest,
        observer: Arc<dyn Observer>,
    ) -> Result<Package, Error> {
        let selection = select(self.catalogue()?, request.branch.as_deref())?;
        let called = Called::find(request, &self.config.package, &selection)?;
        let created = created(&self.options.variables)?;
        let built = built_for_a_package(self, selection.migrations, observer).await?;
        let interpreters = needed_interpreters(&self.interpreters, &built)?;
        let draft = Draft {
            name: called.name,
            version: called.version,
            label: called.label,
            tables: called.tables,
            depends_on: selection.depends_on,
            remarks: remarks(&self.config.package),
            created,
            revisions: built.iter().map(drafted).collect::<Result<_, _>>()?,
            interpreters,
        };
        Package::assemble(&draft).map_err(|error| Error::Packing(Box::new(error)))
    }
}

fn drafted((revision, artifact): &(String, Artifact)) -> Result<DraftComponent, Error> {
    let shape = shape::of(&artifact.component).map_err(|error| Error::Usage {
        code: "component_unreadable",
        message: format!("migration `{revision}`: {error}"),
        hint: None,
    })?;
    Ok(DraftComponent { revision: revision.clone(), component: artifact.component.as_slice().into(), shape })
}

/// Those that travel with the package: the installed one may be another where it is run.
fn needed_interpreters(known: &Interpreters, built: &[(String, Artifact)]) -> Result<Vec<Arc<[u8]>>, Error> {
    let mut found: BTreeMap<String, Arc<[u8]>> = BTreeMap::new();
    for (revision, artifact) in built {
        let missing = |source| Error::Interpreter { revision: revision.clone(), source: Box::new(source) };
        let Some(reference) = interpreter::needed(&artifact.component).map_err(missing)? else { continue };
        if let Entry::Vacant(place) = found.entry(reference.digest.to_string()) {
            place.insert(known.get(&reference).map_err(missing)?.component);
        }
    }
    Ok(found.into_values().collect())
}

fn remarks(section: &PackageSection) -> BTreeMap<&'static str, String> {
    let all = [("description", &section.description), ("licenses", &section.license), ("source", &section.source)];
    all.into_iter().filter_map(|(key, value)| Some((key, value.clone()?))).collect()
}

/// What a package is called.
struct Called {
    name: PackageName,
    version: PackageVersion,
    label: PackageLabel,
    tables: Patterns,
}

impl Called {
    fn find(request: &PackRequest, section: &PackageSection, selection: &Selection) -> Result<Self, Error> {
        let name = request.name.clone().or_else(|| section.name.clone());
        let name = name.ok_or_else(|| unnamed("name", "acme/audit"))?;
        let version = request.version.clone().or_else(|| section.version.clone());
        let version = version.ok_or_else(|| unnamed("version", "1.0.0"))?;
        let label = match request.label.clone().or_else(|| section.label.clone()) {
            Some(label) => label,
            None => natural_label(request, &name, selection)?,
        };
        let tables = match &section.tables {
            Some(tables) => tables.clone(),
            None => Patterns::parse([format!("{label}_*").as_str()]).expect("a label is a name"),
        };
        Ok(Self { name, version, label, tables })
    }
}

/// The branch that was asked for, that of the root, or the last part of the name.
fn natural_label(request: &PackRequest, name: &PackageName, selection: &Selection) -> Result<PackageLabel, Error> {
    let of_the_root = || selection.root_labels.first().cloned();
    let text = request.branch.clone().or_else(of_the_root).unwrap_or_else(|| name.last_part().replace(['-', '.'], "_"));
    text.parse().map_err(|error: aludel_project::package::NameError| Error::Usage {
        code: "package_name",
        message: error.to_string(),
        hint: Some("write into aludel.toml: [package] label = \"audit\"".to_owned()),
    })
}

fn unnamed(what: &'static str, example: &str) -> Error {
    Error::Usage {
        code: "package_unnamed",
        message: format!("nobody said the {what} of the package"),
        hint: Some(format!(
            "write into aludel.toml: [package] {what} = \"{example}\"; or give --package-{what} {example}"
        )),
    }
}

fn created(variables: &Variables) -> Result<Option<String>, Error> {
    let Some(text) = variables(SOURCE_DATE_EPOCH) else { return Ok(None) };
    let moment = text.parse().ok().and_then(|seconds| jiff::Timestamp::from_second(seconds).ok());
    let moment = moment.ok_or_else(|| Error::Usage {
        code: "source_date_epoch",
        message: format!("the variable {SOURCE_DATE_EPOCH} is `{}`, and not a number of seconds", text.escape_debug()),
        hint: Some(format!("unset {SOURCE_DATE_EPOCH}")),
    })?;
    Ok(Some(moment.to_string()))
}

/// `acme-audit-1.2.0.tar`.
pub(super) fn file_name(package: &Package) -> PathBuf {
    let about = package.about();
    PathBuf::from(format!("{}-{}.tar", about.name.as_str().replace('/', "-"), about.version))
}

/// Writes beside the place first, so that a reader finds the whole file or the one before.
pub(super) fn write(package: &Package, path: &Path) -> Result<(), Error> {
    let failed = |source| Error::Write { path: path.to_owned(), source };
    let beside = path.with_added_extension(format!("part-{}", std::process::id()));
    let written = File::create(&beside)
        .and_then(|file| tar::write(package, std::io::BufWriter::new(file)))
        .and_then(|()| std::fs::rename(&beside, path));
    if written.is_err() {
        let _ = std::fs::remove_file(&beside);
    }
    written.map_err(failed)
}
