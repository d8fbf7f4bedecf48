//! AL4: locks and rewrites of `PostgreSQL`.

mod rewrite;
mod transaction;

use aludel_schema::{ObjectName, Operation, TableChange};
use aludel_sql::Dialect;

use super::Run;
use crate::catalogue::locks::{
    BLOCKING_UPKEEP, CONCURRENTLY_IN_TRANSACTION, CORRUPTIBLE_INDEX, DETACH_LOCKS, DROP_INDEX_LOCKS, INDEX_LOCKS,
    NO_LOCK_TIMEOUT, TRIGGER_LOCKS,
};
use crate::changes::behind_alter_table;
use crate::look::{Look, Notes};
use crate::words::Words;

/// The rules about one statement.
pub(crate) fn check(look: &Look<'_>, run: &mut Run, notes: &mut Notes) {
    if look.dialect() != Dialect::Postgres {
        return;
    }
    for words in &look.texts {
        new_index(look, words, notes);
        dropped_index(look, words, notes);
        concurrently(look, words, notes);
        upkeep(look, words, notes);
        detached(look, words, notes);
        timeout(look, words, notes);
    }
    for change in &look.statement.changes {
        new_trigger(look, change, notes);
    }
    rewrite::check(look, notes);
    transaction::check(look, run, notes);
}

/// The place behind CREATE INDEX and CREATE UNIQUE INDEX.
fn behind_create_index(words: &Words) -> Option<usize> {
    let start = ["create index", "create unique index"].into_iter().find(|start| words.start(start))?;
    Some(start.split(' ').count())
}

fn new_index(look: &Look<'_>, words: &Words, notes: &mut Notes) {
    let Some(place) = behind_create_index(words) else { return };
    let Some(on) = words.find(place, "on") else { return };
    // `ON ONLY` makes the index of a partitioned table without those of its parts: nothing is read.
    if words.at(place) == "concurrently" || words.at(on + 1) == "only" {
        return;
    }
    let Some((table, _)) = words.name(on + 1) else { return };
    if !look.is_existing(&table) {
        return;
    }
    let is_partitioned = look.existing(&table).is_some_and(|table| table.options.contains_key("partitioning"));
    let hint = if is_partitioned {
        "make it ON ONLY the table, then CONCURRENTLY on each part, and ATTACH those"
    } else {
        "CREATE INDEX CONCURRENTLY in a migration with `transaction = false`"
    };
    let message = format!("an index of {table} is built while writers wait");
    notes.tell_of_table(look, INDEX_LOCKS, (&table, &table), message, hint);
}

fn dropped_index(look: &Look<'_>, words: &Words, notes: &mut Notes) {
    if !words.start("drop index") || words.at(2) == "concurrently" {
        return;
    }
    for (table, change) in look.each_change() {
        let TableChange::DropIndex(index) = change else { continue };
        // A partitioned table has no other way.
        if look.start().tables.contains_key(&table.name) && !table.options.contains_key("partitioning") {
            let message = format!("index {} of {} is dropped while readers and writers wait", index.name, table.name);
            let hint = "DROP INDEX CONCURRENTLY in a migration with `transaction = false`";
            notes.tell_of_table(look, DROP_INDEX_LOCKS, (&table.name, &index.name), message, hint);
        }
    }
}

/// What CONCURRENTLY is asked for, where that runs in no transaction.
fn concurrent_work(words: &Words) -> Option<&'static str> {
    let is_index = behind_create_index(words).is_some_and(|place| words.at(place) == "concurrently");
    let reindexes = words.start("reindex")
        && (words.holds_outside("concurrently") || words.at(1) == "(" && words.hold("concurrently"));
    let detaches =
        words.start("alter table") && words.holds_outside("detach partition") && words.holds_outside("concurrently");
    match () {
        () if is_index => Some("CREATE INDEX CONCURRENTLY"),
        () if words.start("drop index concurrently") => Some("DROP INDEX CONCURRENTLY"),
        () if reindexes => Some("REINDEX CONCURRENTLY"),
        () if detaches => Some("DETACH PARTITION CONCURRENTLY"),
        () => None,
    }
}

fn concurrently(look: &Look<'_>, words: &Words, notes: &mut Notes) {
    let Some(work) = concurrent_work(words) else { return };
    if look.statement.in_transaction {
        let message = format!("{work} runs in no transaction, and this migration is one");
        notes.tell(
            look,
            CONCURRENTLY_IN_TRANSACTION,
            work,
            message,
            "write `transaction = false` in the header of the migration",
        );
    }
    let builds = matches!(work, "CREATE INDEX CONCURRENTLY" | "REINDEX CONCURRENTLY");
    let version = look.before().version;
    if builds && ((14, 0, 0)..(14, 4, 0)).contains(&version) {
        let message = format!("{work} on PostgreSQL {}.{} may leave rows out of the index", version.0, version.1);
        notes.tell(look, CORRUPTIBLE_INDEX, work, message, "bring the server to 14.4 or later first");
    }
}

