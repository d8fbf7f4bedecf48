//! What one migration may do: what the project gives to it, and of that what its header asks for.

use aludel_grants::{Excess, Grants, Section};
use aludel_project::Migration;
use aludel_project::config::{Given, GrantsSection};

/// What one migration may do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Confinement {
    /// What it may do.
    pub(crate) grants: Grants,
    /// Where a line would let it do more.
    pub(crate) section: Section,
    /// Where the project says what it gives.
    given_in: Section,
    /// What it asks for beyond what the project gives.
    pub(crate) excess: Vec<Excess>,
}

impl Confinement {
    pub(crate) fn of(migration: &Migration, section: &GrantsSection) -> Self {
        let Given { grants: given, section: given_in, .. } = section.given(migration);
        let Some(needs) = &migration.header.needs else {
            let transaction = Grants { transaction: !migration.header.transaction, ..Grants::nothing() };
            let excess = given.excess(&transaction);
            return Self { grants: given, section: given_in.clone(), given_in, excess };
        };
        let mut asked = needs.asked();
        asked.transaction |= !migration.header.transaction;
        let excess = given.excess(&asked);
        Self { grants: given.meet(&asked), section: Section::Needs, given_in, excess }
    }

    /// The lines that would grant what is asked for, with their table; none where all is granted.
    pub(crate) fn missing_lines(&self) -> String {
        if self.excess.is_empty() {
            return String::new();
        }
        let lines: Vec<&str> = self.excess.iter().map(|excess| excess.line.as_str()).collect();
        format!("{}\n{}", self.given_in, lines.join("\n"))
    }
}

#[cfg(test)]
mod tests {
    use aludel_grants::Terms;
    use aludel_project::{Header, Migration, Source, SourceKind};

    use super::*;

    fn migration(needs: Option<Terms>, transaction: bool) -> Migration {
        let header = Header { needs, transaction, ..Header::new("a1") };
        let source = Source {
            path: "migrations/a1.sql".into(),
            display_path: "migrations/a1.sql".to_owned(),
            kind: SourceKind::Sql,
            header_line: 1,
        };
        Migration { header, source, source_digest: None, prebuilt: None, package: None }
    }

    #[test]
    fn without_needs_a_migration_gets_what_is_given() {
        let confinement = Confinement::of(&migration(None, true), &GrantsSection::default());
        assert_eq!(confinement.grants, Grants::own());
        assert_eq!((confinement.section, confinement.excess), (Section::Grants, Vec::new()));
    }

    #[test]
    fn needs_narrow_what_is_given_and_name_what_is_not() {
        let needs = Terms { code: Some(true), roles: Some(true), ..Terms::default() };
        let confinement = Confinement::of(&migration(Some(needs), true), &GrantsSection::default());
        assert_eq!(confinement.grants, Grants { code: true, ..Grants::nothing() });
        assert_eq!(confinement.missing_lines(), "[grants]\nroles = true");
        assert_eq!(confinement.section, Section::Needs);
    }

    #[test]
    fn to_run_outside_of_a_transaction_must_be_granted() {
        let own = Terms { transaction: Some(false), ..Terms::default() };
        let section = GrantsSection { own, ..GrantsSection::default() };
        let confinement = Confinement::of(&migration(None, false), &section);
        assert_eq!(confinement.missing_lines(), "[grants]\ntransaction = true");
        assert_eq!(Confinement::of(&migration(None, true), &section).missing_lines(), "");
    }
}
