//! `[alembic]`: what `env.py` would say to revision files of Alembic.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::toml_reader::{Report, Section};

/// The kinds of constraints that a naming convention has a template for, and the index.
const KINDS: [&str; 5] = ["ix", "uq", "ck", "fk", "pk"];

/// `[alembic]`: what `env.py` would say to revision files of Alembic.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct AlembicSection {
    /// The `naming_convention` of the application's `MetaData`, which names the constraints that a revision leaves without one.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub naming_convention: BTreeMap<String, String>,
}

impl AlembicSection {
    /// What travels with a script to the interpreter; none where the section says nothing.
    pub fn to_json(&self) -> Option<String> {
        let is_said = *self != Self::default();
        is_said.then(|| serde_json::to_string(self).expect("it is made of texts"))
    }
}

pub(super) fn read(section: &Section<'_>, report: &mut Report<'_>) -> AlembicSection {
    section.check_keys(&["naming_convention"], report);
    let mut naming_convention = BTreeMap::new();
    if let Some(templates) = section.section("naming_convention", report) {
        templates.check_keys(&KINDS, report);
        for kind in KINDS {
            let template = templates.text(kind, report);
            naming_convention.extend(template.map(|template| (kind.to_owned(), template.value.to_owned())));
        }
    }
    AlembicSection { naming_convention }
}
