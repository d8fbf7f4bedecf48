//! A new project.

mod config_file;
mod error;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::config::{FILE_NAME, STATE_FOLDER};
use crate::language::Language;
use crate::new_files::{self, NewFile};
use crate::template::{self, Template};

pub use error::ScaffoldError;

const MIGRATIONS_FOLDER: &str = "migrations";

/// What is written where nobody names another place: by `aludel-ci`, and by `aludel report`.
const OUTPUTS: [&str; 2] = ["aludel-ci/", "aludel-report.html"];

/// What the new project shall be.
#[derive(Debug, Clone, Copy)]
pub struct NewProject<'a> {
    /// Its folder; it may be there.
    pub folder: &'a Path,
    /// What its migrations are written in.
    pub language: Language,
    /// Its database, `${VARIABLES}` included; none for a `SQLite` file beside the configuration.
    pub database_url: Option<&'a str>,
    /// A built-in template that is copied into the project, to be changed there.
    pub template: Option<&'a str>,
}

/// What was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewProjectReport {
    /// The configuration.
    pub config_path: PathBuf,
    /// Every file that was written.
    pub written: Vec<PathBuf>,
    /// What the user should do, one sentence each.
    pub notes: Vec<String>,
}

/// Makes a project: configuration, folder of migrations, `.gitignore`, and what editors want for the language. Nothing that is there is touched; where the project could
/// not be whole without that, nothing is written.
pub fn init(project: &NewProject<'_>) -> Result<NewProjectReport, ScaffoldError> {
    refuse_obstacles(project.folder)?;
    let mut notes = Vec::new();
    let mut files = vec![file(project.folder, FILE_NAME, config_file::text(project.language, project.database_url))];
    // Version control keeps no empty folders, and a project without its folder is an error.
    files.push(file(project.folder, &format!("{MIGRATIONS_FOLDER}/.gitkeep"), String::new()));
    files.push(file(project.folder, ".gitignore", ignored().map(|line| line + "\n").collect()));
    files.extend(editor_files(project));
    if let Some(name) = project.template {
        files.extend(template_files(project.folder, &template::find_built_in(name)?));
    }
    files.retain(|file| !is_kept(file, project, &mut notes));
    new_files::write_all(&files)?;
    notes.extend(password_note(project.database_url));
    Ok(NewProjectReport {
        config_path: project.folder.join(FILE_NAME),
        written: files.into_iter().map(|file| file.path).collect(),
        notes,
    })
}

/// The lines of `.gitignore`. Outputs lie where the command was run, which may be a folder of the project.
fn ignored() -> impl Iterator<Item = String> {
    std::iter::once(format!("/{STATE_FOLDER}/")).chain(OUTPUTS.map(str::to_owned))
}

fn file(folder: &Path, name: &str, text: String) -> NewFile {
    NewFile { path: folder.join(name), text }
}

/// What tells editors where the library of the language is.
fn editor_files(project: &NewProject<'_>) -> Vec<NewFile> {
    let files = template::find_language(project.language).map(|built_in| built_in.editor_files).unwrap_or_default();
    files.iter().map(|(name, text)| file(project.folder, name, (*text).to_owned())).collect()
}

fn template_files(folder: &Path, template: &Template) -> Vec<NewFile> {
    let new = |file| NewFile { path: folder.join(template::file_path(template, file)), text: file.text.clone() };
    template.files.iter().map(new).collect()
}

fn refuse_obstacles(folder: &Path) -> Result<(), ScaffoldError> {
    let config = folder.join(FILE_NAME);
    if exists(&config)? {
        return Err(ScaffoldError::ProjectExists { path: config });
    }
    for place in [folder.to_owned(), folder.join(MIGRATIONS_FOLDER)] {
        if exists(&place)? && !place.is_dir() {
            return Err(ScaffoldError::NotAFolder { path: place });
        }
    }
    Ok(())
}

/// A link that leads nowhere is in the way as well, so it counts.
fn exists(path: &Path) -> Result<bool, ScaffoldError> {
    match fs::symlink_metadata(path) {
        Ok(_) => Ok(true),
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => Ok(false),
        Err(error) => Err(ScaffoldError::Unreadable { path: path.to_owned(), reason: error.to_string() }),
    }
}

/// Whether the project is whole without this file because one like it is there.
fn is_kept(file: &NewFile, project: &NewProject<'_>, notes: &mut Vec<String>) -> bool {
    let name = file.path.file_name().unwrap_or_default();
    let is_for_editors = editor_files(project).iter().any(|other| other.path == file.path);
    if !file.path.exists() || (name != ".gitignore" && name != ".gitkeep" && !is_for_editors) {
        return false;
    }
    if is_for_editors {
        let (name, title) = (name.to_string_lossy(), project.language.title());
        notes.push(format!("{name} is left as it is; the library for {title} is in {STATE_FOLDER}/sdk"));
    }
    if name == ".gitignore" {
        notes.extend(ignore_note(&fs::read_to_string(&file.path).unwrap_or_default()));
    }
    true
}

/// Which lines a `.gitignore` lacks.
fn ignore_note(present: &str) -> Option<String> {
    let bare = |line: &str| line.trim().trim_matches('/').to_owned();
    let is_there = |wanted: &String| present.lines().any(|line| bare(line) == bare(wanted));
    let lacking: Vec<String> = ignored().filter(|line| !is_there(line)).collect();
    match lacking.as_slice() {
        [] => None,
        [line] => Some(format!("add this line to .gitignore: {line}")),
        lines => Some(format!("add these lines to .gitignore:\n{}", lines.join("\n"))),
    }
}

fn password_note(url: Option<&str>) -> Option<String> {
    let (_, after_scheme) = url?.split_once("://")?;
    let (login, _) = after_scheme.split('/').next()?.rsplit_once('@')?;
    let (_, password) = login.split_once(':')?;
    let is_written_out = !password.is_empty() && !password.contains("${");
    is_written_out
        .then(|| format!("the password of the database is in {FILE_NAME}; `${{VARIABLE}}` in its place keeps it out"))
}
