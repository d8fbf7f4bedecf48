//! The templates in the folder of a project.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::{FOLDER, Template, TemplateError, TemplateFile};
use crate::language::Language;
use crate::text_file::{self, SizeLimit};

const SIZE: SizeLimit = SizeLimit { name: "template_size", bytes: 1 << 20 };

/// Every template in a folder; none when the folder is not there.
pub(super) fn read(folder: &Path) -> Result<Vec<Template>, TemplateError> {
    let paths = list(folder)
        .map_err(|error| TemplateError::FolderUnreadable { folder: FOLDER.to_owned(), reason: error.to_string() })?;
    paths.iter().filter_map(|path| read_template(path).transpose()).collect()
}

fn list(folder: &Path) -> io::Result<Vec<PathBuf>> {
    match fs::read_dir(folder) {
        Ok(entries) => entries.map(|entry| entry.map(|entry| entry.path())).collect(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(error),
    }
}

/// None for what is no template: notes and hidden files.
fn read_template(path: &Path) -> Result<Option<Template>, TemplateError> {
    let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    if stem.starts_with('.') {
        return Ok(None);
    }
    if path.is_dir() {
        return read_crate(path, &stem).map(Some);
    }
    if path.extension().is_none_or(|ending| ending != "sql") {
        return Ok(None);
    }
    let files = vec![read_file(path, "", &format!("{stem}.sql"))?];
    Ok(Some(template(path, stem, Language::Sql, files)))
}

fn read_crate(path: &Path, name: &str) -> Result<Template, TemplateError> {
    let parts = ["Cargo.toml", "src/lib.rs"];
    if parts.iter().any(|part| !path.join(part).is_file()) {
        return Err(TemplateError::NotACrate { name: name.to_owned() });
    }
    let read = |part: &&str| read_file(&path.join(part), part, &format!("{name}/{part}"));
    let files = parts.iter().map(read).collect::<Result<Vec<_>, _>>()?;
    Ok(template(path, name.to_owned(), Language::Rust, files))
}

fn read_file(path: &Path, part: &str, name: &str) -> Result<TemplateFile, TemplateError> {
    let text = text_file::read_text(path, &format!("{FOLDER}/{name}"), SIZE)?;
    Ok(TemplateFile { path: part.to_owned(), text })
}

fn template(path: &Path, name: String, language: Language, files: Vec<TemplateFile>) -> Template {
    let description = format!("A template of this project, for {}", language.name());
    Template { name, description, language, path: Some(path.to_owned()), files }
}
