//! What one migration may do: what the project gives to it, and of that what its header asks for.

use aludel_grants::{Excess, Grants, Section};
use aludel_project::Migration;
use aludel_project::config::{Ceiling, Given, GrantsSection};

/// What one migration may do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Confinement {
    /// What it may do.
    pub(crate) grants: Grants,
    /// Where a line would let it do more.
    pub(crate) section: Section,
    /// What it asks for beyond what the project gives.
    pub(crate) excess: Vec<Excess>,
    /// The lines that would grant it, with their tables; empty where all is granted.
    missing_lines: String,
}

impl Confinement {
    pub(crate) fn of(migration: &Migration, section: &GrantsSection) -> Self {
        let given = section.given(migration);
        let Some(needs) = &migration.header.needs else {
            let transaction = Grants { transaction: !migration.header.transaction, ..Grants::nothing() };
            let excess = given.grants.excess(&transaction);
            let missing_lines = missing_lines(&given, &transaction);
            return Self { grants: given.grants, section: given.section, excess, missing_lines };
        };
        let mut asked = needs.asked();
        asked.transaction |= !migration.header.transaction;
        let excess = given.grants.excess(&asked);
        let missing_lines = missing_lines(&given, &asked);
        Self { grants: given.grants.meet(&asked), section: Section::Needs, excess, missing_lines }
    }

    /// The lines that would grant what is asked for, with their table; none where all is granted.
    pub(crate) fn missing_lines(&self) -> &str {
        &self.missing_lines
    }
}

/// A package has two bounds: what it is given, and what its signer may be given.
fn missing_lines(given: &Given, asked: &Grants) -> String {
    let Some(Ceiling { signer, most, offered }) = &given.ceiling else {
        return lines_in(&given.section.to_string(), &given.grants.excess(asked));
    };
    let of_package = lines_in(&given.section.to_string(), &offered.excess(asked));
    let of_signer = lines_in(&format!("[trust.signers.{signer}.grants]"), &most.excess(asked));
    let both = [of_package, of_signer];
    both.iter().filter(|lines| !lines.is_empty()).map(String::as_str).collect::<Vec<_>>().join("\n")
}

fn lines_in(table: &str, excess: &[Excess]) -> String {
    if excess.is_empty() {
        return String::new();
    }
    let lines: Vec<&str> = excess.iter().map(|excess| excess.line.as_str()).collect();
    format!("{table}\n{}", lines.join("\n"))
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
