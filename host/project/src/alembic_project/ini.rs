//! The settings of Alembic: `alembic.ini` as Python's `configparser` reads it, and `[tool.alembic]`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::AlembicProjectError;

/// The section of `alembic.ini`.
const SECTION: &str = "alembic";

/// How deep values may name each other, as in `configparser`.
const DEPTH_MAX: usize = 10;

/// What the files of a folder say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Settings {
    /// The folder, which is `%(here)s`.
    pub(super) folder: PathBuf,
    /// The values as they are written; lists of `pyproject.toml` have a line each.
    pub(super) values: BTreeMap<String, String>,
}

impl Settings {
    /// Takes what `alembic.ini` says; false where it has no section for Alembic.
    pub(super) fn add_ini(&mut self, text: &str) -> bool {
        let mut section = String::new();
        let mut key: Option<String> = None;
        let mut is_found = false;
        for line in text.lines() {
            let trimmed = line.trim();
            if trimmed.is_empty() || trimmed.starts_with(['#', ';']) {
                continue;
            }
            if let Some(name) = trimmed.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
                name.clone_into(&mut section);
                key = None;
                is_found |= section == SECTION;
            } else if section == SECTION || section == "DEFAULT" {
                self.add_line(line, &mut key);
            }
        }
        is_found
    }

    /// A line that is indented goes on with the value of the one before.
    fn add_line(&mut self, line: &str, key: &mut Option<String>) {
        if line.starts_with([' ', '\t'])
            && let Some(value) = key.as_ref().and_then(|key| self.values.get_mut(key))
        {
            value.push('\n');
            value.push_str(line.trim());
            return;
        }
        if let Some((name, value)) = line.split_once(['=', ':']) {
            let name = name.trim().to_ascii_lowercase();
            self.values.insert(name.clone(), value.trim().to_owned());
            *key = Some(name);
        }
    }

    /// Takes what `pyproject.toml` says; false where it has no table for Alembic.
    pub(super) fn add_pyproject(&mut self, text: &str) -> Result<bool, AlembicProjectError> {
        let parsed = text.parse::<toml::Table>().map_err(|error| AlembicProjectError::Malformed {
            file: self.folder.join(super::PYPROJECT),
            reason: error.message().to_owned(),
        })?;
        let tool = parsed.get("tool").and_then(|tool| tool.get(SECTION)).and_then(toml::Value::as_table);
        for (key, value) in tool.into_iter().flatten() {
            let text = match value {
                toml::Value::String(text) => text.clone(),
                toml::Value::Boolean(is_so) => is_so.to_string(),
                toml::Value::Array(items) => {
                    items.iter().filter_map(toml::Value::as_str).collect::<Vec<_>>().join("\n")
                }
                _ => continue,
            };
            self.values.insert(key.clone(), text);
        }
        Ok(tool.is_some())
    }

    /// A value with what it names put in.
    pub(super) fn get(&self, key: &str) -> Option<String> {
        self.values.get(key).map(|value| self.interpolated(value, DEPTH_MAX))
    }

    /// A value that is a list, divided as the settings say.
    pub(super) fn list(&self, key: &str) -> Vec<String> {
        let Some(value) = self.get(key) else { return Vec::new() };
        let separator = self.get("path_separator").or_else(|| self.get("version_path_separator"));
        let mark: &[char] = match separator.as_deref().map(str::trim) {
            // What stands behind a comment sign is part of the value for `configparser`, and a remark for people.
            Some(text) if text.starts_with("newline") => &['\n'],
            Some(text) if text.starts_with("space") => &[' ', '\n'],
            Some(text) if text.starts_with(';') => &[';', '\n'],
            Some(text) if text.starts_with("os") || text.starts_with(':') => {
                &[if cfg!(windows) { ';' } else { ':' }, '\n']
            }
            _ => &[',', ' ', '\n'],
        };
        value.split(mark).map(str::trim).filter(|item| !item.is_empty()).map(str::to_owned).collect()
    }

    /// A path, from the folder of the settings. `package:folder` is a folder in a package.
    pub(super) fn path(&self, text: &str) -> PathBuf {
        let in_package =
            text.split_once(':').filter(|(package, _)| package.len() > 1 && !package.contains(['/', '\\']));
        match in_package {
            Some((package, folder)) => self.folder.join(package.replace('.', "/")).join(folder),
            None => self.folder.join(Path::new(text)),
        }
    }

    /// `%(here)s`, `%(name)s` and `%%`.
    fn interpolated(&self, value: &str, depth: usize) -> String {
        let mut result = String::new();
        let mut rest = value;
        while let Some(place) = rest.find('%') {
            result.push_str(&rest[..place]);
            rest = &rest[place + 1..];
            let named = rest.strip_prefix('(').and_then(|inside| inside.split_once(")s"));
            if let Some((name, after)) = named {
                result.push_str(&self.named(name, depth));
                rest = after;
            } else {
                result.push('%');
                rest = rest.strip_prefix('%').unwrap_or(rest);
            }
        }
        result + rest
    }

    fn named(&self, name: &str, depth: usize) -> String {
        let name = name.to_ascii_lowercase();
        match self.values.get(&name) {
            // The folder is where paths start from anyway, so they stay relative.
            None if name == "here" => ".".to_owned(),
            Some(value) if depth > 0 => self.interpolated(value, depth - 1),
            _ => String::new(),
        }
    }
}
