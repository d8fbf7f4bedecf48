//! The templates that come with the crate.

use super::languages::{self, BuiltIn};
use super::{Template, TemplateFile};
use crate::language::Language;

pub(super) fn all() -> Vec<Template> {
    let merge = template(
        Template::MERGE,
        "A merge of branches: nothing to run, in either direction",
        Language::Sql,
        &[("", include_str!("../templates/merge.sql"))],
    );
    std::iter::once(merge).chain(languages::ALL.iter().map(of_language)).collect()
}

fn of_language(built_in: &BuiltIn) -> Template {
    template(Template::name_for(built_in.language), built_in.purpose, built_in.language, built_in.files)
}

fn template(name: &str, description: &str, language: Language, files: &[(&str, &str)]) -> Template {
    let file = |(path, text): &(&str, &str)| TemplateFile { path: (*path).to_owned(), text: (*text).to_owned() };
    Template {
        name: name.to_owned(),
        description: description.to_owned(),
        language,
        path: None,
        files: files.iter().map(file).collect(),
    }
}
