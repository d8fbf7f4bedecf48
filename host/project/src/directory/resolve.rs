//! Sees that every revision is there once, and finds the components that were built from the sources beside them.

use std::collections::HashMap;

use super::{Directory, DirectoryError, DirectoryErrors, DirectoryWarning};
use crate::config::GrantsSection;
use crate::digest::Digest;
use crate::migration::{Migration, SourceKind};

pub(super) fn resolve(
    mut migrations: Vec<Migration>,
    mut errors: Vec<DirectoryError>,
    grants: &GrantsSection,
) -> Result<Directory, DirectoryErrors> {
    let mut warnings = Vec::new();
    let mut absorbed = Vec::new();
    for group in repeated(&migrations) {
        match Repetition::of(&group, &migrations, grants) {
            Repetition::Duplicates(duplicates) => errors.extend(duplicates),
            Repetition::Built { source, components } => {
                let stale = absorb(&mut migrations, source, &components)?;
                warnings.extend(stale);
                absorbed.extend(components);
            }
        }
    }
    remove(&mut migrations, &absorbed);
    if errors.is_empty() { Ok(Directory { migrations, warnings }) } else { Err(DirectoryErrors { errors }) }
}

/// The places of each revision that is there more than once.
fn repeated(migrations: &[Migration]) -> Vec<Vec<usize>> {
    let mut first_of: HashMap<&str, usize> = HashMap::with_capacity(migrations.len());
    let mut groups: HashMap<usize, Vec<usize>> = HashMap::new();
    for (index, migration) in migrations.iter().enumerate() {
        let first = *first_of.entry(migration.header.revision.as_str()).or_insert(index);
        if first != index {
            groups.entry(first).or_insert_with(|| vec![first]).push(index);
        }
    }
    let mut groups: Vec<Vec<usize>> = groups.into_values().collect();
    groups.sort();
    groups
}

/// What it means that a revision is there more than once.
enum Repetition {
    Duplicates(Vec<DirectoryError>),
    /// One source, and components that were built from it at one time or other.
    Built {
        source: usize,
        components: Vec<usize>,
    },
}

impl Repetition {
    fn of(group: &[usize], migrations: &[Migration], grants: &GrantsSection) -> Self {
        let is_component = |index: &usize| migrations[*index].source.kind == SourceKind::Component;
        let (components, sources): (Vec<usize>, Vec<usize>) = group.iter().partition(|index| is_component(index));
        match sources.as_slice() {
            [source] if are_trusted_alike(group, migrations, grants) => Self::Built { source: *source, components },
            [source] => Self::Duplicates(duplicates(&[&[*source], components.as_slice()].concat(), migrations)),
            [] => Self::Duplicates(duplicates(&components, migrations)),
            _ => Self::Duplicates(duplicates(&sources, migrations)),
        }
    }
}

/// A component from elsewhere that stood for a source of the project would run with what the project may do.
fn are_trusted_alike(group: &[usize], migrations: &[Migration], grants: &GrantsSection) -> bool {
    let section = |index: &usize| grants.given(&migrations[*index]).section;
    group.iter().all(|index| section(index) == section(&group[0]))
}

fn duplicates(group: &[usize], migrations: &[Migration]) -> Vec<DirectoryError> {
    let display_path = |index: usize| migrations[index].source.display_path.clone();
    let duplicate = |second: &usize| DirectoryError::DuplicateRevision {
        revision: migrations[*second].header.revision.clone(),
        first: display_path(group[0]),
        second: display_path(*second),
    };
    group.iter().skip(1).map(duplicate).collect()
}

/// Gives the source the first component that was built from it; the others are odd.
fn absorb(
    migrations: &mut [Migration],
    source: usize,
    components: &[usize],
) -> Result<Vec<DirectoryWarning>, DirectoryErrors> {
    let digest = migrations[source].digest()?;
    let (built, stale): (Vec<usize>, Vec<usize>) =
        components.iter().partition(|component| migrations[**component].source_digest == Some(digest));
    // To read SQL takes no tool, so nothing has to stand for it.
    if migrations[source].source.kind != SourceKind::Sql {
        migrations[source].prebuilt = built.first().map(|component| migrations[*component].source.path.clone());
    }
    Ok(stale
        .into_iter()
        .filter_map(|component| stale_warning(&migrations[source], digest, &migrations[component]))
        .collect())
}

fn stale_warning(source: &Migration, source_digest: Digest, component: &Migration) -> Option<DirectoryWarning> {
    Some(DirectoryWarning::StaleComponent {
        revision: source.header.revision.clone(),
        source_path: source.source.display_path.clone(),
        source_digest,
        component: component.source.display_path.clone(),
        built_from: component.source_digest?,
    })
}

fn remove(migrations: &mut Vec<Migration>, absorbed: &[usize]) {
    let mut index = 0;
    migrations.retain(|_| {
        index += 1;
        !absorbed.contains(&(index - 1))
    });
}
