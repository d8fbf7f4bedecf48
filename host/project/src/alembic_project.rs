//! A project of Alembic, read without running anything of it, and taken over.
//!
//! Its settings are those of `alembic.ini` or of `[tool.alembic]` in `pyproject.toml`; what its `env.py` says in literals is found
//! in the text. What `env.py` does beside that is told in notes, for it is not carried over.

mod environment;
mod error;
mod ini;
mod take_over;
#[cfg(test)]
mod tests;
mod url;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Component, Path, PathBuf};

use crate::text_file::{self, SizeLimit};

pub use error::AlembicProjectError;
pub use take_over::{Placement, TakenOver, take_over};

use environment::Environment;
use ini::Settings;

const INI: &str = "alembic.ini";
const PYPROJECT: &str = "pyproject.toml";
const SIZE: SizeLimit = SizeLimit { name: "settings_size", bytes: 1 << 20 };

/// The name of the version table where nothing else is said.
const VERSION_TABLE: &str = "alembic_version";

/// What a project of Alembic says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AlembicProject {
    /// The folder of its settings.
    pub root: PathBuf,
    /// The folders of its revisions, all of them there.
    pub version_locations: Vec<PathBuf>,
    /// Its database as Aludel writes it, where that is written out.
    pub url: Option<String>,
    /// The table with the revisions that a database is at.
    pub version_table: String,
    /// The templates for the names of constraints.
    pub naming_convention: BTreeMap<String, String>,
    /// What is not carried over, one sentence each.
    pub notes: Vec<String>,
}

impl AlembicProject {
    /// Reads the project of a folder, or of its `alembic.ini`.
    pub fn read(place: &Path) -> Result<Self, AlembicProjectError> {
        let settings = read_settings(place)?;
        let script_location = script_location(&settings)?;
        let environment_file = script_location.join("env.py");
        let environment = read_environment(&environment_file)?;
        let mut notes = environment.notes.clone();
        let url = database_url(&settings, &environment, &mut notes);
        Ok(Self {
            version_locations: version_locations(&settings, &script_location)?,
            url,
            version_table: environment.version_table.unwrap_or_else(|| VERSION_TABLE.to_owned()),
            naming_convention: environment.naming_convention,
            notes,
            root: settings.folder,
        })
    }
}

fn read_settings(place: &Path) -> Result<Settings, AlembicProjectError> {
    let (folder, file) = if place.is_file() {
        let folder = place.parent().filter(|folder| !folder.as_os_str().is_empty());
        (folder.unwrap_or(Path::new(".")).to_owned(), place.to_owned())
    } else {
        (place.to_owned(), place.join(INI))
    };
    let pyproject = folder.join(PYPROJECT);
    let mut settings = Settings { folder, values: BTreeMap::new() };
    let mut is_found = false;
    // As Alembic has it, both may be there: the one with the code's settings, the other with those of the machine.
    if pyproject.is_file() {
        is_found = settings.add_pyproject(&text_file::read_text(&pyproject, &shown(&pyproject), SIZE)?)?;
    }
    if file.is_file() {
        is_found |= settings.add_ini(&text_file::read_text(&file, &shown(&file), SIZE)?);
    }
    if is_found { Ok(settings) } else { Err(AlembicProjectError::SettingsMissing { folder: settings.folder }) }
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}

fn script_location(settings: &Settings) -> Result<PathBuf, AlembicProjectError> {
    let file = settings.folder.join(INI);
    let text = settings.get("script_location").ok_or(AlembicProjectError::LocationUnsaid { file })?;
    let path = settings.path(&text);
    if path.is_dir() { Ok(path) } else { Err(AlembicProjectError::LocationMissing { path }) }
}

fn version_locations(settings: &Settings, script_location: &Path) -> Result<Vec<PathBuf>, AlembicProjectError> {
    let said = settings.list("version_locations");
    let mut locations: Vec<PathBuf> = said.iter().map(|text| settings.path(text)).collect();
    if locations.is_empty() {
        locations.push(script_location.join("versions"));
    }
    if let Some(path) = locations.iter().find(|path| !path.is_dir()) {
        return Err(AlembicProjectError::LocationMissing { path: path.clone() });
    }
    if settings.get("recursive_version_locations").is_some_and(|value| value.eq_ignore_ascii_case("true")) {
        locations = locations.into_iter().flat_map(with_folders_below).collect();
    }
    Ok(locations.iter().map(|path| tidied(path)).collect())
}

/// A folder and those in it that hold Python.
fn with_folders_below(folder: PathBuf) -> Vec<PathBuf> {
    let entries =
        fs::read_dir(&folder).map(|entries| entries.filter_map(Result::ok).map(|entry| entry.path()).collect());
    let mut below: Vec<PathBuf> = entries.unwrap_or_default();
    below.retain(|path| path.is_dir() && path.file_name().is_some_and(|name| name != "__pycache__"));
    below.sort();
    let mut folders = vec![folder];
    folders.extend(below.into_iter().flat_map(with_folders_below));
    folders
}

/// Without `.` between its parts.
fn tidied(path: &Path) -> PathBuf {
    path.components().filter(|part| *part != Component::CurDir).collect()
}

fn read_environment(path: &Path) -> Result<Environment, AlembicProjectError> {
    if !path.is_file() {
        return Ok(Environment::default());
    }
    let text = text_file::read_text(path, &shown(path), SIZE)?;
    Ok(Environment::of(&text))
}

fn database_url(settings: &Settings, environment: &Environment, notes: &mut Vec<String>) -> Option<String> {
    if environment.sets_url {
        notes.push(
            "env.py finds the database's URL by itself; write it to aludel.toml, or set ALUDEL_DATABASE_URL".to_owned(),
        );
        return None;
    }
    let said = settings.get("sqlalchemy.url").filter(|url| !url.trim().is_empty())?;
    let url = url::translated(&said);
    if url.is_none() {
        notes.push("sqlalchemy.url names no database that Aludel knows; write its URL to aludel.toml".to_owned());
    }
    url
}
