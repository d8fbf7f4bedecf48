//! `[grants]`, `[trust."..."]` and `[packages.LABEL.grants]`: what migrations may do.

use std::collections::BTreeMap;
use std::path::{Component, Path};

use aludel_grants::{Grants, Section as GrantSection, Terms};

use super::installed::PACKAGES_FOLDER;
use super::trust::{self, CeilingError};
use crate::installed::InstalledPackage;
use crate::migration::Migration;
use crate::package::layout::BLOBS;
use crate::terms;
use crate::toml_reader::{Report, Section};

/// Where a guest runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Housing {
    /// In the sandbox, in the process of the host.
    Sandbox,
    /// In the sandbox, in a process of its own.
    Process,
}

impl Housing {
    /// The key of both tables, and its words.
    const KEY: &str = "isolation";
    const WORDS: [(&str, Self); 2] = [("sandbox", Self::Sandbox), ("process", Self::Process)];
}

/// What a project gives to its migrations.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct GrantsSection {
    /// `[grants]`: in place of what own migrations may do by themselves ([`Grants::own`]).
    pub own: Terms,
    /// `isolation` there.
    pub own_housing: Option<Housing>,
    /// `[trust."FOLDER"]`: for the migrations in a folder, in place of nothing at all.
    pub trust: Vec<Trust>,
    /// `[packages.LABEL.grants]`, by label: in place of what an installed package may do by itself
    /// ([`Grants::of_namespace`]).
    pub packages: BTreeMap<String, PackageTerms>,
    /// `[trust.signers.NAME.grants]`, by name: the most that a package of that signer may be given.
    pub ceilings: BTreeMap<String, Grants>,
}

/// One `[packages.LABEL.grants]`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PackageTerms {
    /// With what.
    pub terms: Terms,
    /// `isolation` there.
    pub housing: Option<Housing>,
}

/// One `[trust."..."]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trust {
    /// Whom: a folder of the project.
    pub whom: String,
    /// With what.
    pub terms: Terms,
    /// `isolation` there.
    pub housing: Option<Housing>,
}

/// What is given to a migration, and where that is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// What.
    pub grants: Grants,
    /// Where more would be given.
    pub section: GrantSection,
    /// Where its guests are to run; none where nothing is said.
    pub housing: Option<Housing>,
    /// What bounds it, where it is a package of a signer who may be given so much only.
    pub ceiling: Option<Ceiling>,
}

/// The bound of what a package may be given, which its signer sets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ceiling {
    /// Who signed the package.
    pub signer: String,
    /// The most that the signer may be given: `[trust.signers.NAME.grants]`.
    pub most: Grants,
    /// What the package would be given without that bound.
    pub offered: Grants,
}

impl GrantsSection {
    /// What is given to a migration: by its package, or by the folder that it is in.
    pub fn given(&self, migration: &Migration) -> Given {
        match &migration.package {
            Some(from) => self.given_to_package(&from.package),
            None => self.given_in(migration.source.display_path.as_ref()),
        }
    }

    /// What is given to an installed package.
    pub fn given_to_package(&self, package: &InstalledPackage) -> Given {
        let PackageTerms { terms, housing } = self.packages.get(&package.label).cloned().unwrap_or_default();
        let offered = terms.amend(Grants::of_namespace(&package.namespace()));
        let signer = &package.locked.signer;
        let most = self.ceilings.get(signer);
        Given {
            grants: most.map_or_else(|| offered.clone(), |most| offered.meet(most)),
            section: GrantSection::Package(package.label.clone()),
            housing,
            ceiling: most.map(|most| Ceiling { signer: signer.clone(), most: most.clone(), offered }),
        }
    }

    /// Refuses what `[packages.LABEL.grants]` gives to a package by name beyond what its signer may be given. What packages
    /// may do by themselves is cut down to it.
    pub fn check_ceiling(&self, package: &str, signer: &str) -> Result<(), CeilingError> {
        let (Some(given), Some(most)) = (self.packages.get(package), self.ceilings.get(signer)) else { return Ok(()) };
        let excess = most.excess(&given.terms.asked());
        if excess.is_empty() {
            return Ok(());
        }
        Err(CeilingError { package: package.to_owned(), signer: signer.to_owned(), excess })
    }

    /// What is given to a component in that file that is no migration, a path from the root of the project, however it is written.
    ///
    /// What is a part of an installed package is given what that package is, unless a folder that it is in is trusted by name.
    pub fn given_to_file(&self, path: &Path) -> Given {
        let path = direct(path);
        let given = self.given_in(&path);
        match package_of(&path) {
            Some(label) if !matches!(given.section, GrantSection::Trust(_)) => self.given_to_part_of(label),
            _ => given,
        }
    }

    /// What is given to a part of a package of which nothing but its label is known.
    fn given_to_part_of(&self, label: &str) -> Given {
        let PackageTerms { terms, housing } = self.packages.get(label).cloned().unwrap_or_default();
        Given { grants: terms.asked(), section: GrantSection::Package(label.to_owned()), housing, ceiling: None }
    }

    /// What is given to the migration in that file, a path from the root of the project. The longest folder that is
    /// trusted decides; beneath none, a migration is the project's own.
    fn given_in(&self, path: &Path) -> Given {
        let folders = self.trust.iter().filter(|trust| path.starts_with(plain(&trust.whom)));
        match folders.max_by_key(|trust| plain(&trust.whom).components().count()) {
            Some(trust) => Given {
                grants: trust.terms.asked(),
                section: GrantSection::Trust(trust.whom.clone()),
                housing: trust.housing,
                ceiling: None,
            },
            None => Given {
                grants: self.own.amend(Grants::own()),
                section: GrantSection::Grants,
                housing: self.own_housing,
                ceiling: None,
            },
        }
    }
}

