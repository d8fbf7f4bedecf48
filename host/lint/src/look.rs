//! What a rule looks at, and where it writes down what it found.

use std::collections::BTreeSet;

use aludel_schema::model::{IndexKey, IndexPart, Key, Table};
use aludel_schema::{ObjectName, Operation, Schema, TableChange};
use aludel_sql::Dialect;

use crate::amounts::rows_known;
use crate::facts::{Direction, Migration, Statement};
use crate::finding::Finding;
use crate::rule::{Family, rule};
use crate::scene::Scene;
use crate::severity::Severity;
use crate::words::{Words, relation};

/// What came into being before a statement, in the same deployment.
#[derive(Debug, Clone, Default)]
pub(crate) struct Made {
    relations: BTreeSet<ObjectName>,
    columns: BTreeSet<(ObjectName, String)>,
    namespaces: BTreeSet<String>,
}

/// One statement with all that is known around it.
pub(crate) struct Look<'run> {
    pub(crate) migration: &'run Migration,
    pub(crate) statement: &'run Statement,
    pub(crate) scene: &'run Scene,
    pub(crate) made: &'run Made,
    /// The words of each statement of the text.
    pub(crate) texts: Vec<Words>,
}

/// What was found.
#[derive(Debug, Default)]
pub(crate) struct Notes(pub(crate) Vec<Finding>);

impl Made {
    pub(crate) fn before(scene: &Scene) -> Self {
        Self { relations: scene.made.clone(), ..Self::default() }
    }

    /// Takes in what a statement changed.
    pub(crate) fn learn(&mut self, statement: &Statement) {
        for change in &statement.changes {
            match change {
                Operation::CreateTable(table) => self.add(&table.name),
                Operation::CreateView(view) => self.add(&view.name),
                Operation::CreateSchema { name } => {
                    self.namespaces.insert(name.clone());
                }
                Operation::DropTable(table) => self.forget(&table.name),
                Operation::RenameTable { from, to } => self.rename(from, to),
                Operation::AlterTable { table, changes, .. } => self.learn_columns(table, changes),
                _ => {}
            }
        }
    }

    fn add(&mut self, name: &ObjectName) {
        self.relations.insert(name.clone());
    }

    fn forget(&mut self, name: &ObjectName) {
        self.relations.remove(name);
        self.columns.retain(|(table, _)| table != name);
    }

    fn rename(&mut self, from: &ObjectName, to: &ObjectName) {
        if self.relations.remove(from) {
            self.relations.insert(to.clone());
        }
        let renamed = self.columns.iter().map(|(table, column)| {
            let table = if table == from { to } else { table };
            (table.clone(), column.clone())
        });
        self.columns = renamed.collect();
    }

    fn learn_columns(&mut self, table: &ObjectName, changes: &[TableChange]) {
        for change in changes {
            match change {
                TableChange::AddColumn(column) => {
                    self.columns.insert((table.clone(), column.name.clone()));
                }
                TableChange::RenameColumn { from, to } if self.holds_column(table, from) => {
                    self.columns.insert((table.clone(), to.clone()));
                }
                _ => {}
            }
        }
    }

    /// Whether a table or view was made.
    pub(crate) fn holds(&self, name: &ObjectName) -> bool {
        self.relations.contains(name)
            || name.schema.as_ref().is_some_and(|namespace| self.namespaces.contains(namespace))
    }

    /// Whether a column was made, alone or with its table.
    pub(crate) fn holds_column(&self, table: &ObjectName, column: &str) -> bool {
        self.holds(table) || self.columns.contains(&(table.clone(), column.to_owned()))
    }

    pub(crate) fn holds_namespace(&self, name: &str) -> bool {
        self.namespaces.contains(name)
    }
}

impl<'run> Look<'run> {
    pub(crate) fn at(
        migration: &'run Migration,
        statement: &'run Statement,
        scene: &'run Scene,
        made: &'run Made,
    ) -> Self {
        let texts = Words::of_each(&statement.text, statement.before.dialect);
        Self { migration, statement, scene, made, texts }
    }

