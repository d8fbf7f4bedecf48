//! What a new migration does.

use super::{Template, TemplateError, file_path};
use crate::language::Language;

/// What a new migration does, in either direction: the statements of a section of SQL, or a function of that name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bodies {
    /// What stands for `${upgrade}`.
    pub upgrade: String,
    /// What stands for `${downgrade}`.
    pub downgrade: String,
}

impl Bodies {
    /// What a person begins with who writes the migration by hand.
    pub(crate) fn to_begin_with(language: Language) -> Self {
        let (upgrade, downgrade) = match language {
            Language::Rust => (
                include_str!("../templates/rust/upgrade.rs.template"),
                include_str!("../templates/rust/downgrade.rs.template"),
            ),
            // Sections of SQL, and what a template of another language has in it.
            _ => ("", ""),
        };
        Self { upgrade: upgrade.trim_end().to_owned(), downgrade: downgrade.trim_end().to_owned() }
    }

    /// Refuses a template that has no place for one of them: it would be lost silently.
    pub(crate) fn check_places(template: &Template) -> Result<(), TemplateError> {
        let has = |token: &str| template.files.iter().any(|file| file.text.contains(token));
        let missing =
            [("upgrade", "${upgrade}"), ("downgrade", "${downgrade}")].into_iter().find(|(_, token)| !has(token));
        let Some((token, _)) = missing else { return Ok(()) };
        let file = template.files.iter().find(|file| file.text.contains("${header}")).or(template.files.first());
        let file = file.map(|file| file_path(template, file).to_string_lossy().into_owned()).unwrap_or_default();
        Err(TemplateError::NoPlace { file, token })
    }
}
