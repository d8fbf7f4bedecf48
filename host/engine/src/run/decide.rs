//! Which steps will run and how, decided before anything is done. Pure.

use aludel_grants::{Cage, Grants};
use aludel_project::TransactionMode;
use aludel_project::config::GrantsSection;
use aludel_revision::{HeadsChange, Plan, RevisionId, Step};
use aludel_sql::Dialect;

use crate::catalogue::Catalogue;
use crate::confinement::Confinement;
use crate::error::{Error, RefusedNeeds};
use crate::event::{Direction, Note};
use crate::run::job::Ending;
use crate::trust::error::TrustError;

/// The transaction around one step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Isolation {
    /// The step has its own, with its version row in it.
    Own,
    /// One around all steps.
    Shared,
    /// None: the guest's statements stand for themselves, and the version row has its own.
    Nothing,
}

/// One step as it will run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PlannedStep {
    pub(crate) revision: RevisionId,
    pub(crate) direction: Direction,
    pub(crate) change: HeadsChange,
    pub(crate) message: String,
    /// The source, relative to the project.
    pub(crate) path: String,
    pub(crate) isolation: Isolation,
    /// What its header says of foreign keys.
    pub(crate) foreign_keys: Option<bool>,
    /// What it may do.
    pub(crate) confinement: Confinement,
}

impl PlannedStep {
    /// The cage for its guest. What holds the step together is not the guest's to end.
    pub(crate) fn cage(&self) -> Cage {
        let Confinement { grants, section, .. } = &self.confinement;
        let transaction = grants.transaction && self.isolation == Isolation::Nothing;
        Cage::new(Grants { transaction, ..grants.clone() }, section.clone())
    }
}

/// Everything that a run will do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Decision {
    pub(crate) steps: Vec<PlannedStep>,
    /// Whether one transaction goes around all steps.
    pub(crate) is_shared: bool,
    pub(crate) notes: Vec<Note>,
}

/// What the decision depends on, beside the plan.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Terms<'config> {
    pub(crate) dialect: Dialect,
    /// Whether the connection is the same from one transaction to the next.
    pub(crate) keeps_session: bool,
    pub(crate) mode: TransactionMode,
    pub(crate) ending: Ending,
    pub(crate) grants: &'config GrantsSection,
}

/// Decides how the steps of a plan run, or says why they cannot.
pub(crate) fn decide(plan: &Plan, catalogue: &Catalogue, terms: Terms<'_>) -> Result<Decision, Error> {
    let mut notes: Vec<Note> = plan.warnings.iter().map(warning_note).collect();
    let isolation = isolation(terms, &mut notes)?;
    let planned = |step| planned(step, catalogue, isolation, terms.grants);
    let steps = plan.steps.iter().map(planned).collect::<Result<Vec<_>, _>>()?;
    refuse_beyond_signers(plan, catalogue, terms.grants)?;
    refuse_excess(&steps)?;
    refuse_without_session(&steps, terms)?;
    if terms.dialect.commits_on_define() && !steps.is_empty() {
        notes.push(definitions_commit(terms.dialect));
    }
    Ok(Decision { steps, is_shared: isolation == Isolation::Shared, notes })
}

fn isolation(terms: Terms<'_>, notes: &mut Vec<Note>) -> Result<Isolation, Error> {
    let commits = terms.dialect.commits_on_define();
    match (terms.ending, terms.mode) {
        (Ending::RollBack, _) if commits => Err(dry_run_unsupported(terms.dialect)),
        (Ending::Commit, TransactionMode::Run) if commits => {
            notes.push(run_not_possible(terms.dialect));
            Ok(Isolation::Own)
        }
        (Ending::RollBack, _) | (Ending::Commit, TransactionMode::Run) => Ok(Isolation::Shared),
        (Ending::Commit, TransactionMode::Migration) => Ok(Isolation::Own),
        (Ending::Commit, TransactionMode::None) => Ok(Isolation::Nothing),
    }
}

fn planned(
    step: &Step,
    catalogue: &Catalogue,
    isolation: Isolation,
    grants: &GrantsSection,
) -> Result<PlannedStep, Error> {
    let migration = catalogue.migration(&step.revision);
    let isolation = match (migration.header.transaction, isolation) {
        (true, isolation) => isolation,
        (false, Isolation::Shared) => return Err(outside_of_shared(step, &migration.source.display_path)),
        (false, _) => Isolation::Nothing,
    };
    Ok(PlannedStep {
        revision: step.revision.clone(),
        direction: step.direction.into(),
        change: step.change.clone(),
        message: migration.header.message.clone(),
        path: migration.source.display_path.clone(),
        isolation,
        foreign_keys: migration.header.foreign_keys,
        confinement: Confinement::of(migration, grants),
    })
}

/// What a package is given by name beyond what its signer may be given, before anything runs.
fn refuse_beyond_signers(plan: &Plan, catalogue: &Catalogue, grants: &GrantsSection) -> Result<(), Error> {
    let packages = plan.steps.iter().filter_map(|step| catalogue.migration(&step.revision).package.as_ref());
    let mut checked = packages.map(|from| grants.check_ceiling(&from.package.label, &from.package.locked.signer));
    Ok(checked.try_for_each(|checked| checked).map_err(TrustError::from)?)
}

/// Everything that is asked for and not granted, before anything runs.
fn refuse_excess(steps: &[PlannedStep]) -> Result<(), Error> {
    let refused = |step: &PlannedStep| {
        let lines = step.confinement.missing_lines();
        (!lines.is_empty()).then(|| RefusedNeeds {
            revision: step.revision.to_string(),
            path: step.path.clone(),
            asked: step.confinement.excess.iter().flat_map(|excess| excess.values.clone()).collect(),
            grant: lines.to_owned(),
        })
    };
    let needs: Vec<RefusedNeeds> = steps.iter().filter_map(refused).collect();
    if needs.is_empty() { Ok(()) } else { Err(Error::NeedsRefused { needs }) }
}

