//! Random changes of the table.

use std::collections::BTreeSet;

use aludel_schema::model::{Column, Constraint, ConstraintBody, Generation, Index, IndexKey, Key, Table};
use aludel_schema::{Rebuild, Schema, TableChange, apply};

use super::dice::Dice;
use super::world::{Plain, World, quoted};
use crate::{alter, table_of};

/// A plain column that is still there.
struct Kept {
    plain: Plain,
    /// Its name now.
    name: String,
    /// What it takes where it was NULL.
    default: Option<String>,
}

pub(super) struct Change {
    pub(super) changes: Vec<TableChange>,
    kept: Vec<Kept>,
}

impl Change {
    pub(super) fn roll(dice: &mut Dice, world: &World, schema: &Schema) -> Self {
        let kept = |plain: &Plain| Kept { plain: plain.clone(), name: plain.name.clone(), default: None };
        let mut change = Self { changes: Vec::new(), kept: world.plain.iter().map(kept).collect() };
        let mut state = schema.clone();
        for number in 0..=dice.below(4) {
            let table = table_of(&state, "t").clone();
            if let Some(next) = change.next(dice, world, &table, number) {
                let operation = alter("t", vec![next.clone()], Rebuild::WhenNeeded);
                apply(&mut state, &operation).expect("it was made for this table");
                change.changes.push(next);
            }
        }
        change
    }

    fn next(&mut self, dice: &mut Dice, world: &World, table: &Table, number: usize) -> Option<TableChange> {
        match dice.below(11) {
            0 | 1 => self.drop_column(dice, world, table),
            2 => Some(TableChange::AddColumn(new_column(dice, number))),
            3 => self.rename_column(dice, world, number),
            4 => self.fill_column(dice, table),
            5 => self.loosen_column(dice, table),
            6 => Some(self.add_check(dice, number)),
            7 => self.add_unique(dice, table),
            8 => drop_constraint(dice, table),
            9 => rename_constraint(dice, table, number),
            _ => self.change_index(dice, table, number),
        }
    }

    /// A column that nothing outside of the table reads.
    fn drop_column(&mut self, dice: &mut Dice, world: &World, table: &Table) -> Option<TableChange> {
        let position = dice.below(self.kept.len());
        if self.kept[position].plain.name == world.pinned {
            return None;
        }
        let kept = self.kept.remove(position);
        table.column(&kept.name).cloned().map(TableChange::DropColumn)
    }

    fn rename_column(&mut self, dice: &mut Dice, world: &World, number: usize) -> Option<TableChange> {
        let position = dice.below(self.kept.len());
        let kept = &mut self.kept[position];
        // Triggers would follow, which the model of them does not.
        if kept.plain.name == world.pinned {
            return None;
        }
        let to = format!("{}{number}", dice.pick(&["new", "New \"name\" "]));
        Some(TableChange::RenameColumn { from: std::mem::replace(&mut kept.name, to.clone()), to })
    }

    /// NOT NULL with a default, where no key would see the default twice.
    fn fill_column(&mut self, dice: &mut Dice, table: &Table) -> Option<TableChange> {
        let position = dice.below(self.kept.len());
        let kept = &mut self.kept[position];
        let before = table.column(&kept.name)?.clone();
        if !before.nullable || is_in_key(table, &kept.name) {
            return None;
        }
        let default = match kept.plain.data_type {
            "INTEGER" => "-1",
            "TEXT" => "'none'",
            "REAL" => "(0.5 + 1)",
            _ => "x'ee'",
        };
        kept.default = Some(default.to_owned());
        let generation = Generation::Default(default.trim_matches(['(', ')']).to_owned());
        let after = Column { nullable: false, generation, ..before.clone() };
        Some(TableChange::AlterColumn { before, after, using: None })
    }

    fn loosen_column(&mut self, dice: &mut Dice, table: &Table) -> Option<TableChange> {
        let kept = dice.pick(&self.kept);
        let before = table.column(&kept.name)?.clone();
        let after = Column {
            nullable: true,
            generation: Generation::None,
            collation: None,
            options: aludel_schema::model::Options::new(),
            ..before.clone()
        };
        (before != after && kept.default.is_none()).then_some(TableChange::AlterColumn { before, after, using: None })
    }