    pub(crate) fn before(&self) -> &'run Schema {
        &self.statement.before
    }

    pub(crate) fn after(&self) -> &'run Schema {
        &self.statement.after
    }

    /// The schema before the whole migration.
    pub(crate) fn start(&self) -> &'run Schema {
        self.migration.statements.first().map_or(self.before(), |first| &first.before)
    }

    /// The schema after the whole migration.
    pub(crate) fn end(&self) -> &'run Schema {
        self.migration.statements.last().map_or(self.after(), |last| &last.after)
    }

    pub(crate) fn dialect(&self) -> Dialect {
        self.before().dialect
    }

    /// Whether the server is at least of a version. One that nobody knows is taken for a recent one.
    pub(crate) fn is_since(&self, major: u32, minor: u32, patch: u32) -> bool {
        let version = self.before().version;
        version == (0, 0, 0) || version >= (major, minor, patch)
    }

    pub(crate) fn is_mysql(&self) -> bool {
        self.dialect().is_mysql_family()
    }

    pub(crate) fn is_upgrade(&self) -> bool {
        self.migration.direction == Direction::Up
    }

    /// The words, where they are what a person wrote and not how a request was carried out.
    pub(crate) fn written(&self) -> &[Words] {
        if self.statement.is_request { &[] } else { &self.texts }
    }

    /// A table that was there before the deployment, and so may have rows and readers.
    pub(crate) fn existing(&self, name: &ObjectName) -> Option<&'run Table> {
        let name = relation(self.before(), name);
        self.before().table(&name).filter(|_| !self.made.holds(&name))
    }

    /// Whether a table or materialized view was there before the deployment.
    pub(crate) fn is_existing(&self, name: &ObjectName) -> bool {
        let name = relation(self.before(), name);
        let is_there = self.before().tables.contains_key(&name) || self.before().views.contains_key(&name);
        is_there && !self.made.holds(&name)
    }

    /// The changes of tables that were there before.
    pub(crate) fn existing_changes(&self) -> impl Iterator<Item = (&'run Table, &'run [TableChange])> + '_ {
        self.statement.changes.iter().filter_map(|change| match change {
            Operation::AlterTable { table, changes, .. } => {
                // A rename in the same statement comes before the change that names the table.
                let name = self.name_before(table);
                self.existing(name).map(|table| (table, changes.as_slice()))
            }
            _ => None,
        })
    }

    /// Each single change of a table that was there before.
    pub(crate) fn each_change(&self) -> impl Iterator<Item = (&'run Table, &'run TableChange)> + '_ {
        self.existing_changes().flat_map(|(table, changes)| changes.iter().map(move |change| (table, change)))
    }

    fn name_before<'name>(&self, table: &'name ObjectName) -> &'name ObjectName
    where
        'run: 'name,
    {
        let renamed = self.statement.changes.iter().find_map(|change| match change {
            Operation::RenameTable { from, to } if to == table => Some(from),
            _ => None,
        });
        renamed.unwrap_or(table)
    }
}

/// The columns of a key, without its expressions.
pub(crate) fn key_columns(key: &Key) -> Vec<String> {
    columns_of(&key.parts)
}

/// The columns of the parts of an index, without its expressions.
pub(crate) fn columns_of(parts: &[IndexPart]) -> Vec<String> {
    let columns = parts.iter().filter_map(|part| match &part.key {
        IndexKey::Column(name) => Some(name.clone()),
        IndexKey::Expression(_) => None,
    });
    columns.collect()
}

/// The name of a column in a sentence.
pub(crate) fn column_name(table: &ObjectName, column: &str) -> String {
    format!("{table}.{column}")
}

impl Notes {
    /// Writes down what a rule found.
    pub(crate) fn tell(&mut self, look: &Look<'_>, code: &str, object: impl ToString, message: String, hint: &str) {
        let rule = rule(code).expect("the constants of the families are the codes of the rules");
        if !rule.dialects.contains(&look.dialect()) {
            return;
        }
        // What goes in a downgrade was made by the upgrade, and its programs are gone.
        let is_by_nature = !look.is_upgrade() && matches!(rule.family, Family::Loss | Family::Compatibility);
        let severity = if is_by_nature { rule.severity.min(Severity::Note) } else { rule.severity };
        let finding = Finding {
            code: rule.code,
            rule: rule.name,
            severity,
            revision: Some(look.migration.revision.clone()),
            statement: Some(look.statement.number),
            line: look.statement.line,
            object: Some(object.to_string()),
            message,
            hint: (!hint.is_empty()).then(|| hint.to_owned()),
        };
        if !self.0.contains(&finding) {
            self.0.push(finding);
        }
    }

    /// Writes down what a rule found whose weight is that of a table: a small one is soon through.
    pub(crate) fn tell_of_table(
        &mut self,
        look: &Look<'_>,
        code: &str,
        (table, object): (&ObjectName, impl ToString),
        message: String,
        hint: &str,
    ) {
        let size = look.scene.sizes.get(table);
        let count = self.0.len();
        let rows =
            size.map_or_else(String::new, |size| format!(" ({table} has {})", rows_known(size.rows, size.is_estimate)));
        self.tell(look, code, object, message + &rows, hint);
        if size.is_some_and(|size| size.is_small())
            && let Some(finding) = self.0.get_mut(count)
        {
            finding.severity = finding.severity.min(Severity::Note);
        }
    }

    /// Makes the last finding lighter.
    pub(crate) fn lighten(&mut self, severity: Severity) {
        if let Some(finding) = self.0.last_mut() {
            finding.severity = finding.severity.min(severity);
        }
    }
}
