//! The migrations of a project and the graph that they make.

use std::collections::{HashMap, HashSet};

use aludel_project::Migration;
use aludel_revision::{Graph, GraphErrors, Revision, RevisionId};

use crate::error::Error;
use crate::report::RevisionReport;

/// Every migration with its place in the graph.
pub(crate) struct Catalogue {
    migrations: Vec<Migration>,
    by_revision: HashMap<RevisionId, usize>,
    graph: Graph,
}

impl Catalogue {
    pub(crate) fn of(migrations: Vec<Migration>) -> Result<Self, Error> {
        let revisions = migrations.iter().map(declared).collect::<Result<Vec<_>, _>>();
        let revisions = revisions.map_err(|(error, migration)| illegal_id(error, migration))?;
        let by_revision = revisions.iter().enumerate().map(|(index, revision)| (revision.id.clone(), index)).collect();
        let graph = Graph::build(revisions).map_err(|errors| located(errors, &by_revision, &migrations))?;
        let graph = graph.with_foreign(migrations.iter().filter_map(foreign));
        Ok(Self { migrations, by_revision, graph })
    }

    pub(crate) fn graph(&self) -> &Graph {
        &self.graph
    }

    /// The heads that no package brought: those are for its author to go on with.
    pub(crate) fn own_heads(&self) -> Vec<RevisionId> {
        let heads = self.graph.heads();
        heads.into_iter().filter(|head| self.migration(head).package.is_none()).collect()
    }

    /// Every migration, in the order of the files.
    pub(crate) fn migrations(&self) -> &[Migration] {
        &self.migrations
    }

    /// The revisions as their files declare them.
    pub(crate) fn revisions(&self) -> Vec<Revision> {
        let declared = |migration| declared(migration).map_err(|(error, _)| error);
        self.migrations.iter().map(declared).collect::<Result<_, _>>().expect("the graph was built from them")
    }

    /// The migration of a revision that the graph named.
    pub(crate) fn migration(&self, revision: &RevisionId) -> &Migration {
        self.find(revision).expect("the graph was built from these migrations")
    }

    /// The migration that a dependency names: by its id, or by a label that its header declares.
    pub(crate) fn named(&self, name: &str) -> Option<&Migration> {
        let is_named = |migration: &&Migration| {
            migration.header.revision == name || migration.header.branch_labels.iter().any(|label| label == name)
        };
        self.migrations.iter().find(is_named)
    }

    pub(crate) fn find(&self, revision: &RevisionId) -> Option<&Migration> {
        self.by_revision.get(revision).map(|index| &self.migrations[*index])
    }

    /// What a listing says of a revision. `current` are the version rows, where a database was asked.
    pub(crate) fn report(&self, revision: &RevisionId, current: Option<&HashSet<RevisionId>>) -> RevisionReport {
        let node = self.graph.get(revision).expect("the graph named this revision");
        let migration = self.migration(revision);
        RevisionReport {
            revision: revision.to_string(),
            down_revisions: node.down().map(ToString::to_string).collect(),
            depends_on: node.depends_on().map(ToString::to_string).collect(),
            branch_labels: node.labels().into_iter().map(str::to_owned).collect(),
            message: migration.header.message.clone(),
            created: migration.header.created.clone(),
            path: migration.source.display_path.clone(),
            is_head: node.is_head(),
            is_base: node.is_base(),
            is_branch_point: node.is_branch_point(),
            is_merge_point: node.is_merge_point(),
            is_current: current.map(|rows| rows.contains(revision)),
            grants: None,
            package: migration.package.as_ref().map(|from| (&*from.package).into()),
        }
    }
}

/// A revision of a package, with its label.
fn foreign(migration: &Migration) -> Option<(RevisionId, String)> {
    let package = &migration.package.as_ref()?.package;
    Some((RevisionId::parse(&migration.header.revision).ok()?, package.label.clone()))
}

fn declared(migration: &Migration) -> Result<Revision, (aludel_revision::IdError, &Migration)> {
    let header = &migration.header;
    let down: Result<Vec<RevisionId>, _> = header.down_revision.iter().map(|id| RevisionId::parse(id)).collect();
    Ok(Revision {
        id: RevisionId::parse(&header.revision).map_err(|error| (error, migration))?,
        down: down.map_err(|error| (error, migration))?,
        depends_on: header.depends_on.clone(),
        labels: header.branch_labels.clone(),
    })
}

fn illegal_id(error: aludel_revision::IdError, migration: &Migration) -> Error {
    let message = format!("{}: {error}", migration.source.display_path);
    Error::Graph { message, source: GraphErrors { errors: vec![error.into()] } }
}

/// The graph knows ids only; people look for files.
fn located(errors: GraphErrors, by_revision: &HashMap<RevisionId, usize>, migrations: &[Migration]) -> Error {
    let lines: Vec<String> = errors
        .errors
        .iter()
        .map(|error| match error.revision().and_then(|revision| by_revision.get(revision)) {
            Some(index) => format!("{}: {error}", migrations[*index].source.display_path),
            None => error.to_string(),
        })
        .collect();
    Error::Graph { message: lines.join("\n"), source: errors }
}

#[cfg(test)]
pub(crate) mod tests {
    use std::path::PathBuf;

    use aludel_project::{Header, Migration, Source, SourceKind};

    use super::Catalogue;

    /// A catalogue of `ID [< PARENT[,PARENT]] [alone]`; `alone` runs without a transaction.
    pub(crate) fn catalogue(lines: &[&str]) -> Catalogue {
        Catalogue::of(lines.iter().map(|line| migration(line)).collect()).expect("the lines make a graph")
    }

    fn migration(line: &str) -> Migration {
        let mut words = line.split_whitespace();
        let id = words.next().expect("a line has an id");
        let mut header = Header::new(id);
        let mut rest: Vec<&str> = words.collect();
        header.transaction = rest.last() != Some(&"alone");
        rest.retain(|word| !["<", "alone"].contains(word));
        header.down_revision = rest.iter().flat_map(|parents| parents.split(',')).map(str::to_owned).collect();
        let source = Source {
            path: PathBuf::from(format!("{id}.sql")),
            display_path: format!("migrations/{id}.sql"),
            kind: SourceKind::Sql,
            header_line: 1,
        };
        Migration { header, source, source_digest: None, prebuilt: None, package: None }
    }
}
