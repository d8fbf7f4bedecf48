//! Makes a project of Aludel of one of Alembic.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use super::{AlembicProject, AlembicProjectError};
use crate::config::FILE_NAME;
use crate::new_files::{self, NewFile};
use crate::source_digest::SOURCE_SIZE;
use crate::text_file;
use crate::toml_writer::quote;

/// The folder of copies.
const FOLDER: &str = "migrations";

/// What is written where the URL is not known.
const URL_VARIABLE: &str = "${DATABASE_URL}";

/// Where the revision files of the project shall be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Placement {
    /// Where they are, so that Alembic goes on working beside Aludel.
    InPlace,
    /// Copies of them in `migrations`.
    Copied,
}

/// What was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TakenOver {
    /// The configuration.
    pub config_path: PathBuf,
    /// Every file that was written.
    pub written: Vec<PathBuf>,
    /// What is not carried over, and what to do about it.
    pub notes: Vec<String>,
}

/// Writes `aludel.toml` beside the settings of Alembic, and the copies. Nothing that is there is touched.
pub fn take_over(project: &AlembicProject, placement: Placement) -> Result<TakenOver, AlembicProjectError> {
    let config_path = project.root.join(FILE_NAME);
    if fs::symlink_metadata(&config_path).is_ok() {
        return Err(AlembicProjectError::ProjectExists { path: config_path });
    }
    let (locations, copies) = match placement {
        Placement::InPlace => {
            (project.version_locations.iter().map(|path| location(project, path)).collect(), Vec::new())
        }
        Placement::Copied => (vec![FOLDER.to_owned()], copies(project)?),
    };
    let mut files = vec![NewFile { path: config_path.clone(), text: config_text(project, &locations) }];
    files.extend(copies);
    new_files::write_all(&files)?;
    let written = files.into_iter().map(|file| file.path).collect();
    Ok(TakenOver { config_path, written, notes: notes(project) })
}

/// As the configuration names it: from its own folder, with slashes.
fn location(project: &AlembicProject, path: &Path) -> String {
    let root = project.root.components().filter(|part| part.as_os_str() != ".").collect::<PathBuf>();
    let relative = path.strip_prefix(&root).unwrap_or(path);
    let parts: Vec<_> = relative.components().map(|part| part.as_os_str().to_string_lossy()).collect();
    if relative.is_absolute() { relative.display().to_string() } else { parts.join("/") }
}

fn copies(project: &AlembicProject) -> Result<Vec<NewFile>, AlembicProjectError> {
    let mut copies = Vec::new();
    for folder in &project.version_locations {
        let entries = fs::read_dir(folder).map(|entries| entries.filter_map(Result::ok).map(|entry| entry.path()));
        let mut paths: Vec<PathBuf> = entries.into_iter().flatten().collect();
        paths.retain(|path| {
            path.extension().is_some_and(|ending| ending == "py")
                && path.file_name().is_some_and(|name| name != "__init__.py")
        });
        paths.sort();
        for path in paths {
            let text = text_file::read_text(&path, &path.display().to_string(), SOURCE_SIZE)?;
            let name = path.file_name().expect("it was listed by its name");
            copies.push(NewFile { path: project.root.join(FOLDER).join(name), text });
        }
    }
    Ok(copies)
}

fn config_text(project: &AlembicProject, locations: &[String]) -> String {
    let locations: Vec<String> = locations.iter().map(|location| quote(location)).collect();
    let url = project.url.as_deref().unwrap_or(URL_VARIABLE);
    let mut text = format!(
        "# The project of Alembic that lies here. Every path starts from the folder of this file.\n\n\
         [project]\n\
         migrations = [{}]  # folders of revisions; new ones go to the first\n\
         language = \"python\"\n\n\
         [database]\n\
         url = {}\n\
         version_table = {}  # which Alembic wrote so far\n\
         transaction = \"migration\"  # \"run\": all of an upgrade in one, as Alembic does unless told otherwise\n",
        locations.join(", "),
        quote(url),
        quote(&project.version_table),
    );
    if !project.naming_convention.is_empty() {
        text.push_str("\n[alembic.naming_convention]  # of env.py\n");
        for (kind, template) in &project.naming_convention {
            writeln!(text, "{kind} = {}", quote(template)).expect("a String takes any text");
        }
    }
    text
}

fn notes(project: &AlembicProject) -> Vec<String> {
    let mut notes = project.notes.clone();
    let has_password = project.url.as_deref().is_some_and(|url| {
        let login = url.split_once("://").and_then(|(_, rest)| rest.split_once('@'));
        login.is_some_and(|(login, _)| login.contains(':'))
    });
    if has_password {
        notes
            .push(format!("the password of the database is in {FILE_NAME}; `${{VARIABLE}}` in its place keeps it out"));
    }
    notes
}
