//! A run that is held to a plan.

use std::sync::Arc;

use aludel_db::introspect;
use aludel_revision::Plan;
use aludel_schema::Namespaces;

use crate::agreement::compare::Found;
use crate::agreement::difference::PlanDifference;
use crate::agreement::file::AgreedPlan;
use crate::agreement::identity::identity;
use crate::agreement::objects::SchemaDigests;
use crate::agreement::promise::Promise;
use crate::comparison::read::scope;
use crate::error::Error;
use crate::event::Direction;
use crate::run::decide::PlannedStep;
use crate::run::execution::Execution;
use crate::run::failure::Stop;
use crate::run::prepare::Prepared;
use crate::run::shared::SharedSession;
use crate::run::whole::Run;

impl Run<'_> {
    /// Refuses to run anything that is not as the plan says, if there is one.
    pub(crate) async fn check_agreed(
        &self,
        session: &SharedSession,
        plan: &Plan,
        steps: (&[PlannedStep], &[Prepared]),
    ) -> Result<(), Error> {
        let Some(agreed) = self.job.agreed.as_deref() else { return Ok(()) };
        let mut differences = self.compare_place(session, plan, agreed).await;
        let pairs = steps.0.iter().zip(steps.1).map(|(step, prepared)| Found {
            revision: step.revision.as_str(),
            path: &step.path,
            component_digest: &prepared.component_digest,
        });
        let found: Vec<Found<'_>> = pairs.collect();
        differences.extend(agreed.compare_steps(&found));
        let scope = scope(&self.address, Namespaces::All)?;
        let schema = introspect(&mut **session.lend().await, &scope).await?;
        differences.extend(agreed.compare_schema(&SchemaDigests::of(&schema)));
        verdict(agreed, differences)
    }

    /// The same where there is nothing to do.
    pub(crate) async fn check_agreed_to_nothing(&self, session: &SharedSession, plan: &Plan) -> Result<(), Error> {
        let Some(agreed) = self.job.agreed.as_deref() else { return Ok(()) };
        let mut differences = self.compare_place(session, plan, agreed).await;
        differences.extend(agreed.compare_steps(&[]));
        verdict(agreed, differences)
    }

    async fn compare_place(&self, session: &SharedSession, plan: &Plan, agreed: &AgreedPlan) -> Vec<PlanDifference> {
        let dialect = session.lend().await.dialect().name();
        let heads: Vec<String> = plan.heads_before.iter().map(ToString::to_string).collect();
        let mut differences = agreed.compare_place(&identity(&self.address.url, dialect), &heads);
        differences.extend(agreed.compare_transaction(self.transaction_mode()));
        differences
    }
}

fn verdict(agreed: &AgreedPlan, differences: Vec<PlanDifference>) -> Result<(), Error> {
    if differences.is_empty() {
        return Ok(());
    }
    Err(Error::PlanOutdated { path: agreed.path.clone(), differences, again: again(agreed) })
}

/// The command that makes such a plan.
fn again(agreed: &AgreedPlan) -> String {
    let down = if agreed.direction == Direction::Down { "--down " } else { "" };
    let data = agreed.data.as_ref().map(|data| format!(" --with-data {}", data.rows_max)).unwrap_or_default();
    format!("aludel plan {down}{}{data} --out {}", agreed.target, agreed.path.display())
}

impl Execution<'_> {
    /// What the plan promises of a step, where there is one.
    pub(crate) fn promise(&self, planned: &PlannedStep) -> Option<Arc<Promise>> {
        let steps = &self.job.agreed.as_ref()?.steps;
        let step = steps.iter().find(|step| step.revision == planned.revision.as_str())?;
        Some(Arc::new(Promise::new(&step.statements)))
    }
}

/// Stops a step that has not asked for all that the plan says, before its commit.
pub(crate) fn check_kept(promise: Option<&Arc<Promise>>) -> Result<(), Stop> {
    match promise.map(|promise| promise.kept()) {
        Some(Err(difference)) => Err(Stop::OffPlan(Box::new(difference))),
        _ => Ok(()),
    }
}
