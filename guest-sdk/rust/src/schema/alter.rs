//! Changes of a table.

use super::column::DefaultValue;
use super::name::{no_guard, owned};
use super::table::constraints_at;
use super::{ColumnBuilder, ConstraintBuilder, DataType, ForeignKeyBuilder, IndexBuilder, IndexPart, Removal};
use crate::bindings::aludel::schema::model as wit;
use crate::bindings::aludel::schema::operations::{
    ColumnChange, ConstraintKind, ConstraintReference, Guard, GuardedChange, Rebuild, Rename, TableChange,
};

/// The changes of one table, made all at once: what the closure of
/// [`Database::alter_table`](crate::Database::alter_table) gets.
#[derive(Debug)]
pub struct AlterTable {
    steps: Vec<Step>,
    pub(crate) rebuild: Rebuild,
}

#[derive(Debug)]
enum Step {
    AddColumn(ColumnBuilder),
    AlterColumn(AlterColumn),
    AddConstraint(ConstraintBuilder),
    AddForeignKey(ForeignKeyBuilder),
    AddIndex(IndexBuilder),
    DropConstraint(DroppedConstraint),
    Other(TableChange, Guard),
}

impl AlterTable {
    pub(crate) fn new() -> Self {
        Self { steps: Vec::new(), rebuild: Rebuild::WhenNeeded }
    }

    pub(crate) fn into_wit(self) -> Vec<GuardedChange> {
        self.steps.into_iter().flat_map(Step::into_wit).collect()
    }

    /// A new column.
    pub fn add_column(&mut self, name: &str, data_type: DataType) -> &mut ColumnBuilder {
        self.steps.push(Step::AddColumn(ColumnBuilder::new(name, data_type)));
        match self.steps.last_mut() {
            Some(Step::AddColumn(column)) => column,
            _ => unreachable!("one was pushed"),
        }
    }

    /// Drops a column: `"note"`, or `if_exists("note")`.
    pub fn drop_column(&mut self, column: impl Into<Removal>) -> &mut Self {
        let (name, guard) = column.into().into_local();
        self.push(TableChange::DropColumn(name), guard)
    }

    /// Gives a column another name.
    pub fn rename_column(&mut self, old: &str, new: &str) -> &mut Self {
        self.push(TableChange::RenameColumn(rename(old, new)), no_guard())
    }

    /// Changes a column; what is not named stays as it is.
    pub fn alter_column(&mut self, name: &str) -> &mut AlterColumn {
        self.steps.push(Step::AlterColumn(AlterColumn::new(name)));
        match self.steps.last_mut() {
            Some(Step::AlterColumn(column)) => column,
            _ => unreachable!("one was pushed"),
        }
    }

    /// A new primary key.
    pub fn add_primary_key<Part: Into<IndexPart>>(
        &mut self,
        columns: impl IntoIterator<Item = Part>,
    ) -> &mut ConstraintBuilder {
        self.add_constraint(ConstraintBuilder::primary_key(columns))
    }

    /// No two rows may agree in these columns.
    pub fn add_unique<Part: Into<IndexPart>>(
        &mut self,
        columns: impl IntoIterator<Item = Part>,
    ) -> &mut ConstraintBuilder {
        self.add_constraint(ConstraintBuilder::unique(columns))
    }

    /// Every row must satisfy a condition.
    pub fn add_check(&mut self, condition: &str) -> &mut ConstraintBuilder {
        self.add_constraint(ConstraintBuilder::check(condition))
    }

    /// No two rows may agree by operators (PostgreSQL): SQL from the word EXCLUDE on.
    pub fn add_exclude(&mut self, definition: &str) -> &mut ConstraintBuilder {
        self.add_constraint(ConstraintBuilder::exclude(definition))
    }

    fn add_constraint(&mut self, constraint: ConstraintBuilder) -> &mut ConstraintBuilder {
        self.steps.push(Step::AddConstraint(constraint));
        match self.steps.last_mut() {
            Some(Step::AddConstraint(constraint)) => constraint,
            _ => unreachable!("one was pushed"),
        }
    }