    fn add_check(&self, dice: &mut Dice, number: usize) -> TableChange {
        let kept = dice.pick(&self.kept);
        let expression = format!("{} IS NOT 'new {number}'", quoted(&kept.name));
        let name = dice.one_in(2).then(|| format!("check {number}"));
        let body = ConstraintBody::Check { expression, column: None };
        TableChange::AddConstraint(Constraint { name, ..Constraint::unnamed(body) })
    }

    /// `SQLite` makes one of two that are the same.
    fn add_unique(&self, dice: &mut Dice, table: &Table) -> Option<TableChange> {
        let kept = dice.pick(&self.kept);
        let key = ConstraintBody::Unique(Key::over([kept.name.clone(), "p_id".to_owned()]));
        let is_new = kept.default.is_none() && !table.constraints.iter().any(|constraint| constraint.body == key);
        is_new.then_some(TableChange::AddConstraint(Constraint::unnamed(key)))
    }

    fn change_index(&self, dice: &mut Dice, table: &Table, number: usize) -> Option<TableChange> {
        let to = format!("index new {number}");
        match dice.below(3) {
            0 => Some(TableChange::AddIndex(Index::over(to, [dice.pick(&self.kept).name.clone()]))),
            1 => table.indexes.first().cloned().map(TableChange::DropIndex),
            _ => table.indexes.first().cloned().map(|before| TableChange::RenameIndex { before, to }),
        }
    }

    pub(super) fn select_before(&self, world: &World) -> String {
        let value = |kept: &Kept| match &kept.default {
            Some(default) => format!("coalesce({}, {default})", quoted(&kept.plain.name)),
            None => quoted(&kept.plain.name),
        };
        select(world, self.kept.iter().map(value).collect())
    }

    pub(super) fn select_after(&self, world: &World) -> String {
        select(world, self.kept.iter().map(|kept| quoted(&kept.name)).collect())
    }
}

fn select(world: &World, mut values: Vec<String>) -> String {
    let number = if world.has_rowid { "oid" } else { "id" };
    values.push(number.to_owned());
    format!("SELECT {} FROM t ORDER BY {number}", values.join(", "))
}

fn new_column(dice: &mut Dice, number: usize) -> Column {
    let mut column = Column::new(format!("added {number}"), *dice.pick(&["INTEGER", "TEXT"]));
    match dice.below(4) {
        0 => {
            column.nullable = false;
            column.generation = Generation::Default("'1'".to_owned());
        }
        1 => column.generation = Generation::Default("1 + 1".to_owned()),
        2 => {
            let stored = dice.one_in(2);
            column.generation = Generation::Computed { expression: "p_id + 1".to_owned(), stored };
        }
        _ => {}
    }
    column
}

fn is_in_key(table: &Table, column: &str) -> bool {
    let keys = table.constraints.iter().filter_map(|constraint| match &constraint.body {
        ConstraintBody::PrimaryKey(key) | ConstraintBody::Unique(key) => Some(&key.parts),
        _ => None,
    });
    keys.flatten().any(|part| part.key == IndexKey::Column(column.to_owned()))
}

fn is_key(constraint: &Constraint) -> bool {
    matches!(constraint.body, ConstraintBody::PrimaryKey(_))
}

fn drop_constraint(dice: &mut Dice, table: &Table) -> Option<TableChange> {
    let found: Vec<&Constraint> = table.constraints.iter().filter(|constraint| !is_key(constraint)).collect();
    (!found.is_empty()).then(|| TableChange::DropConstraint((*dice.pick(&found)).clone()))
}

fn rename_constraint(dice: &mut Dice, table: &Table, number: usize) -> Option<TableChange> {
    // A name can be that of several constraints, and then it says nothing.
    let mut seen = BTreeSet::new();
    let named = table.constraints.iter().filter(|constraint| constraint.name.is_some());
    let found: Vec<&Constraint> = named.filter(|constraint| seen.insert(constraint.name.clone())).collect();
    let to = format!("renamed {number}");
    (!found.is_empty()).then(|| TableChange::RenameConstraint { before: (*dice.pick(&found)).clone(), to })
}
