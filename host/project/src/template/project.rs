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
        return read_folder(path, &stem).map(Some);
    }
    let Some((language, name)) = language_and_name(path) else { return Ok(None) };
    let files = vec![read_file(path, "", &format!("{name}.{}", language.extensions()[0]))?];
    Ok(Some(template(path, name, language, files)))
}

/// The language of a file, and its name without the ending; none for what is no source.
fn language_and_name(path: &Path) -> Option<(Language, String)> {
    let language = Language::of_file(path)?;
    let name = path.file_name()?.to_str()?;
    let stem = language.extensions().iter().find_map(|ending| name.strip_suffix(ending)?.strip_suffix('.'))?;
    Some((language, stem.to_owned()))
}

fn read_folder(path: &Path, name: &str) -> Result<Template, TemplateError> {
    match Language::ALL.into_iter().find(|language| path.join(language.main_file_name()).is_file()) {
        Some(language) => read_several(path, name, language),
        None => read_crate(path, name),
    }
}

/// The files beside `migration.EXT`, and that one first.
fn read_several(path: &Path, name: &str, language: Language) -> Result<Template, TemplateError> {
    let main = language.main_file_name();
    let entries = list(path)
        .map_err(|error| TemplateError::FolderUnreadable { folder: name.to_owned(), reason: error.to_string() })?;
    let files = entries.iter().filter(|file| file.is_file()).filter_map(|file| file.file_name()?.to_str());
    let mut names: Vec<&str> = files.filter(|file| !file.starts_with('.')).collect();
    names.sort_by_key(|file| (*file != main, *file));
    let read = |file: &&str| read_file(&path.join(file), file, &format!("{name}/{file}"));
    let files = names.iter().map(read).collect::<Result<Vec<_>, _>>()?;
    Ok(template(path, name.to_owned(), language, files))
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
    let description = format!("A template of this project, for {}", language.title());
    Template { name, description, language, path: Some(path.to_owned()), files }
}