    /// The values of these columns must be those of a row elsewhere.
    pub fn add_foreign_key<Name: Into<String>>(
        &mut self,
        columns: impl IntoIterator<Item = Name>,
    ) -> &mut ForeignKeyBuilder {
        self.steps.push(Step::AddForeignKey(ForeignKeyBuilder::new(columns)));
        match self.steps.last_mut() {
            Some(Step::AddForeignKey(key)) => key,
            _ => unreachable!("one was pushed"),
        }
    }

    /// Drops a constraint by its name: `"ck_price"`, or `if_exists("ck_price")`.
    pub fn drop_constraint(&mut self, name: impl Into<Removal>) -> &mut Self {
        self.drop_of_kind(None, ConstraintChoice::Named(name.into()));
        self
    }

    /// Drops the primary key.
    pub fn drop_primary_key(&mut self) -> &mut DroppedConstraint {
        self.drop_of_kind(Some(ConstraintKind::PrimaryKey), ConstraintChoice::Over(Vec::new()))
    }

    /// Drops a unique constraint, by its name or by its columns.
    pub fn drop_unique(&mut self, choice: impl Into<ConstraintChoice>) -> &mut DroppedConstraint {
        self.drop_of_kind(Some(ConstraintKind::Unique), choice.into())
    }

    /// Drops a foreign key, by its name or by its columns.
    pub fn drop_foreign_key(&mut self, choice: impl Into<ConstraintChoice>) -> &mut DroppedConstraint {
        self.drop_of_kind(Some(ConstraintKind::ForeignKey), choice.into())
    }

    /// Drops a check by its name.
    pub fn drop_check(&mut self, name: &str) -> &mut DroppedConstraint {
        self.drop_of_kind(Some(ConstraintKind::Check), name.into())
    }

    fn drop_of_kind(&mut self, kind: Option<ConstraintKind>, choice: ConstraintChoice) -> &mut DroppedConstraint {
        self.steps.push(Step::DropConstraint(DroppedConstraint::new(kind, choice)));
        match self.steps.last_mut() {
            Some(Step::DropConstraint(dropped)) => dropped,
            _ => unreachable!("one was pushed"),
        }
    }

    /// Gives a constraint another name.
    pub fn rename_constraint(&mut self, old: &str, new: &str) -> &mut Self {
        self.push(TableChange::RenameConstraint(rename(old, new)), no_guard())
    }

    /// A new index.
    pub fn add_index<Part: Into<IndexPart>>(
        &mut self,
        name: &str,
        parts: impl IntoIterator<Item = Part>,
    ) -> &mut IndexBuilder {
        self.push_index(IndexBuilder::new(Some(name), parts))
    }

    /// A new index, named by the convention.
    pub fn add_index_on<Part: Into<IndexPart>>(&mut self, parts: impl IntoIterator<Item = Part>) -> &mut IndexBuilder {
        self.push_index(IndexBuilder::new(None, parts))
    }

    pub(crate) fn push_index(&mut self, index: IndexBuilder) -> &mut IndexBuilder {
        self.steps.push(Step::AddIndex(index));
        match self.steps.last_mut() {
            Some(Step::AddIndex(index)) => index,
            _ => unreachable!("one was pushed"),
        }
    }

    /// Drops an index: `"ix_note"`, or `if_exists("ix_note")`.
    pub fn drop_index(&mut self, index: impl Into<Removal>) -> &mut Self {
        let (name, guard) = index.into().into_local();
        self.push(TableChange::DropIndex(name), guard)
    }

    /// Gives an index another name.
    pub fn rename_index(&mut self, old: &str, new: &str) -> &mut Self {
        self.push(TableChange::RenameIndex(rename(old, new)), no_guard())
    }

