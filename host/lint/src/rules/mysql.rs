//! AL5: `MySQL` and `MariaDB`.

mod column;
mod table;

use aludel_schema::model::{Column, Constraint, ConstraintBody, Index, IndexKey, Table};
use aludel_schema::{Operation, TableChange};
use aludel_sql::Dialect;

use column::{added_column, altered_column, dropped_column, is_indexed};
pub(super) use table::drafts;

use crate::catalogue::mysql::{
    ASKS_FOR_LOCK, BLOCKING_INDEX, CONVERTS_TEXT, DEFINER, DISPLAY_WIDTH, DROP_PRIMARY_KEY, FOREIGN_KEYS_OFF,
    INLINE_REFERENCES,
};
use crate::changes::behind_alter_table;
use crate::look::{Look, Notes};
use crate::words::Words;

const INTEGERS: [&str; 6] = ["smallint", "mediumint", "int", "integer", "bigint", "tinyint"];

/// The rules about one statement.
pub(crate) fn check(look: &Look<'_>, notes: &mut Notes) {
    if !look.is_mysql() {
        return;
    }
    for (table, changes) in look.existing_changes() {
        for change in changes {
            changed_table(look, table, (change, changes), notes);
        }
    }
    for words in look.written() {
        inline_references(look, words, notes);
        converted(look, words, notes);
        checks_off(look, words, notes);
        display_width(look, words, notes);
        definer(look, words, notes);
    }
    for words in &look.texts {
        asked_lock(look, words, notes);
    }
}

/// Whether the statement says itself that it must not copy: then the server refuses to.
fn forbids_copy(look: &Look<'_>) -> bool {
    let says = |words: &Words, name: &str| {
        words.hold(&format!("algorithm = {name}")) || words.hold(&format!("algorithm {name}"))
    };
    look.texts.iter().any(|words| ["inplace", "instant", "nocopy"].iter().any(|name| says(words, name)))
}

fn changed_table(look: &Look<'_>, table: &Table, (change, all): (&TableChange, &[TableChange]), notes: &mut Notes) {
    match change {
        TableChange::AlterColumn { before, after, .. } => altered_column(look, table, (before, after), notes),
        TableChange::AddColumn(column) => added_column(look, table, (column, all), notes),
        TableChange::AddIndex(index) => blocking_index(look, table, index, notes),
        TableChange::DropColumn(column) => dropped_column(look, table, column, notes),
        TableChange::DropConstraint(Constraint { body: ConstraintBody::PrimaryKey(_), .. }) => {
            let is_replaced = all.iter().any(|change| {
                matches!(change, TableChange::AddConstraint(Constraint { body: ConstraintBody::PrimaryKey(_), .. }))
            });
            if !is_replaced {
                let name = &table.name;
                let message =
                    format!("{name} loses its primary key: it is copied, and replicas search all rows for each change");
                let hint = "add the new primary key in the same ALTER TABLE";
                notes.tell(look, DROP_PRIMARY_KEY, name, message, hint);
            }
        }
        _ => {}
    }
}

fn blocking_index(look: &Look<'_>, table: &Table, index: &Index, notes: &mut Notes) {
    let kinds = [("fulltext", "texts"), ("spatial", "places")];
    let method = index.method.as_deref().unwrap_or_default();
    let known = kinds.into_iter().find(|(kind, _)| method.eq_ignore_ascii_case(kind)).map(|(_, what)| what);
    // MySQL adds a column for it that nobody sees.
    let is_computed = index.parts.iter().any(|part| matches!(part.key, IndexKey::Expression(_)));
    if let Some(what) = known.or(is_computed.then_some("an expression")) {
        let message = format!("index {} of {what} of {} is built while writers wait", index.name, table.name);
        let hint = "choose a quiet hour, or use gh-ost or pt-online-schema-change";
        notes.tell_of_table(look, BLOCKING_INDEX, (&table.name, &index.name), message, hint);
    }
}

/// Counts REFERENCES against the foreign keys that came of them.
fn inline_references(look: &Look<'_>, words: &Words, notes: &mut Notes) {
    if !words.start("create table") && behind_alter_table(words).is_none() {
        return;
    }
    let is_key = |constraint: &&Constraint| matches!(constraint.body, ConstraintBody::ForeignKey(_));
    let mut made = 0;
    let mut table = None;
    for change in &look.statement.changes {
        match change {
            Operation::CreateTable(new) => {
                table = Some(&new.name);
                made += new.constraints.iter().filter(is_key).count();
            }
            Operation::AlterTable { table: name, changes, .. } => {
                table = Some(name);
                let added = changes.iter().filter(|change| {
                    matches!(change, TableChange::AddConstraint(one) | TableChange::ReplaceConstraint { after: one, .. } if is_key(&one))
                });
                made += added.count();
            }
            _ => {}
        }
    }
    let asked = words.places("references").count();
    if let Some(table) = table.filter(|_| asked > made) {
        let message =
            format!("{table} has {made} of the {asked} foreign keys that the statement writes: the others are ignored");
        notes.tell(
            look,
            INLINE_REFERENCES,
            table,
            message,
            "write FOREIGN KEY (column) REFERENCES table (column) as a part of its own",
        );
    }
}