fn upkeep(look: &Look<'_>, words: &Words, notes: &mut Notes) {
    let Some((work, name, hint)) = blocking_work(look, words) else { return };
    let object = name.clone().unwrap_or_else(|| ObjectName::local("the database"));
    if name.is_some_and(|name| !look.is_existing(&name) && !is_existing_index(look, &name)) {
        return;
    }
    let message = format!("{work} of {object} keeps others out until it is done");
    notes.tell_of_table(look, BLOCKING_UPKEEP, (&object, &object), message, hint);
}

fn is_existing_index(look: &Look<'_>, name: &ObjectName) -> bool {
    let mut indexes = look.start().tables.values().flat_map(|table| &table.indexes);
    indexes.any(|index| index.name == name.name)
}

/// What is done, to what (nothing for all tables), and the way round.
fn blocking_work(look: &Look<'_>, words: &Words) -> Option<(&'static str, Option<ObjectName>, &'static str)> {
    let name = |place: usize| words.name(place).map(|(name, _)| name);
    match words.at(0) {
        "reindex" if concurrent_work(words).is_none() => {
            let place = if words.at(1) == "(" { words.after_parenthesis(1) } else { 1 };
            let is_one = matches!(words.at(place), "table" | "index");
            let hint = if look.is_since(12, 0, 0) {
                "REINDEX CONCURRENTLY in a migration with `transaction = false`"
            } else {
                "make a new index CONCURRENTLY, drop the old one, and rename"
            };
            Some(("REINDEX", is_one.then(|| name(place + 1)).flatten(), hint))
        }
        "cluster" => {
            let place = if words.at(1) == "(" { words.after_parenthesis(1) } else { words.after(1, "verbose") };
            Some(("CLUSTER", name(place), "use pg_repack or pg_squeeze, beside the migrations"))
        }
        "vacuum" if words.holds_outside("full") || words.at(1) == "(" && words.hold("full") => {
            let full = words.find(1, "full").map(|place| place + 1);
            let place = full.unwrap_or_else(|| words.after_parenthesis(1));
            Some(("VACUUM FULL", name(place), "use pg_repack or pg_squeeze, beside the migrations"))
        }
        "refresh"
            if words.start("refresh materialized view")
                && words.at(3) != "concurrently"
                && !words.hold("with no data") =>
        {
            let hint = "give it a unique index, and REFRESH MATERIALIZED VIEW CONCURRENTLY";
            Some(("REFRESH", Some(name(3)?), hint))
        }
        "lock" => {
            let place = words.after(words.after(1, "table"), "only");
            let is_mild = words.hold("access share") || words.hold("row share") || words.hold("row exclusive");
            let is_mild = is_mild && !words.hold("share row exclusive");
            (!is_mild).then_some(("LOCK", Some(name(place)?), "let each statement take the lock that it needs"))
        }
        _ => None,
    }
}

fn detached(look: &Look<'_>, words: &Words, notes: &mut Notes) {
    let Some((table, next)) = behind_alter_table(words).and_then(|place| words.name(place)) else { return };
    if !look.is_since(14, 0, 0) || !words.are(next, "detach partition") || words.holds_outside("concurrently") {
        return;
    }
    if look.is_existing(&table) && !words.holds_outside("finalize") {
        let message = format!("a partition of {table} is detached while readers and writers of all parts wait");
        let hint = "DETACH PARTITION ... CONCURRENTLY in a migration with `transaction = false`";
        notes.tell(look, DETACH_LOCKS, &table, message, hint);
    }
}

fn new_trigger(look: &Look<'_>, change: &Operation, notes: &mut Notes) {
    let (Operation::CreateTrigger(trigger) | Operation::ReplaceTrigger { after: trigger, .. }) = change else { return };
    let table = &trigger.name.table;
    if look.existing(table).is_some() {
        let message =
            format!("trigger {} is made while writers of {table} wait, until the transaction ends", trigger.name.name);
        let hint = "do nothing that takes long in the same migration";
        notes.tell_of_table(look, TRIGGER_LOCKS, (table, &trigger.name), message, hint);
    }
}

fn timeout(look: &Look<'_>, words: &Words, notes: &mut Notes) {
    let place = if words.start("set local") || words.start("set session") { 2 } else { 1 };
    if words.at(0) != "set" || words.at(place) != "lock_timeout" {
        return;
    }
    let is_zero = words.at(place + 2) == "0"
        || words
            .string(place + 2)
            .is_some_and(|text| text.trim_start_matches('0').trim_end_matches(['m', 's']).is_empty());
    if is_zero {
        let message =
            "lock_timeout = 0 lets a statement wait for a lock without end, and all others behind it".to_owned();
        notes.tell(
            look,
            NO_LOCK_TIMEOUT,
            "lock_timeout",
            message,
            "leave the limit that is set for migrations, or set a short one",
        );
    }
}

#[cfg(test)]
mod tests;
