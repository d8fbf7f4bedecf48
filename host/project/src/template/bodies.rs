//! What a new migration does.

use super::{Template, TemplateError, file_path, languages};
use crate::language::Language;

/// What a new migration does, in either direction: the statements of a section of SQL, or a function of that name.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Bodies {
    /// What stands for `${imports}`: the lines that name what the functions use, in languages that need them.
    pub imports: String,
    /// What stands for `${upgrade}`.
    pub upgrade: String,
    /// What stands for `${downgrade}`.
    pub downgrade: String,
}

impl Bodies {
    /// What a person begins with who writes the migration by hand.
    pub(crate) fn to_begin_with(language: Language) -> Self {
        let beginning = languages::find(language).map(|built_in| &built_in.beginning);
        let text = |text: Option<&str>| text.unwrap_or_default().trim_end().to_owned();
        Self {
            imports: text(beginning.map(|beginning| beginning.imports)),
            upgrade: text(beginning.map(|beginning| beginning.upgrade)),
            downgrade: text(beginning.map(|beginning| beginning.downgrade)),
        }
    }

    /// Refuses a template that has no place for one of them: it would be lost silently.
    pub(crate) fn check_places(&self, template: &Template) -> Result<(), TemplateError> {
        let has = |token: &str| template.files.iter().any(|file| file.text.contains(&format!("${{{token}}}")));
        let wanted = [("imports", !self.imports.is_empty()), ("upgrade", true), ("downgrade", true)];
        let Some((token, _)) = wanted.into_iter().find(|(token, is_wanted)| *is_wanted && !has(token)) else {
            return Ok(());
        };
        let file = template.files.iter().find(|file| file.text.contains("${header}")).or(template.files.first());
        let file = file.map(|file| file_path(template, file).to_string_lossy().into_owned()).unwrap_or_default();
        Err(TemplateError::NoPlace { file, token })
    }
}
