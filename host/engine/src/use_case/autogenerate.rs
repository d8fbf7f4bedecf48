//! `revision --autogenerate`: a migration that leads from what is there to the target.

use aludel_project::template::Bodies;
use aludel_project::{Header, Language};
use aludel_schema::code::{self, Body};
use aludel_schema::{Schema, Script};
use serde::Serialize;

use super::revision::new_header;
use crate::comparison::difference::Comparison;
use crate::comparison::hints::RenameHints;
use crate::comparison::origin::{Origin, Start};
use crate::comparison::question::{Answer, Questioner};
use crate::comparison::read::Side;
use crate::comparison::report::DiffReport;
use crate::comparison::section;
use crate::error::Error;
use crate::event::Note;
use crate::migrator::Migrator;
use crate::report::NewRevision;
use crate::request::RevisionRequest;

/// A migration that shall be generated.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AutogenerateRequest {
    /// The file.
    pub revision: RevisionRequest,
    /// What the target is compared with.
    pub origin: Origin,
    /// What is known about renames.
    pub renames: RenameHints,
    /// What to do where the target holds no table, and the database does.
    pub empty_target: EmptyTarget,
}

/// What to do where the target holds no table, and the database does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum EmptyTarget {
    /// Ask; without an answer, stop.
    #[default]
    Ask,
    /// Drop every table.
    Allow,
}

/// What was generated.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AutogenerateReport {
    /// The new file; none where nothing differs.
    #[serde(flatten)]
    pub written: Option<NewRevision>,
    /// What differs.
    #[serde(flatten)]
    pub difference: DiffReport,
    /// What a person should know.
    pub notes: Vec<Note>,
}

impl Migrator {
    /// Compares with the target and writes what leads there as a new migration, then runs the hooks of the config on
    /// it. Where nothing differs, nothing is written.
    pub async fn autogenerate(
        &self,
        request: AutogenerateRequest,
        questioner: &dyn Questioner,
    ) -> Result<AutogenerateReport, Error> {
        let header = new_header(self.catalogue()?, &request.revision)?;
        let mut start = self.start(request.origin).await?;
        let target = self.target_for(&mut start).await?;
        check_not_empty(&start.side.schema, &target, request.empty_target, questioner)?;
        let Start { place, side, notes, .. } = start;
        let comparison = decided(Comparison::of(side, target, &request.renames)?, request.renames, questioner)?;
        let counts = self.count_losses(&place, &comparison).await?;
        let difference = comparison.report(&counts)?;
        if difference.operations.is_empty() {
            return Ok(AutogenerateReport { written: None, difference, notes });
        }
        let written = self.write_generated(header, &request.revision, &comparison).await?;
        Ok(AutogenerateReport { written: Some(written), difference, notes })
    }

    async fn write_generated(
        &self,
        header: Header,
        request: &RevisionRequest,
        comparison: &Comparison,
    ) -> Result<NewRevision, Error> {
        let script = comparison.script()?;
        let back = script.way_back()?;
        let header = Header {
            transaction: !of_either(&script, back.as_ref(), Script::leaves_transactions),
            foreign_keys: of_either(&script, back.as_ref(), Script::suspends_foreign_keys).then_some(false),
            ..header
        };
        let dialect = comparison.before.dialect;
        let language = self.template_for(request)?.language;
        let bodies = match code::printer(language.name()) {
            Some(printer) => printed(&script, back.as_ref(), printer),
            None if language != Language::Sql => return Err(not_generated(language)),
            None => Bodies {
                imports: String::new(),
                upgrade: section::upgrade(&script, dialect)?,
                downgrade: section::downgrade(back.as_ref(), dialect)?,
            },
        };
        self.write(header, request, Some(bodies)).await
    }
}

fn not_generated(language: Language) -> Error {
    Error::Usage {
        code: "language_not_generated",
        message: format!("no migrations in {} can be generated", language.title()),
        hint: Some("take another language: `--lang sql`".to_owned()),
    }
}

fn printed(script: &Script, back: Option<&Script>, printer: &dyn code::Printer) -> Bodies {
    let code = code::print(&Body::of(Some(script)), &Body::of(back), printer);
    Bodies { imports: code.imports, upgrade: code.upgrade, downgrade: code.downgrade }
}

/// Whether it holds for one of the two directions.
fn of_either(script: &Script, back: Option<&Script>, holds: impl Fn(&Script) -> bool) -> bool {
    holds(script) || back.is_some_and(holds)
}

/// A target that could not be found looks like an empty one, so everything is not dropped just like that.
fn check_not_empty(
    before: &Schema,
    target: &Side,
    rule: EmptyTarget,
    questioner: &dyn Questioner,
) -> Result<(), Error> {
    let is_safe = rule == EmptyTarget::Allow || !target.is_empty() || before.tables.is_empty();
    if is_safe || questioner.drops_everything(before.tables.len()) == Answer::Yes {
        return Ok(());
    }
    Err(Error::EmptyTarget { tables: before.tables.keys().map(ToString::to_string).collect() })
}

/// Asks about each rename that is suspected, until none is undecided.
fn decided(
    mut comparison: Comparison,
    mut hints: RenameHints,
    questioner: &dyn Questioner,
) -> Result<Comparison, Error> {
    loop {
        let suspicions = comparison.suspicions();
        let Some(suspicion) = suspicions.first() else { return Ok(comparison) };
        match questioner.is_renamed(suspicion) {
            Answer::Yes => hints.renamed.push(suspicion.rename.to_string()),
            Answer::No => hints.not_renamed.push(suspicion.rename.to_string()),
            Answer::None => return Err(Error::RenameUndecided { suspicions }),
        }
        comparison = comparison.again(&hints)?;
    }
}
