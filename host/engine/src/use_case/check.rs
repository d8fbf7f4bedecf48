//! `check`: whether what should be the same is the same.

use crate::comparison::Place;
use crate::comparison::difference::Comparison;
use crate::comparison::hints::RenameHints;
use crate::comparison::loss::RowCounts;
use crate::comparison::origin::Origin;
use crate::comparison::report::CheckReport;
use crate::error::Error;
use crate::migrator::Migrator;

/// What to compare, and what is known about it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CheckRequest {
    /// Which two.
    pub compared: Compared,
    /// What is known about renames.
    pub renames: RenameHints,
}

/// What `check` compares.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Compared {
    /// The target with the database, which has to be at the heads; or with what the migrations make, where there is no
    /// database or the variable `CI` is set.
    #[default]
    HeadsWithTarget,
    /// The target with what the migrations make.
    MigrationsWithTarget,
    /// The database with what its migrations made.
    DatabaseWithItsMigrations,
}

impl Migrator {
    /// Finds out whether two things say the same. Writes nothing to either.
    pub async fn check(&self, request: CheckRequest) -> Result<CheckReport, Error> {
        match request.compared {
            Compared::HeadsWithTarget => self.check_target(Origin::Either, &request.renames).await,
            Compared::MigrationsWithTarget => self.check_target(Origin::Migrations, &request.renames).await,
            Compared::DatabaseWithItsMigrations => self.check_drift().await,
        }
    }

    async fn check_target(&self, origin: Origin, hints: &RenameHints) -> Result<CheckReport, Error> {
        let mut start = self.start(origin).await?;
        let after = self.target_for(&mut start).await?;
        let comparison = Comparison::of(start.side, after, hints)?;
        let counts = self.count_losses(&start.place, &comparison).await?;
        let difference = comparison.report(&counts)?;
        let verdict = if difference.operations.is_empty() {
            format!("{} and the target are the same", start.name)
        } else {
            format!("{} and the target differ:", start.name)
        };
        Ok(CheckReport { verdict, difference, notes: start.notes })
    }

    async fn check_drift(&self) -> Result<CheckReport, Error> {
        let made = Place::Migrations { revision: "current".to_owned() };
        let comparison = self.compare(&made, &Place::Database, &RenameHints::default()).await?;
        let difference = comparison.report(&RowCounts::default())?;
        let verdict = if difference.operations.is_empty() {
            "the database is what its migrations made".to_owned()
        } else {
            "the database is not what its migrations made; since then:".to_owned()
        };
        Ok(CheckReport { verdict, difference, notes: Vec::new() })
    }
}