fn converted(look: &Look<'_>, words: &Words, notes: &mut Notes) {
    if forbids_copy(look) {
        return;
    }
    let Some((table, _)) = behind_alter_table(words).and_then(|place| words.name(place)) else { return };
    let Some(table) = look.existing(&table) else { return };
    let mut columns = look.existing_changes().flat_map(|(_, changes)| changes);
    if words.holds_outside("convert to") || columns.any(|change| is_other_text(look, table, change)) {
        let name = &table.name;
        let message =
            format!("the texts of {name} are converted: it is copied while writers wait, and sorts otherwise");
        let hint = "choose a quiet hour; columns that are joined must have one collation";
        notes.tell_of_table(look, CONVERTS_TEXT, (name, name), message, hint);
    }
}

/// Whether a column of the same type gets another collation; servers change only their mind about the order of texts as long
/// as their bytes stay, `MySQL` where no index has that order.
fn is_other_text(look: &Look<'_>, table: &Table, change: &TableChange) -> bool {
    let TableChange::AlterColumn { before, after, .. } = change else { return false };
    let usual = table.options.get("collation").or_else(|| look.before().options.get("collation"));
    let collation = |column: &Column| column.collation.as_ref().or(usual).cloned().unwrap_or_default();
    let (one, other) = (collation(before), collation(after));
    let is_same_bytes = one.split('_').next() == other.split('_').next();
    let is_in_place = match look.dialect() {
        Dialect::MariaDb => is_same_bytes,
        // Older versions were not asked.
        _ => is_same_bytes && look.is_since(9, 7, 0) && !is_indexed(table, &before.name),
    };
    before.data_type == after.data_type && one != other && !is_in_place
}

fn checks_off(look: &Look<'_>, words: &Words, notes: &mut Notes) {
    if words.at(0) != "set" {
        return;
    }
    let names = (1..words.len()).filter(|&place| {
        words.at(place).trim_start_matches("@@").trim_start_matches("session.").ends_with("foreign_key_checks")
    });
    for place in names {
        let value = words.at(place + if words.at(place + 1) == ":" { 3 } else { 2 });
        if matches!(value, "0" | "off" | "false") {
            let message =
                "foreign_key_checks is off: rows that point nowhere are kept, and never looked at again".to_owned();
            notes.tell(
                look,
                FOREIGN_KEYS_OFF,
                "foreign_key_checks",
                message,
                "change the tables in the order of their keys",
            );
        }
    }
}

fn display_width(look: &Look<'_>, words: &Words, notes: &mut Notes) {
    let defines = words.start("create table") || behind_alter_table(words).is_some();
    if !defines {
        return;
    }
    for place in 0..words.len() {
        let is_width = INTEGERS.contains(&words.at(place)) && words.at(place + 1) == "(" && words.is_number(place + 2);
        let is_truth = words.at(place) == "tinyint" && words.at(place + 2) == "1";
        let is_filled = words.at(place + 4) == "zerofill" || words.at(place + 5) == "zerofill";
        if is_width && words.at(place + 3) == ")" && !is_truth && !is_filled {
            let text = format!("{}({})", words.at(place), words.at(place + 2));
            let message = format!("the width of {text} limits nothing and is deprecated");
            notes.tell(look, DISPLAY_WIDTH, &text, message, "leave it out");
            return;
        }
    }
}

fn definer(look: &Look<'_>, words: &Words, notes: &mut Notes) {
    let Some(place) = words.find(1, "definer =").filter(|_| words.at(0) == "create" || words.at(0) == "alter") else {
        return;
    };
    if words.at(place + 2) == "current_user" {
        return;
    }
    let message =
        "the DEFINER is an account by name: elsewhere there may be none of it, or one with other rights".to_owned();
    notes.tell(look, DEFINER, "DEFINER", message, "leave DEFINER out: it is then who runs the migration");
}

fn asked_lock(look: &Look<'_>, words: &Words, notes: &mut Notes) {
    let asked =
        ["algorithm = copy", "algorithm copy", "lock = exclusive", "lock = shared", "lock exclusive", "lock shared"];
    let Some(asked) = asked.into_iter().find(|asked| words.hold(asked)) else { return };
    let place = if words.start("create") || words.start("drop") {
        words.find(1, "on").map(|on| on + 1)
    } else {
        behind_alter_table(words)
    };
    let Some((table, _)) = place.and_then(|place| words.name(place)) else { return };
    if look.is_existing(&table) {
        let message = format!("{} lets writers of {table} wait", asked.to_uppercase());
        let hint = "ask for ALGORITHM=INPLACE, LOCK=NONE, so that the server says if it cannot";
        notes.tell_of_table(look, ASKS_FOR_LOCK, (&table, &table), message, hint);
    }
}

#[cfg(test)]
mod tests;
