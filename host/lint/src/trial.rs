//! A migration on a schema, written shortly, for the tests of rules.

use std::sync::Arc;

use aludel_schema::model::{
    Column, Constraint, ConstraintBody, ForeignKey, Generation, Identity, IdentityKind, Index, Key, MatchKind,
    ReferentialAction, Table, View,
};
use aludel_schema::{ObjectName, Operation, Rebuild, Schema, TableChange, apply};
use aludel_sql::Dialect;

use crate::facts::{Direction, Lock, Migration, Statement};
use crate::finding::Finding;
use crate::naming::Naming;
use crate::scene::{Scene, TableSize};

/// A migration on a schema.
pub(crate) struct Trial {
    schema: Arc<Schema>,
    migration: Migration,
    pub(crate) scene: Scene,
    pub(crate) naming: Naming,
    in_transaction: bool,
}

impl Trial {
    /// An upgrade of an empty database of a recent server, in a transaction.
    pub(crate) fn on(dialect: Dialect) -> Self {
        let version = match dialect {
            Dialect::Sqlite => (3, 46, 0),
            Dialect::Postgres => (17, 0, 0),
            Dialect::Mysql => (8, 4, 0),
            Dialect::MariaDb => (11, 4, 0),
        };
        let (revision, statements) = ("a1".to_owned(), Vec::new());
        Self {
            schema: Arc::new(Schema::empty(dialect, version)),
            migration: Migration { revision, direction: Direction::Up, has_way_back: None, statements },
            scene: Scene::default(),
            naming: Naming::default(),
            in_transaction: true,
        }
    }

    pub(crate) fn version(mut self, major: u32, minor: u32, patch: u32) -> Self {
        Arc::make_mut(&mut self.schema).version = (major, minor, patch);
        self
    }

    pub(crate) fn downgrade(mut self) -> Self {
        self.migration.direction = Direction::Down;
        self
    }

    pub(crate) fn without_way_back(mut self) -> Self {
        self.migration.has_way_back = Some(false);
        self
    }

    pub(crate) fn outside_of_transactions(mut self) -> Self {
        self.in_transaction = false;
        self
    }

    /// What is there before the migration: tables, as [`table`] reads them.
    pub(crate) fn with(mut self, tables: &[&str]) -> Self {
        for spec in tables {
            let table = table(spec);
            Arc::make_mut(&mut self.schema).tables.insert(table.name.clone(), table.into());
        }
        self
    }

    /// Changes what is there before the migration.
    pub(crate) fn after(mut self, operation: Operation) -> Self {
        apply(Arc::make_mut(&mut self.schema), &operation).unwrap();
        self
    }

    pub(crate) fn rows(mut self, table: &str, rows: u64) -> Self {
        self.scene.sizes.insert(ObjectName::local(table), TableSize { rows, is_estimate: false, bytes: None });
        self
    }

    pub(crate) fn estimated(mut self, table: &str, rows: u64) -> Self {
        self.scene.sizes.insert(ObjectName::local(table), TableSize { rows, is_estimate: true, bytes: None });
        self
    }

    /// A statement, and what it changes.
    pub(crate) fn runs(mut self, sql: &str, operations: &[Operation]) -> Self {
        let mut after = (*self.schema).clone();
        for operation in operations {
            apply(&mut after, operation).unwrap();
        }
        let after = if operations.is_empty() { Arc::clone(&self.schema) } else { Arc::new(after) };
        let number = self.migration.statements.len() + 1;
        let statement = Statement::new(sql, number, Arc::clone(&self.schema), Arc::clone(&after));
        self.migration.statements.push(Statement { in_transaction: self.in_transaction, ..statement });
        self.schema = after;
        self
    }

    /// The last statement took locks.
    pub(crate) fn locking(mut self, mode: &str, relations: &[&str]) -> Self {
        let locks = relations.iter().map(|name| Lock { relation: ObjectName::local(*name), mode: mode.to_owned() });
        self.migration.statements.last_mut().unwrap().locks = locks.collect();
        self
    }

    /// The last statement was asked for as an operation.
    pub(crate) fn requested(mut self, operation: Operation) -> Self {
        let last = self.migration.statements.last_mut().unwrap();
        last.is_request = true;
        last.changes = vec![operation];
        self
    }

