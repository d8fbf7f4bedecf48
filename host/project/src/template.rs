//! What a new migration starts from.
//!
//! There are built-in templates; a project can have its own in its folder `templates/`: a file `NAME.sql`, `NAME.py` and so on,
//! or a folder `NAME` with the files of a crate, or with a file `migration.EXT` and others. One with the name of a built-in
//! template takes its place.

mod bodies;
mod built_in;
mod error;
mod fill;
mod languages;
mod project;

use std::path::{Path, PathBuf};

use crate::config::Config;
use crate::language::Language;
use crate::setting::nearest;

pub use bodies::Bodies;
pub use error::TemplateError;
pub(crate) use fill::{Values, fill};
pub(crate) use languages::find as find_language;

/// The folder of a project's own templates.
pub const FOLDER: &str = "templates";

/// What a new migration starts from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    /// What it is called.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// The language of the migration.
    pub language: Language,
    /// Where the project has it; none for a built-in one.
    pub path: Option<PathBuf>,
    /// Its files.
    pub files: Vec<TemplateFile>,
}

/// One file of a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateFile {
    /// Where it goes in the folder of the migration; empty when the migration is this one file.
    pub path: String,
    /// Its text, with `${tokens}`.
    pub text: String,
}

impl Template {
    /// The template for the merge of branches.
    pub const MERGE: &'static str = "merge";

    /// The name of the template that a language is written with unless another one is asked for.
    pub fn name_for(language: Language) -> &'static str {
        language.name()
    }
}

/// Every template of a project, in the order of their names.
pub fn list(config: &Config) -> Result<Vec<Template>, TemplateError> {
    let mut templates = project::read(&config.root.join(FOLDER))?;
    for template in built_in::all() {
        if !templates.iter().any(|own| own.name == template.name) {
            templates.push(template);
        }
    }
    templates.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(templates)
}

/// The template of that name.
pub fn find(config: &Config, name: &str) -> Result<Template, TemplateError> {
    pick(list(config)?, name)
}

/// The built-in template of that name.
pub(crate) fn find_built_in(name: &str) -> Result<Template, TemplateError> {
    pick(built_in::all(), name)
}

fn pick(templates: Vec<Template>, name: &str) -> Result<Template, TemplateError> {
    let mut known: Vec<String> = templates.iter().map(|template| template.name.clone()).collect();
    known.sort();
    let found = templates.into_iter().find(|template| template.name == name);
    found.ok_or_else(|| TemplateError::Unknown {
        name: name.to_owned(),
        nearest: nearest(name, known.iter().map(String::as_str)),
        known,
    })
}

/// Where a template's own files are in a project.
pub(crate) fn file_path(template: &Template, file: &TemplateFile) -> PathBuf {
    let folder = Path::new(FOLDER);
    match file.path.as_str() {
        "" => folder.join(format!("{}.{}", template.name, template.language.extensions()[0])),
        path => folder.join(&template.name).join(path),
    }
}
