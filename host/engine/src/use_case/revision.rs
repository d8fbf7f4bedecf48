//! `revision` and `merge`: a new migration file.

use std::path::Path;

use aludel_project::config::Location;
use aludel_project::template::Bodies;
use aludel_project::{Header, Language, new_revision, template};
use aludel_revision::{Graph, GraphErrors, Revision, RevisionId};
use jiff::Timestamp;

use crate::catalogue::Catalogue;
use crate::error::Error;
use crate::hook;
use crate::library;
use crate::migrator::Migrator;
use crate::report::NewRevision;
use crate::request::{MergeRequest, ParentRule, RevisionRequest};

impl Migrator {
    /// Writes a new migration, then runs the hooks of the config on it. Refuses one that would break the graph.
    pub async fn revision(&self, request: RevisionRequest) -> Result<NewRevision, Error> {
        let header = new_header(self.catalogue()?, &request)?;
        self.write(header, &request, None).await
    }

    /// Writes a migration that joins heads, then runs the hooks of the config on it.
    pub async fn merge(&self, request: MergeRequest) -> Result<NewRevision, Error> {
        let header = merge_header(self.catalogue()?, &request)?;
        self.write_new(new_revision::NewRevision {
            header,
            template: &self.template(template::Template::MERGE)?,
            bodies: None,
            location: self.location(None)?,
            now: Timestamp::now(),
        })
        .await
    }

    /// Writes a migration as the request says, then runs the hooks of the config on it.
    pub(crate) async fn write(
        &self,
        header: Header,
        request: &RevisionRequest,
        bodies: Option<Bodies>,
    ) -> Result<NewRevision, Error> {
        let template = self.template_for(request)?;
        self.write_new(new_revision::NewRevision {
            header,
            template: &template,
            bodies,
            location: self.location(request.version_path.as_deref())?,
            now: Timestamp::now(),
        })
        .await
    }

    async fn write_new(&self, new: new_revision::NewRevision<'_>) -> Result<NewRevision, Error> {
        let files = new_revision::plan(&self.config, &new).map_err(|error| Error::NewRevision(Box::new(error)))?;
        new_revision::write(&files).map_err(|error| Error::NewRevision(Box::new(error)))?;
        library::unpack(new.template.language, &self.config.state_folder())?;
        hook::run_post_write(&self.config, &files.main_path).await?;
        Ok(NewRevision {
            revision: new.header.revision,
            down_revisions: new.header.down_revision,
            path: files.main_path,
            written: files.files.into_iter().map(|file| file.path).collect(),
        })
    }

    /// What a new migration is written in and starts from.
    pub(crate) fn template_for(&self, request: &RevisionRequest) -> Result<template::Template, Error> {
        self.template(request.language.as_deref().unwrap_or(template_name(self.config.project.language)))
    }

    fn template(&self, name: &str) -> Result<template::Template, Error> {
        template::find(&self.config, name).map_err(|error| Error::NewRevision(Box::new(error.into())))
    }

    fn location(&self, path: Option<&Path>) -> Result<&Location, Error> {
        let text = path.map(Path::to_string_lossy);
        new_revision::location(&self.config, text.as_deref()).map_err(|error| Error::NewRevision(Box::new(error)))
    }
}

fn template_name(language: Language) -> &'static str {
    template::Template::name_for(language)
}

pub(super) fn new_header(catalogue: &Catalogue, request: &RevisionRequest) -> Result<Header, Error> {
    let graph = catalogue.graph();
    let parents = parents(catalogue, &request.heads)?;
    if request.parent == ParentRule::OnlyHeads {
        parents.iter().try_for_each(|parent| check_head(graph, parent))?;
    }
    let header = Header {
        down_revision: parents.iter().map(ToString::to_string).collect(),
        depends_on: dependencies(graph, &request.depends_on)?,
        branch_labels: request.branch_labels.clone(),
        message: request.message.clone(),
        ..Header::new(new_id(request.revision_id.as_deref())?)
    };
    checked(catalogue, header)
}