    /// The schema after the last statement.
    pub(crate) fn schema(&self) -> &Schema {
        &self.schema
    }

    pub(crate) fn findings(&self) -> Vec<Finding> {
        crate::check(&self.migration, &self.scene, &self.naming)
    }

    /// The codes of a family that were found, without those that are off by themselves.
    pub(crate) fn found(&self, family: &str) -> Vec<&'static str> {
        let findings = self.findings().into_iter().filter(|finding| finding.code.starts_with(family));
        findings.map(|finding| finding.code).collect()
    }

    /// The messages of one rule.
    pub(crate) fn told(&self, code: &str) -> Vec<String> {
        let findings = self.findings().into_iter().filter(|finding| finding.code == code);
        findings.map(|finding| format!("{}: {}", finding.severity, finding.message)).collect()
    }
}

/// Reads `book(id integer not null, title text default 'x', primary key (id), foreign key (shelf) references shelf (id))`.
pub(crate) fn table(spec: &str) -> Table {
    let (name, rest) = spec.split_once('(').unwrap_or((spec, ")"));
    let inner = rest.trim_end().strip_suffix(')').unwrap();
    let mut table = Table::new(ObjectName::local(name.trim()));
    for part in parts(inner) {
        match part.split_once(' ').map_or("", |(word, _)| word) {
            "primary" | "unique" | "foreign" | "check" | "exclude" => table.constraints.push(constraint(part)),
            "index" => table.indexes.push(index(part)),
            "engine" => {
                table.options.insert("engine".to_owned(), part["engine ".len()..].to_owned());
            }
            "without" => {
                table.options.insert("without rowid".to_owned(), "on".to_owned());
            }
            "partitioned" => {
                table.options.insert("partitioning".to_owned(), "RANGE (at)".to_owned());
            }
            "" => {}
            _ => table.columns.push(column(part)),
        }
    }
    table
}

/// The parts of a list, at the commas outside of parentheses and quotes.
fn parts(text: &str) -> Vec<&str> {
    let (mut depth, mut is_quoted, mut start, mut parts) = (0, false, 0, Vec::new());
    for (place, character) in text.char_indices() {
        match character {
            '\'' => is_quoted = !is_quoted,
            '(' => depth += 1,
            ')' => depth -= 1,
            ',' if depth == 0 && !is_quoted => {
                parts.push(text[start..place].trim());
                start = place + 1;
            }
            _ => {}
        }
    }
    parts.push(text[start..].trim());
    parts
}

/// Reads `title varchar(20) not null default 'x'`; `counted`, `identity`, `stored EXPRESSION` and `virtual EXPRESSION` are
/// the other ways to get a value.
pub(crate) fn column(spec: &str) -> Column {
    let (name, rest) = spec.split_once(' ').unwrap_or((spec, ""));
    let cut = |word: &str| rest.find(word);
    let marks = [" not null", " default ", " counted", " identity", " stored ", " virtual ", " collate "];
    let end = marks.into_iter().filter_map(cut).min().unwrap_or(rest.len());
    let mut column = Column::new(name, rest[..end].trim());
    column.nullable = !rest.contains(" not null");
    let behind = |word: &str| rest.split_once(word).map(|(_, text)| text.trim().to_owned());
    if let Some(text) = behind(" default ") {
        column.generation = Generation::Default(text);
    } else if rest.contains(" counted") {
        column.generation = Generation::AutoIncrement;
    } else if rest.contains(" identity") {
        let (start, increment, options) = (None, None, std::collections::BTreeMap::new());
        column.generation = Generation::Identity(Identity { kind: IdentityKind::ByDefault, start, increment, options });
    } else if let Some(expression) = behind(" stored ") {
        column.generation = Generation::Computed { expression, stored: true };
    } else if let Some(expression) = behind(" virtual ") {
        column.generation = Generation::Computed { expression, stored: false };
    }
    column.collation = behind(" collate ");
    column
}