/// Outside of a transaction a pooler would give each message to another connection.
fn refuse_without_session(steps: &[PlannedStep], terms: Terms<'_>) -> Result<(), Error> {
    let is_outside = |step: &&PlannedStep| step.isolation == Isolation::Nothing;
    match steps.iter().find(is_outside) {
        Some(step) if !terms.keeps_session => Err(needs_session(step)),
        _ => Ok(()),
    }
}

fn needs_session(step: &PlannedStep) -> Error {
    Error::Usage {
        code: "needs_session",
        message: format!(
            "`{}` runs outside of a transaction ({}), and the database is behind a pooler that lends a connection for \
             one transaction",
            step.revision, step.path
        ),
        hint: Some(
            "give the URL of the server itself, `--url postgres://...`; or, where the pooler lends connections for a \
             session, say so in its URL: `?pooler=session`"
                .to_owned(),
        ),
    }
}

fn outside_of_shared(step: &Step, path: &str) -> Error {
    Error::Usage {
        code: "needs_no_transaction",
        message: format!(
            "`{}` says `transaction = false` ({path}), so it cannot run inside of one transaction for all",
            step.revision
        ),
        hint: Some("leave `--dry-run` or `--transaction run` out, or go up to the revision before it".to_owned()),
    }
}

fn dry_run_unsupported(dialect: Dialect) -> Error {
    Error::Usage {
        code: "dry_run_unsupported",
        message: format!(
            "{} commits at every definition, so a dry run could not be rolled back",
            dialect.display_name()
        ),
        hint: Some("`aludel plan` runs it on a copy of the schema, and `--sql` writes what would run".to_owned()),
    }
}

fn run_not_possible(dialect: Dialect) -> Note {
    Note {
        code: "no_transaction_for_all",
        text: format!(
            "{} commits at every definition, so there is one transaction a migration and not one for all",
            dialect.display_name()
        ),
    }
}

fn definitions_commit(dialect: Dialect) -> Note {
    Note {
        code: "definitions_commit",
        text: format!(
            "{} commits at every CREATE, ALTER and DROP: a migration that fails stays as far as it came, and the next \
             run goes on there",
            dialect.display_name()
        ),
    }
}

pub(crate) fn warning_note(warning: &aludel_revision::Warning) -> Note {
    let hint = warning.hint().map(|hint| format!(" ({hint})")).unwrap_or_default();
    Note { code: warning.code(), text: format!("{warning}{hint}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::tests::catalogue;

    fn terms(dialect: Dialect, mode: TransactionMode, ending: Ending) -> Terms<'static> {
        Terms { dialect, keeps_session: true, mode, ending, grants: Box::leak(Box::default()) }
    }

    fn decided(headers: &[&str], terms: Terms<'_>) -> Result<Decision, Error> {
        let catalogue = catalogue(headers);
        let plan = catalogue.graph().plan_upgrade(&[], &aludel_revision::Target::head()).expect("there is one head");
        decide(&plan, &catalogue, terms)
    }

    const LINE: [&str; 2] = ["a1", "b2 < a1"];
    const LONE: [&str; 2] = ["a1", "b2 < a1 alone"];

    #[test]
    fn each_mode_has_its_isolation() {
        let cases = [
            (TransactionMode::Migration, Isolation::Own),
            (TransactionMode::Run, Isolation::Shared),
            (TransactionMode::None, Isolation::Nothing),
        ];
        for (mode, isolation) in cases {
            let decision = decided(&LINE, terms(Dialect::Sqlite, mode, Ending::Commit)).expect("it can run");
            assert!(decision.steps.iter().all(|step| step.isolation == isolation), "{mode:?}");
            assert!(decision.notes.is_empty());
        }
    }

    #[test]
    fn a_header_can_ask_for_no_transaction_but_not_inside_of_one() {
        let own = terms(Dialect::Postgres, TransactionMode::Migration, Ending::Commit);
        let decision = decided(&LONE, own).expect("it can run");
        assert_eq!(decision.steps[1].isolation, Isolation::Nothing);
        for shared in [
            terms(Dialect::Postgres, TransactionMode::Run, Ending::Commit),
            terms(Dialect::Postgres, TransactionMode::Migration, Ending::RollBack),
        ] {
            assert_eq!(decided(&LONE, shared).expect_err("it cannot").code(), "needs_no_transaction");
        }
    }

    #[test]
    fn behind_a_pooler_every_step_is_in_a_transaction() {
        let own = terms(Dialect::Postgres, TransactionMode::Migration, Ending::Commit);
        let lent = Terms { keeps_session: false, ..own };
        assert!(decided(&LINE, lent).is_ok());
        assert_eq!(decided(&LONE, lent).expect_err("b2 has none").code(), "needs_session");
        let none = Terms { mode: TransactionMode::None, ..lent };
        assert_eq!(decided(&LINE, none).expect_err("nothing has one").code(), "needs_session");
    }

    #[test]
    fn where_definitions_commit_it_is_said_before() {
        let run = terms(Dialect::MariaDb, TransactionMode::Run, Ending::Commit);
        let decision = decided(&LINE, run).expect("it can run");
        assert!(!decision.is_shared);
        let codes: Vec<&str> = decision.notes.iter().map(|note| note.code).collect();
        assert_eq!(codes, ["no_transaction_for_all", "definitions_commit"]);
        let dry = terms(Dialect::Mysql, TransactionMode::Migration, Ending::RollBack);
        assert_eq!(decided(&LINE, dry).expect_err("it cannot").code(), "dry_run_unsupported");
    }
}
