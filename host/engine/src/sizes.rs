//! How large the tables of the live database are: a lock on ten rows is another thing than one on ten million.

use std::collections::{BTreeMap, BTreeSet};

use aludel_db::{Session, TableSizes};
use aludel_schema::{ObjectName, Schema};
use aludel_sql::SqlError;

use crate::event::Note;
use crate::rehearsal::report::TableSize;

/// What could be found out, and what could not.
#[derive(Debug, Clone, Default)]
pub(crate) struct LiveSizes {
    sizes: TableSizes,
    /// Why nothing is known.
    problem: Option<SqlError>,
}

impl LiveSizes {
    /// Those of all tables, as the server knows them without counting. That it does not tell them makes nothing wrong.
    pub(crate) async fn read(session: &mut dyn Session) -> Self {
        match TableSizes::read(session).await {
            Ok(sizes) => Self { sizes, problem: None },
            Err(error) => Self { sizes: TableSizes::default(), problem: Some(error) },
        }
    }

    /// As the rules weigh them.
    pub(crate) fn for_rules(&self) -> BTreeMap<ObjectName, aludel_lint::TableSize> {
        let size = |size: &aludel_db::TableSize| {
            let aludel_db::TableSize { rows, is_estimate, bytes } = *size;
            rows.map(|rows| aludel_lint::TableSize { rows, is_estimate, bytes })
        };
        let known = self.sizes.known().iter();
        known.filter_map(|(table, found)| Some((table.clone(), size(found)?))).collect()
    }

    /// The sizes of those of the tables that the live database has, counted up to some limit.
    pub(crate) async fn counted(
        &mut self,
        session: &mut dyn Session,
        (live, tables): (&Schema, &BTreeSet<String>),
    ) -> Vec<TableSize> {
        let mut told = Vec::new();
        for name in live.tables.keys().filter(|name| tables.contains(&name.to_string())) {
            self.sizes.count(session, name).await;
            let size = self.sizes.of(name).unwrap_or_default();
            let aludel_db::TableSize { rows, is_estimate, bytes } = size;
            told.push(TableSize { table: name.to_string(), rows, is_estimate, bytes });
        }
        told
    }

    /// What could not be found out.
    pub(crate) fn notes(&self) -> Vec<Note> {
        let problem = self.problem.iter().map(|error| format!("the sizes of the tables are not known: {error}"));
        let unknown = self.sizes.unknown().iter();
        let tables = unknown.map(|(table, error)| format!("the size of {table} is not known: {error}"));
        problem.chain(tables).map(|text| Note { code: "size_unknown", text }).collect()
    }
}