fn merge_header(catalogue: &Catalogue, request: &MergeRequest) -> Result<Header, Error> {
    let graph = catalogue.graph();
    let parents = match request.revisions.as_slice() {
        [] => catalogue.own_heads(),
        wanted => parents(catalogue, wanted)?,
    };
    if parents.len() < 2 {
        return Err(nothing_to_merge(&parents));
    }
    graph.check_side_by_side(&parents)?;
    let names: Vec<&str> = parents.iter().map(RevisionId::as_str).collect();
    let header = Header {
        down_revision: names.iter().map(|&name| name.to_owned()).collect(),
        branch_labels: request.branch_labels.clone(),
        message: request.message.clone().unwrap_or_else(|| format!("merge {}", names.join(" and "))),
        ..Header::new(new_id(request.revision_id.as_deref())?)
    };
    checked(catalogue, header)
}

fn nothing_to_merge(parents: &[RevisionId]) -> Error {
    let found = parents.first().map_or_else(|| "no revision".to_owned(), |only| format!("`{only}` alone"));
    Error::Usage {
        code: "nothing_to_merge",
        message: format!("a merge needs two revisions or more, and the targets name {found}"),
        hint: Some("`aludel heads` lists what there is to merge".to_owned()),
    }
}

/// The revisions that the targets name, each once. Without targets: the one head of the project's own migrations, or none
/// where there are none yet.
fn parents(catalogue: &Catalogue, targets: &[String]) -> Result<Vec<RevisionId>, Error> {
    let graph = catalogue.graph();
    if targets.is_empty() {
        let own = catalogue.own_heads();
        return if own.len() < 2 { Ok(own) } else { Ok(graph.resolve("head", &[])?) };
    }
    let mut parents: Vec<RevisionId> = Vec::new();
    for target in targets {
        for revision in graph.resolve(target, &[])? {
            check_own(catalogue, &revision)?;
            if !parents.contains(&revision) {
                parents.push(revision);
            }
        }
    }
    Ok(parents)
}

/// The next version of the package would stand in its way.
fn check_own(catalogue: &Catalogue, parent: &RevisionId) -> Result<(), Error> {
    let Some(from) = &catalogue.migration(parent).package else { return Ok(()) };
    Err(Error::Usage {
        code: "revision_of_a_package",
        message: format!(
            "`{parent}` is of the package {}, so nothing of the project can stand on it",
            from.package.title()
        ),
        hint: Some(format!("to have it run before: `--depends-on {parent}`")),
    })
}

fn check_head(graph: &Graph, parent: &RevisionId) -> Result<(), Error> {
    if graph.get(parent).is_some_and(aludel_revision::Node::is_head) {
        return Ok(());
    }
    Err(Error::Usage {
        code: "not_a_head",
        message: format!("`{parent}` is no head, so a new revision on it would start a branch"),
        hint: Some(format!("to start a branch there, add `--splice`: `aludel revision --head {parent} --splice ...`")),
    })
}

/// Labels stay as they are, since they may move; anything else becomes a full id.
fn dependencies(graph: &Graph, texts: &[String]) -> Result<Vec<String>, Error> {
    let mut dependencies = Vec::new();
    for text in texts {
        if graph.labels().iter().any(|(label, _)| label == text) {
            dependencies.push(text.clone());
        } else {
            dependencies.extend(graph.resolve(text, &[])?.iter().map(ToString::to_string));
        }
    }
    Ok(dependencies)
}

fn new_id(chosen: Option<&str>) -> Result<String, Error> {
    let id = chosen.map_or_else(new_revision::new_id, new_revision::check_id);
    id.map_err(|error| Error::NewRevision(Box::new(error)))
}

/// Builds the graph with the new revision in it, so that nothing is written which would break it.
fn checked(catalogue: &Catalogue, header: Header) -> Result<Header, Error> {
    let id =
        RevisionId::parse(&header.revision).map_err(|error| refused(GraphErrors { errors: vec![error.into()] }))?;
    if let Some(existing) = catalogue.find(&id) {
        return Err(Error::Usage {
            code: "duplicate_revision",
            message: format!("`{id}` is there already ({})", existing.source.display_path),
            hint: Some("choose another id, or leave `--rev-id` out".to_owned()),
        });
    }
    let mut revisions = catalogue.revisions();
    let down = header.down_revision.iter().map(|id| RevisionId::parse(id)).collect::<Result<_, _>>();
    let down = down.map_err(|error| refused(GraphErrors { errors: vec![error.into()] }))?;
    let labels = header.branch_labels.clone();
    revisions.push(Revision { id, down, depends_on: header.depends_on.clone(), labels });
    Graph::build(revisions).map_err(refused)?;
    Ok(header)
}

fn refused(errors: GraphErrors) -> Error {
    Error::Graph { message: errors.to_string(), source: errors }
}
