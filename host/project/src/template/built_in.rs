//! The templates that come with the crate.

use super::{Template, TemplateFile};
use crate::language::Language;

pub(super) fn all() -> Vec<Template> {
    vec![
        template(
            Template::MERGE,
            "A merge of branches: nothing to run, in either direction",
            Language::Sql,
            &[("", include_str!("../templates/merge.sql"))],
        ),
        template(
            Template::name_for(Language::Rust),
            "Rust: a crate with two functions, for changes that need code",
            Language::Rust,
            &[
                ("Cargo.toml", include_str!("../templates/rust/Cargo.toml.template")),
                ("src/lib.rs", include_str!("../templates/rust/lib.rs.template")),
            ],
        ),
        template(
            Template::name_for(Language::Sql),
            "SQL: one file with a section for each direction, which needs no toolchain",
            Language::Sql,
            &[("", include_str!("../templates/sql.sql"))],
        ),
    ]
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
