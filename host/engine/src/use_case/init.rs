//! `init`: a new project.

use aludel_project::config::STATE_FOLDER;
use aludel_project::{Language, scaffold};

use crate::error::Error;
use crate::library;
use crate::report::InitReport;
use crate::request::InitRequest;

/// Makes a project: config, folder of migrations, `.gitignore`, and what editors need for the language. Touches nothing
/// that is there.
pub fn init(request: &InitRequest) -> Result<InitReport, Error> {
    let project = scaffold::NewProject {
        folder: &request.directory,
        language: language(request.language.as_deref())?,
        database_url: request.database_url.as_deref(),
        template: request.template.as_deref(),
    };
    let made = scaffold::init(&project).map_err(Error::Scaffold)?;
    library::unpack(project.language, &request.directory.join(STATE_FOLDER))?;
    Ok(InitReport {
        root: request.directory.clone(),
        config: made.config_path,
        created: made.written,
        notes: made.notes,
    })
}

fn language(name: Option<&str>) -> Result<Language, Error> {
    let Some(name) = name else { return Ok(Language::Sql) };
    Language::from_name(name).ok_or_else(|| {
        let known: Vec<&str> = Language::ALL.iter().map(|language| language.name()).collect();
        Error::Usage {
            code: "unknown_language",
            message: format!("no language `{name}`"),
            hint: Some(format!("known: {}", known.join(", "))),
        }
    })
}