/// Reads `foreign key (a) references b (id) on delete cascade not valid`, `unique (a, b)`, `check (a > 0)`.
pub(crate) fn constraint(spec: &str) -> Constraint {
    let start = spec.find('(').unwrap();
    let end = start + spec[start..].find(')').unwrap();
    let columns: Vec<&str> = spec[start + 1..end].split(',').map(str::trim).collect();
    let body = match spec.split(' ').next().unwrap() {
        "primary" => ConstraintBody::PrimaryKey(Key::over(columns.clone())),
        "unique" => ConstraintBody::Unique(Key::over(columns.clone())),
        "foreign" => foreign_key(&columns, &spec[end + 1..]),
        "exclude" => ConstraintBody::Exclude { definition: spec.to_owned() },
        _ => ConstraintBody::Check { expression: spec[start + 1..spec.rfind(')').unwrap()].to_owned(), column: None },
    };
    let mut constraint = Constraint::unnamed(body);
    let name = format!("{}_{}", columns.join("_"), spec.split(' ').next().unwrap());
    constraint.name = Some(name);
    for word in ["not valid", "not enforced"] {
        if spec.ends_with(word) {
            constraint.options.insert(word.to_owned(), "on".to_owned());
        }
    }
    constraint
}

fn foreign_key(columns: &[&str], rest: &str) -> ConstraintBody {
    let target = rest.trim().strip_prefix("references ").unwrap();
    let (name, behind) = target.split_once('(').unwrap();
    let referenced = behind.split(')').next().unwrap().split(',').map(|each| each.trim().to_owned());
    let is_cascade = rest.contains("on delete cascade");
    ConstraintBody::ForeignKey(ForeignKey {
        columns: columns.iter().map(|each| (*each).to_owned()).collect(),
        references: ObjectName::local(name.trim()),
        referenced_columns: referenced.collect(),
        on_delete: if is_cascade { ReferentialAction::Cascade } else { ReferentialAction::NoAction },
        on_update: ReferentialAction::NoAction,
        match_kind: MatchKind::Simple,
    })
}

/// Reads `index name (a, b)` and `index name (a) unique`.
pub(crate) fn index(spec: &str) -> Index {
    let (start, end) = (spec.find('(').unwrap(), spec.find(')').unwrap());
    let name = spec[..start].trim().trim_start_matches("index ");
    let mut index = Index::over(name, spec[start + 1..end].split(',').map(str::trim));
    index.unique = spec.ends_with("unique");
    index
}

pub(crate) fn create_table(spec: &str) -> Operation {
    Operation::CreateTable(table(spec))
}

pub(crate) fn drop_table(spec: &str) -> Operation {
    Operation::DropTable(table(spec))
}

pub(crate) fn alter(name: &str, changes: Vec<TableChange>) -> Operation {
    Operation::AlterTable { table: ObjectName::local(name), changes, rebuild: Rebuild::WhenNeeded }
}

pub(crate) fn add_column(name: &str, spec: &str) -> Operation {
    alter(name, vec![TableChange::AddColumn(column(spec))])
}

pub(crate) fn drop_column(name: &str, spec: &str) -> Operation {
    alter(name, vec![TableChange::DropColumn(column(spec))])
}

pub(crate) fn alter_column(name: &str, before: &str, after: &str) -> Operation {
    alter(name, vec![TableChange::AlterColumn { before: column(before), after: column(after), using: None }])
}

pub(crate) fn add_constraint(name: &str, spec: &str) -> Operation {
    alter(name, vec![TableChange::AddConstraint(constraint(spec))])
}

pub(crate) fn drop_constraint(name: &str, spec: &str) -> Operation {
    alter(name, vec![TableChange::DropConstraint(constraint(spec))])
}

pub(crate) fn add_index(name: &str, spec: &str) -> Operation {
    alter(name, vec![TableChange::AddIndex(index(spec))])
}

pub(crate) fn drop_index(name: &str, spec: &str) -> Operation {
    alter(name, vec![TableChange::DropIndex(index(spec))])
}

pub(crate) fn rename_table(from: &str, to: &str) -> Operation {
    Operation::RenameTable { from: ObjectName::local(from), to: ObjectName::local(to) }
}

pub(crate) fn create_view(name: &str, reads: &str) -> Operation {
    Operation::CreateView(View {
        name: ObjectName::local(name),
        query: format!("SELECT * FROM {reads}"),
        columns: Vec::new(),
        materialized: false,
        indexes: Vec::new(),
        options: std::collections::BTreeMap::new(),
        comment: None,
        depends_on: [ObjectName::local(reads)].into_iter().collect(),
    })
}