    /// The remark on the table.
    pub fn comment(&mut self, text: &str) -> &mut Self {
        self.push(TableChange::SetComment(Some(text.to_owned())), no_guard())
    }

    /// Removes the remark on the table.
    pub fn drop_comment(&mut self) -> &mut Self {
        self.push(TableChange::SetComment(None), no_guard())
    }

    /// A setting of the table that one dialect knows: `("mysql.engine", "InnoDB")`.
    pub fn option(&mut self, name: &str, value: &str) -> &mut Self {
        self.push(TableChange::SetOption((name.to_owned(), Some(value.to_owned()))), no_guard())
    }

    /// Removes a setting of the table.
    pub fn drop_option(&mut self, name: &str) -> &mut Self {
        self.push(TableChange::SetOption((name.to_owned(), None)), no_guard())
    }

    /// Copies the table to a new one, also where there is another way (SQLite).
    pub fn always_rebuild(&mut self) -> &mut Self {
        self.rebuild = Rebuild::Always;
        self
    }

    /// Fails where the table would have to be copied to a new one (SQLite).
    pub fn never_rebuild(&mut self) -> &mut Self {
        self.rebuild = Rebuild::Never;
        self
    }

    fn push(&mut self, change: TableChange, guard: Guard) -> &mut Self {
        self.steps.push(Step::Other(change, guard));
        self
    }
}

impl Step {
    fn into_wit(self) -> Vec<GuardedChange> {
        match self {
            Self::AddColumn(column) => added_column(&column),
            Self::AlterColumn(column) => vec![plain(TableChange::AlterColumn(column.change))],
            Self::AddConstraint(constraint) => vec![plain(TableChange::AddConstraint(constraint.into_wit()))],
            Self::AddForeignKey(key) => vec![plain(TableChange::AddConstraint(key.into_wit()))],
            Self::AddIndex(index) => vec![added_index(index)],
            Self::DropConstraint(dropped) => {
                let DroppedConstraint { reference, guard } = dropped;
                vec![GuardedChange { change: TableChange::DropConstraint(reference), guard }]
            }
            Self::Other(change, guard) => vec![GuardedChange { change, guard }],
        }
    }
}

fn plain(change: TableChange) -> GuardedChange {
    GuardedChange { change, guard: no_guard() }
}

fn rename(old: &str, new: &str) -> Rename {
    Rename { old: old.to_owned(), new: new.to_owned() }
}

/// A column, then what was written at it.
fn added_column(column: &ColumnBuilder) -> Vec<GuardedChange> {
    let guard = Guard { if_not_exists: column.if_not_exists, ..no_guard() };
    let name = column.definition.name.as_str();
    let added = GuardedChange { change: TableChange::AddColumn(column.definition.clone()), guard };
    let key = column.is_key.then(|| ConstraintBuilder::primary_key([name]).into_wit());
    let constraints = key.into_iter().chain(constraints_at(column));
    let index = column.is_indexed.then(|| added_index(IndexBuilder::new(None, [name])));
    let constraints = constraints.map(|constraint| plain(TableChange::AddConstraint(constraint)));
    std::iter::once(added).chain(constraints).chain(index).collect()
}

fn added_index(index: IndexBuilder) -> GuardedChange {
    let IndexBuilder { definition, if_not_exists, concurrently } = index;
    let guard = Guard { if_not_exists, concurrently, ..no_guard() };
    GuardedChange { change: TableChange::CreateIndex(definition), guard }
}

/// What changes of a column.
#[derive(Debug)]
pub struct AlterColumn {
    change: ColumnChange,
}

impl AlterColumn {
    fn new(name: &str) -> Self {
        let change = ColumnChange {
            name: name.to_owned(),
            column_type: None,
            using: None,
            nullable: None,
            generation: None,
            collation: None,
            comment: None,
            options: Vec::new(),
        };
        Self { change }
    }

    /// Its new type.
    pub fn set_type(&mut self, data_type: DataType) -> &mut Self {
        self.change.column_type = Some(data_type.into_wit());
        self
    }