/// A folder without what leads nowhere: `./vendor/` is `vendor`.
fn plain(folder: &str) -> std::path::PathBuf {
    Path::new(folder).components().filter(|part| !matches!(part, Component::CurDir)).collect()
}

/// The label of the package that a file is a part of, if it is a part of one.
fn package_of(path: &Path) -> Option<&str> {
    let label = path.strip_prefix(PACKAGES_FOLDER).ok()?.components().next()?.as_os_str().to_str()?;
    path.starts_with(Path::new(PACKAGES_FOLDER).join(label).join(BLOBS)).then_some(label)
}

/// A path without steps back: `a/../vendor/x` is `vendor/x`.
fn direct(path: &Path) -> std::path::PathBuf {
    let mut direct = std::path::PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir if direct.file_name().is_some() => drop(direct.pop()),
            part => direct.push(part),
        }
    }
    direct
}

/// Reads one of the two tables.
pub(super) fn read_terms(section: &Section<'_>, report: &mut Report<'_>) -> (Terms, Option<Housing>) {
    let terms = terms::read_beside(section, &[Housing::KEY], report);
    (terms, section.word(Housing::KEY, &Housing::WORDS, report))
}

pub(super) fn read_trust(section: &Section<'_>, report: &mut Report<'_>) -> Vec<Trust> {
    let mut trust = Vec::new();
    for (key, is_table) in section.keys() {
        if trust::is_ours(section, key.value, is_table, report) {
            continue;
        }
        if !is_table {
            section.add_unknown_key(key, &trust::KEYS, report);
            continue;
        }
        if let Some(terms) = section.section(key.value, report) {
            let (terms, housing) = read_terms(&terms, report);
            trust.push(Trust { whom: key.value.to_owned(), terms, housing });
        }
    }
    trust
}

#[cfg(test)]
mod tests {
    use super::*;

    fn section() -> GrantsSection {
        let trust = |whom: &str, terms: Terms| Trust { whom: whom.to_owned(), terms, housing: None };
        let code = Terms { code: Some(true), ..Terms::default() };
        GrantsSection {
            own: Terms { roles: Some(true), ..Terms::default() },
            own_housing: Some(Housing::Process),
            trust: vec![trust("./vendor/", Terms::default()), trust("vendor/auth", code)],
            packages: BTreeMap::new(),
            ceilings: BTreeMap::new(),
        }
    }

    fn given(path: &str) -> Given {
        section().given_in(Path::new(path))
    }

    #[test]
    fn a_file_is_where_it_is_however_its_path_is_written() {
        for path in
            ["vendor/auth/t.wasm", "./vendor/auth/t.wasm", "x/../vendor/./auth/t.wasm", "vendor/b/../auth/t.wasm"]
        {
            let given = section().given_to_file(Path::new(path));
            assert_eq!(given.section, GrantSection::Trust("vendor/auth".to_owned()), "{path}");
        }
        for path in ["target.wasm", "../vendor/auth/t.wasm", "vendor/../t.wasm"] {
            assert_eq!(section().given_to_file(Path::new(path)).section, GrantSection::Grants, "{path}");
        }
    }

    #[test]
    fn a_part_of_a_package_is_given_what_the_package_is() {
        let sandboxed = PackageTerms { terms: Terms::default(), housing: Some(Housing::Sandbox) };
        let section = GrantsSection { packages: BTreeMap::from([("known".to_owned(), sandboxed)]), ..section() };
        for (path, label, housing) in [
            ("packages/audit/blobs/sha256/00ff", "audit", None),
            ("./x/../packages/audit/./blobs/sha256/00ff", "audit", None),
            ("packages/known/blobs/sha256/00ff", "known", Some(Housing::Sandbox)),
        ] {
            let given = section.given_to_file(Path::new(path));
            assert_eq!((given.section, given.housing), (GrantSection::Package(label.to_owned()), housing), "{path}");
        }
        for path in ["packages/models/target.wasm", "packages/target.wasm", "packages", "x/packages/a/blobs/sha256/0"] {
            assert_eq!(section.given_to_file(Path::new(path)).section, GrantSection::Grants, "{path}");
        }
        let trust = Trust { whom: "packages".to_owned(), terms: Terms::default(), housing: Some(Housing::Sandbox) };
        let by_name = GrantsSection { trust: vec![trust], ..section };
        let given = by_name.given_to_file(Path::new("packages/audit/blobs/sha256/00ff"));
        assert_eq!(given.section, GrantSection::Trust("packages".to_owned()), "the folder is trusted by name");
    }

    #[test]
    fn own_migrations_get_what_the_project_says_on_top_of_the_usual() {
        let own = given("migrations/a.sql");
        assert_eq!(own.section, GrantSection::Grants);
        assert_eq!(own.grants, Grants { roles: true, ..Grants::own() });
        assert_eq!((own.housing, given("vendor/auth/x.sql").housing), (Some(Housing::Process), None));
    }

    #[test]
    fn a_folder_that_is_trusted_gets_what_its_table_says_and_no_more() {
        assert_eq!(given("vendor/x.sql").grants, Grants::nothing());
        let auth = given("vendor/auth/x.sql");
        assert_eq!(auth.section, GrantSection::Trust("vendor/auth".to_owned()));
        assert_eq!(auth.grants, Grants { code: true, ..Grants::nothing() });
        assert_eq!(given("vendored/x.sql").section, GrantSection::Grants);
    }
}
