//! The file of a new migration.

mod error;

use std::path::{Component, Path, PathBuf};

use aludel_revision::RevisionId;
use jiff::Timestamp;

use crate::config::{Config, Location, SDK_FOLDER, SdkSource};
use crate::file_name::FileNameParts;
use crate::header::Header;
use crate::language::Language;
use crate::new_files::{self, NewFile};
use crate::setting::nearest;
use crate::template::{self, Bodies, Template, TemplateError, Values};
use crate::toml_writer::quote;

pub use error::NewRevisionError;

const ID_BYTES: usize = 6;

/// A migration that shall be written.
#[derive(Debug, Clone)]
pub struct NewRevision<'a> {
    /// What it says of itself; `created` is set to `now`.
    pub header: Header,
    /// What it starts from.
    pub template: &'a Template,
    /// What it does; what a person begins with when it is not known yet.
    pub bodies: Option<Bodies>,
    /// The folder that it goes into.
    pub location: &'a Location,
    /// The time of its writing.
    pub now: Timestamp,
}

/// The files of a new migration, not yet written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewRevisionFiles {
    /// The file, or the folder of a migration of several files.
    pub path: PathBuf,
    /// The file to look at first, which has the header.
    pub main_path: PathBuf,
    /// All files.
    pub files: Vec<NewFile>,
}

/// An id that nobody has yet: 12 hexadecimal digits.
pub fn new_id() -> Result<String, NewRevisionError> {
    let mut bytes = [0_u8; 8];
    getrandom::fill(&mut bytes[..ID_BYTES])
        .map_err(|error| NewRevisionError::NoRandomness { reason: error.to_string() })?;
    Ok(format!("{:012x}", u64::from_le_bytes(bytes)))
}

/// Checks an id that somebody chose.
pub fn check_id(id: &str) -> Result<String, NewRevisionError> {
    RevisionId::parse(id).map(|id| id.as_str().to_owned()).map_err(NewRevisionError::Id)
}

/// The version location that is meant: one of those of the configuration, or its first.
pub fn location<'a>(config: &'a Config, text: Option<&str>) -> Result<&'a Location, NewRevisionError> {
    let locations = &config.project.migrations;
    let Some(text) = text else {
        return Ok(locations.first().expect("a project has one location at least"));
    };
    let wanted = normalized(&config.root.join(text));
    locations.iter().find(|location| normalized(&location.path) == wanted).ok_or_else(|| {
        let known = || locations.iter().map(|location| location.text.as_str());
        NewRevisionError::UnknownLocation {
            location: text.to_owned(),
            nearest: nearest(text, known()),
            known: known().map(str::to_owned).collect(),
        }
    })
}

/// The path without `.` and with each `name/..` taken out.
fn normalized(path: &Path) -> PathBuf {
    let mut normal = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir if normal.file_name().is_some() => {
                normal.pop();
            }
            part => normal.push(part),
        }
    }
    normal
}

/// Says what would be written.
pub fn plan(config: &Config, new: &NewRevision<'_>) -> Result<NewRevisionFiles, NewRevisionError> {
    if let Some(bodies) = &new.bodies {
        bodies.check_places(new.template)?;
    }
    let folder = new.location.path.join(file_name(config, new));
    let values = values(config, new, &folder);
    let mut files = Vec::new();
    let mut main_path = None;
    for file in &new.template.files {
        let name = template::file_path(new.template, file).to_string_lossy().into_owned();
        let path = if file.path.is_empty() {
            folder.with_added_extension(new.template.language.extensions()[0])
        } else {
            folder.join(&file.path)
        };
        let text = template::fill(&file.text, &values, &name)?;
        if file.text.contains("${header}") {
            main_path.get_or_insert_with(|| path.clone());
        }
        files.push(NewFile { path, text });
    }
    let main_path = main_path.ok_or_else(|| TemplateError::NoHeader { file: new.template.name.clone() })?;
    let is_folder = new.template.files.iter().all(|file| !file.path.is_empty());
    let path = if is_folder { folder } else { main_path.clone() };
    Ok(NewRevisionFiles { path, main_path, files })
}

fn file_name(config: &Config, new: &NewRevision<'_>) -> String {
    let now = new.now.to_zoned(config.project.timezone.clone());
    let parts = FileNameParts { revision: &new.header.revision, message: &new.header.message, now: &now };
    config.project.file_template.render(&parts)
}

fn values(config: &Config, new: &NewRevision<'_>, folder: &Path) -> Values {
    let header = Header { created: Some(new.now.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()), ..new.header.clone() };
    Values {
        header: header.render(new.template.language.comment_prefix()).trim_end().to_owned(),
        revision: header.revision.clone(),
        message: header.message.lines().next().unwrap_or_default().to_owned(),
        bodies: new.bodies.clone().unwrap_or_else(|| Bodies::to_begin_with(new.template.language)),
        package: package_name(&header.revision),
        sdk: sdk(config, folder),
    }
}

/// A name that cargo takes, and that is another for another id as long as ids are letters and digits.
fn package_name(revision: &str) -> String {
    let legal = |character: char| if character.is_ascii_alphanumeric() { character } else { '_' };
    format!("migration_{}", revision.chars().map(legal).collect::<String>())
}

/// The library as a dependency in `Cargo.toml`; a path is written from the crate, so that the project can be moved.
fn sdk(config: &Config, folder: &Path) -> String {
    let beside = |path: &Path| format!("{{ path = {} }}", quote(&relative(&normalized(folder), &normalized(path))));
    match &config.sdk.rust {
        SdkSource::Unpacked => beside(&config.state_folder().join(SDK_FOLDER).join(Language::Rust.name())),
        SdkSource::Version(version) => quote(version),
        SdkSource::Path(path) => beside(path),
    }
}

fn relative(from: &Path, to: &Path) -> String {
    let shared = from.components().zip(to.components()).take_while(|(one, other)| one == other).count();
    let up = from.components().skip(shared).map(|_| "..".to_owned());
    let down = to.components().skip(shared).map(|part| part.as_os_str().to_string_lossy().into_owned());
    up.chain(down).collect::<Vec<_>>().join("/")
}

/// Writes the files, never over what is there.
pub fn write(files: &NewRevisionFiles) -> Result<(), NewRevisionError> {
    if files.path.exists() {
        return Err(new_files::WriteError::Exists { path: files.path.clone() }.into());
    }
    new_files::write_all(&files.files)?;
    Ok(())
}