    /// SQL that makes the new value of the old one, where a cast does not do.
    pub fn using(&mut self, expression: &str) -> &mut Self {
        self.change.using = Some(expression.to_owned());
        self
    }

    /// It may hold NULL.
    pub fn nullable(&mut self) -> &mut Self {
        self.change.nullable = Some(true);
        self
    }

    /// It refuses NULL.
    pub fn not_null(&mut self) -> &mut Self {
        self.change.nullable = Some(false);
        self
    }

    /// The value when none is given.
    pub fn default(&mut self, value: impl Into<DefaultValue>) -> &mut Self {
        self.generation(wit::Generation::Default(value.into().0))
    }

    /// The value when none is given, as SQL.
    pub fn default_sql(&mut self, expression: &str) -> &mut Self {
        self.generation(wit::Generation::Default(wit::DefaultValue::Expression(expression.to_owned())))
    }

    /// It becomes NULL when nothing is given: no default, no counting, nothing computed.
    pub fn drop_default(&mut self) -> &mut Self {
        self.generation(wit::Generation::None)
    }

    /// Any other way to get a value.
    pub fn generation(&mut self, generation: wit::Generation) -> &mut Self {
        self.change.generation = Some(generation);
        self
    }

    /// Its collation.
    pub fn collation(&mut self, collation: &str) -> &mut Self {
        self.change.collation = Some(Some(collation.to_owned()));
        self
    }

    /// The collation that it inherits.
    pub fn drop_collation(&mut self) -> &mut Self {
        self.change.collation = Some(None);
        self
    }

    /// Its remark.
    pub fn comment(&mut self, text: &str) -> &mut Self {
        self.change.comment = Some(Some(text.to_owned()));
        self
    }

    /// Removes its remark.
    pub fn drop_comment(&mut self) -> &mut Self {
        self.change.comment = Some(None);
        self
    }

    /// A setting that one dialect knows; an empty value removes it.
    pub fn option(&mut self, name: &str, value: &str) -> &mut Self {
        self.change.options.push((name.to_owned(), value.to_owned()));
        self
    }
}

/// Which constraint goes: one of this name, or the one over these columns.
#[derive(Debug, Clone)]
pub enum ConstraintChoice {
    /// By its name.
    Named(Removal),
    /// By its columns.
    Over(Vec<String>),
}

impl From<&str> for ConstraintChoice {
    fn from(name: &str) -> Self {
        Self::Named(name.into())
    }
}

impl From<Removal> for ConstraintChoice {
    fn from(removal: Removal) -> Self {
        Self::Named(removal)
    }
}

impl<const COUNT: usize> From<[&str; COUNT]> for ConstraintChoice {
    fn from(columns: [&str; COUNT]) -> Self {
        Self::Over(owned(columns))
    }
}

/// A constraint that goes.
#[derive(Debug)]
pub struct DroppedConstraint {
    reference: ConstraintReference,
    guard: Guard,
}

impl DroppedConstraint {
    fn new(kind: Option<ConstraintKind>, choice: ConstraintChoice) -> Self {
        let (name, columns, guard) = match choice {
            ConstraintChoice::Named(removal) => {
                let (name, guard) = removal.into_local();
                (Some(name), Vec::new(), guard)
            }
            ConstraintChoice::Over(columns) => (None, columns, no_guard()),
        };
        Self { reference: ConstraintReference { name, kind, columns }, guard }
    }

    /// Its name, where the columns do not tell and nobody can be asked.
    pub fn named(&mut self, name: &str) -> &mut Self {
        self.reference.name = Some(name.to_owned());
        self
    }

    /// Nothing happens if it is not there.
    pub fn if_exists(&mut self) -> &mut Self {
        self.guard.if_exists = true;
        self
    }

    /// What depends on it goes as well.
    pub fn cascade(&mut self) -> &mut Self {
        self.guard.cascade = true;
        self
    }
}
