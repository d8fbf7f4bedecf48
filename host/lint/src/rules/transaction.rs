//! AL8: transactions.

use aludel_schema::ObjectName;

use super::Run;
use crate::catalogue::transaction::{MANY_OUTSIDE, MIXED, OWN_TRANSACTION};
use crate::look::{Look, Notes};
use crate::words::Words;

/// The rules about one statement.
pub(crate) fn check(look: &Look<'_>, run: &mut Run, notes: &mut Notes) {
    for words in look.written() {
        own_transaction(look, run, words, notes);
        mixed(look, run, words, notes);
    }
    many_outside(look, run, notes);
}

fn own_transaction(look: &Look<'_>, run: &mut Run, words: &Words, notes: &mut Notes) {
    if !is_transaction_word(words) {
        return;
    }
    // Outside of the run's transaction a migration may have its own.
    if !look.statement.in_transaction {
        run.is_in_own_transaction = matches!(words.at(0), "begin" | "start");
        return;
    }
    let word = words.at(0).to_uppercase();
    let message = format!("{word} is not the migration's to say: its transaction is that of the version row");
    let hint = "take it out; `transaction = false` in the header runs each statement by itself";
    notes.tell(look, OWN_TRANSACTION, word, message, hint);
}

fn is_transaction_word(words: &Words) -> bool {
    // `BEGIN ... END` with statements between is a block of code.
    let behind = ["work", "transaction", "and", "immediate", "deferred", "exclusive", "isolation", "read"];
    let is_end = words.len() <= 1 || behind.contains(&words.at(1));
    match words.at(0) {
        "begin" | "commit" | "end" | "abort" => is_end,
        "rollback" => is_end && !words.hold("to"),
        "start" | "prepare" => words.at(1) == "transaction",
        _ => false,
    }
}

/// The table of which a statement changes rows.
fn changed_rows(words: &Words) -> Option<ObjectName> {
    let place = match words.at(0) {
        "update" => 1,
        "delete" | "insert" | "replace" => {
            words.find(1, "from").or_else(|| words.find(1, "into")).map_or(1, |place| place + 1)
        }
        _ => return None,
    };
    words.name(place).map(|(name, _)| name)
}

fn mixed(look: &Look<'_>, run: &mut Run, words: &Words, notes: &mut Notes) {
    if !look.is_mysql() {
        return;
    }
    let rows = changed_rows(words).filter(|name| look.existing(name).is_some());
    run.defines |= !look.statement.changes.is_empty();
    run.fills |= rows.is_some();
    if run.defines && run.fills && !run.is_mixed_told {
        run.is_mixed_told = true;
        let message =
            "this migration changes definitions and rows, and each definition commits what came before it".to_owned();
        let hint = "change the rows in a migration of their own, which is rolled back when it fails";
        notes.tell(look, MIXED, &look.migration.revision, message, hint);
    }
}

fn many_outside(look: &Look<'_>, run: &mut Run, notes: &mut Notes) {
    if look.statement.in_transaction || look.is_mysql() {
        return;
    }
    let is_setting = |words: &Words| ["set", "reset", "pragma", "select", "show"].contains(&words.at(0));
    // A transaction of its own counts once, when it ends.
    if run.is_in_own_transaction || look.texts.iter().all(is_setting) {
        return;
    }
    run.outside += 1;
    if run.outside == 2 {
        let message =
            "several statements run outside of a transaction: a failure leaves those before it done".to_owned();
        let hint = "put each into a migration of its own, or leave only those here that must be outside";
        notes.tell(look, MANY_OUTSIDE, &look.migration.revision, message, hint);
    }
}

#[cfg(test)]
mod tests;
