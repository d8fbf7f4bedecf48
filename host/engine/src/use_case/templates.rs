//! `list-templates`: what `revision` can write.

use aludel_project::template;

use crate::error::Error;
use crate::migrator::Migrator;
use crate::report::TemplateReport;

impl Migrator {
    /// The templates of the project and those that are built in, by name.
    pub fn templates(&self) -> Result<Vec<TemplateReport>, Error> {
        let templates = template::list(&self.config).map_err(|error| Error::NewRevision(Box::new(error.into())))?;
        let report = |template: template::Template| TemplateReport {
            name: template.name,
            description: template.description,
            language: template.language.name().to_owned(),
            path: template.path,
        };
        Ok(templates.into_iter().map(report).collect())
    }
}
