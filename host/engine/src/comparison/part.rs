//! Which part of two schemas is compared.

use std::collections::BTreeSet;

use aludel_project::config::{AutogenerateSection, Pattern};
use aludel_schema::model::Uncompared;
use aludel_schema::{Filter, Namespaces, ObjectName, Schema};

use super::Place;
use super::read::Side;
use crate::error::Error;
use crate::installation::fit::packages;
use crate::migrator::Migrator;

impl Migrator {
    /// The schemas of a database that are read for a comparison.
    pub(crate) fn compared_namespaces(&self) -> Namespaces {
        self.config.autogenerate.schemas.clone().map_or(Namespaces::All, Namespaces::Named)
    }

    /// Leaves in both sides only what the config has compared.
    pub(crate) fn keep_compared(
        &self,
        (from, to): (&Place, &Place),
        before: &mut Side,
        after: &mut Side,
    ) -> Result<(), Error> {
        let section = &self.config.autogenerate;
        let foreign = if [from, to].contains(&&Place::Target) { self.foreign_tables()? } else { Vec::new() };
        let filter = self.filter(section, &foreign)?;
        before.schema = filter.kept(&before.schema);
        after.schema = filter.kept(&after.schema);
        if section.schemas.is_some() {
            return Ok(());
        }
        if *from == Place::Database {
            leave_out_others(&mut before.schema, &after.schema.namespaces);
        }
        if *to == Place::Database {
            leave_out_others(&mut after.schema, &before.schema.namespaces);
        }
        Ok(())
    }

    /// A target tells of the project's own tables: those of installed packages come and go with them.
    fn foreign_tables(&self) -> Result<Vec<String>, Error> {
        let packages = packages(self.catalogue()?.migrations());
        Ok(packages.iter().flat_map(|package| [format!("{}_*", package.label), package.label.clone()]).collect())
    }

    fn filter(&self, section: &AutogenerateSection, foreign: &[String]) -> Result<Filter, Error> {
        let texts = |patterns: &[Pattern]| patterns.iter().map(|pattern| pattern.text.clone()).collect::<Vec<_>>();
        let excluded = [texts(&section.exclude), foreign.to_vec()].concat();
        Filter::parse(&texts(&section.include), &excluded).map_err(|error| Error::Usage {
            code: "bad_pattern",
            message: format!("{}, [autogenerate]: {error}", self.config.display_path(&self.config.path)),
            hint: Some("patterns are such as `audit_*`, `view:*`, `reports.*` or `schema:reports`".to_owned()),
        })
    }
}

/// A live database may hold schemas that are somebody else's. They are told as not compared, and not dropped.
fn leave_out_others(schema: &mut Schema, known: &BTreeSet<String>) {
    let others: BTreeSet<String> = schema.namespaces.difference(known).cloned().collect();
    let is_kept = |name: &ObjectName| name.schema.as_ref().is_none_or(|schema| !others.contains(schema));
    schema.namespaces.retain(|name| !others.contains(name));
    schema.enums.retain(|name, _| is_kept(name));
    schema.sequences.retain(|name, _| is_kept(name));
    schema.tables.retain(|name, _| is_kept(name));
    schema.views.retain(|name, _| is_kept(name));
    schema.routines.retain(|name, _| is_kept(name));
    schema.triggers.retain(|name, _| is_kept(&name.table));
    schema.uncompared.retain(|object| is_kept(&object.name));
    let told = others.iter().map(|name| Uncompared { kind: "schema".to_owned(), name: ObjectName::local(name) });
    schema.uncompared.extend(told);
}

#[cfg(test)]
mod tests {
    use aludel_schema::model::Table;
    use aludel_sql::Dialect;

    use super::*;

    #[test]
    fn schemas_of_others_are_told_and_not_compared() {
        let mut schema = Schema::empty(Dialect::Postgres, (15, 0, 0));
        schema.namespaces = ["ours", "theirs"].map(str::to_owned).into();
        let tables = [ObjectName::local("a"), ObjectName::in_schema("ours", "b"), ObjectName::in_schema("theirs", "c")];
        schema.tables = tables.map(|name| (name.clone(), Table::new(name).into())).into();
        leave_out_others(&mut schema, &["ours".to_owned()].into());
        assert_eq!(schema.tables.keys().map(ToString::to_string).collect::<Vec<_>>(), ["a", "ours.b"]);
        assert_eq!(schema.uncompared[0].name, ObjectName::local("theirs"));
    }
}
