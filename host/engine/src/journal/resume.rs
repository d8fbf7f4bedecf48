//! Where a migration goes on, decided from its rows in the journal and from what is there now. Pure.

use std::collections::{BTreeMap, HashSet};

use aludel_db::fingerprint::names_in;
use aludel_db::{Fingerprint, FingerprintChange, JournalRow, JournalState};
use aludel_sql::Dialect;

use super::entry::{Answer, Content, Entry, decode, encode};
use super::traces::{can_be_of, changes_places, drops, makes_nameless_index};
use super::way::{defines, is_opaque};

/// What a migration begins with.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Start {
    /// The calls that are answered without the server.
    pub(crate) entries: Vec<Entry>,
    /// The last of them, where no row tells of it and only what is there now does: it is in no row yet as finished.
    pub(crate) found: Option<Entry>,
    /// How many statements last already, that one included.
    pub(crate) statements: u64,
    /// Whether the journal has rows of it.
    pub(crate) has_rows: bool,
    /// The names in its definitions so far.
    pub(crate) names: Vec<String>,
}

/// Where a migration goes on.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Resume {
    /// Where it stopped; with what has to be cleared away first.
    GoOn { start: Start, clear_away: Vec<String> },
    /// At its beginning: somebody has undone everything.
    StartAnew,
    /// Nobody can tell but a person.
    Unclear(Unclear),
}

/// Why nobody can tell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Unclear {
    pub(crate) statements: u64,
    /// The statement that was sent and never answered, if that is in doubt.
    pub(crate) statement: Option<String>,
    pub(crate) because: &'static str,
    /// What is not as it was, in words.
    pub(crate) differences: Vec<String>,
}

/// The names whose objects have to be looked at before [`resume`] can tell.
pub(crate) fn names_to_ask(rows: &[JournalRow], dialect: Dialect) -> Vec<String> {
    match rows.last() {
        Some(JournalRow { state: JournalState::Began, statement: Some(statement), .. }) => names_in(statement, dialect),
        _ => all_names(rows, dialect),
    }
}

/// The names in all definitions of the rows.
pub(crate) fn all_names(rows: &[JournalRow], dialect: Dialect) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for name in rows.iter().flat_map(|row| names_defined(row, dialect)) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// Where a migration goes on, from its rows (at least one), oldest first, and what there is now under the
/// [`names_to_ask`].
pub(crate) fn resume(rows: &[JournalRow], live: &Fingerprint, dialect: Dialect) -> Resume {
    let Some(last) = rows.last() else { return Resume::StartAnew };
    let Some((start, announced)) = read(rows, dialect) else {
        return unclear(
            last,
            "what it has done was written by a version of aludel that this one cannot read",
            Vec::new(),
        );
    };
    let Some(looks) = looks(rows) else { return unclear(last, UNREADABLE_LOOKS, Vec::new()) };
    let Some(before) = looks.last() else { return Resume::StartAnew };
    if start.entries.iter().any(|entry| entry.answer == Answer::Temporary) {
        return unclear(last, "it had made a temporary table, which was gone with its connection", Vec::new());
    }
    match last.state {
        JournalState::Began => settle_doubt(last, (start, announced), before, live, dialect),
        JournalState::Done => check_done(rows, &looks, start, live, dialect),
        JournalState::Stopped => check_stopped((rows, &looks), last, start, live, dialect),
    }
}

const UNREADABLE_LOOKS: &str =
    "what its objects looked like was written by a version of aludel that this one cannot read";

/// What each row says of objects; none where one of them cannot be read.
fn looks(rows: &[JournalRow]) -> Option<Vec<Fingerprint>> {
    rows.iter().map(|row| objects(&row.fingerprint)).collect()
}

/// The entries of all rows, and that of the statement which the last one announces.
fn read(rows: &[JournalRow], dialect: Dialect) -> Option<(Start, Option<Entry>)> {
    let mut start = Start { has_rows: true, names: all_names(rows, dialect), ..Start::default() };
    let mut announced = None;
    for row in rows {
        let content: Content = decode(&row.entries)?;
        start.entries.extend(content.entries);
        start.statements = row.statements;
        announced = content.announced;
    }
    Some((start, announced))
}

/// The statement that was sent and never answered, and what there was under its names before it.
pub(crate) fn in_doubt(rows: &[JournalRow]) -> Option<(&str, Fingerprint)> {
    let last = rows.last().filter(|row| row.state == JournalState::Began)?;
    Some((last.statement.as_deref()?, objects(&last.fingerprint)?))
}

/// What is not as it was before the first statement; `live` is what there is now under [`all_names`]. None where that cannot
/// be read.
pub(crate) fn since_the_beginning(
    rows: &[JournalRow],
    live: &Fingerprint,
    dialect: Dialect,
) -> Option<Vec<FingerprintChange>> {
    Some(beginning(rows, &looks(rows)?, dialect).changes(live))
}

/// The row that says what a person found out of the statement in doubt; none where none is, or where its row was
/// written by something else.
pub(crate) fn settled(rows: &[JournalRow], run_id: &str, found: Carried) -> Option<JournalRow> {
    let last = rows.last().filter(|row| row.state == JournalState::Began)?;
    let content: Content = decode(&last.entries)?;
    let entries: Vec<Entry> = if found == Carried::Out { content.announced.into_iter().collect() } else { Vec::new() };
    Some(JournalRow {
        key: last.key.clone(),
        run_id: run_id.to_owned(),
        state: JournalState::Done,
        statements: last.statements + u64::from(found == Carried::Out),
        statement: None,
        entries: encode(&Content { entries, announced: None }),
        fingerprint: encode(&Fingerprint::default().objects),
    })
}

/// What a person says of the statement in doubt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Carried {
    /// It was carried out.
    Out,
    /// It was not.
    NotOut,
}

fn objects(bytes: &[u8]) -> Option<Fingerprint> {
    decode::<BTreeMap<String, String>>(bytes).map(|objects| Fingerprint { objects })
}

/// Finds out whether the statement that was announced was carried out.
fn settle_doubt(
    row: &JournalRow,
    (mut start, announced): (Start, Option<Entry>),
    before: &Fingerprint,
    live: &Fingerprint,
    dialect: Dialect,
) -> Resume {
    let statement = row.statement.as_deref().unwrap_or_default();
    let changes = before.changes(live);
    if is_opaque(statement, dialect) {
        return unclear(row, "the last statement runs code, so nothing tells whether it was carried out", changes);
    }
    if changes_places(statement, dialect) && changes.is_empty() {
        return unclear(row, "the last statement changes the places of tables that look alike", changes);
    }
    if makes_nameless_index(statement, dialect) && dialect == Dialect::Postgres {
        return unclear(row, "the last statement makes an index without a name, which cannot be looked for", changes);
    }
    let clear_away = invalid_indexes(&changes);
    if !clear_away.is_empty() && drops(statement, dialect) {
        // It was under way, and does the rest when it is sent again.
        return Resume::GoOn { start, clear_away: Vec::new() };
    }
    if changes.is_empty() || !clear_away.is_empty() {
        return Resume::GoOn { start, clear_away };
    }
    if !can_be_of(statement, &changes, dialect) {
        return unclear(row, "what has changed since is not what the last statement changes", changes);
    }
    if is_half_dropped(statement, before, live, dialect) {
        return unclear(row, "the last statement was carried out in part", changes);
    }
    start.entries.extend(announced.clone());
    start.found = announced;
    start.statements += 1;
    Resume::GoOn { start, clear_away }
}

/// Indexes that were being built without a lock when the server or the connection went away.
fn invalid_indexes(changes: &[FingerprintChange]) -> Vec<String> {
    let added = changes.iter().filter_map(|change| match change {
        FingerprintChange::Added(object) => object.strip_prefix("invalid index "),
        FingerprintChange::Removed(_) | FingerprintChange::Changed(_) => None,
    });
    added.map(str::to_owned).collect()
}

/// Whether of several tables that one statement drops some are gone and some are not.
fn is_half_dropped(statement: &str, before: &Fingerprint, live: &Fingerprint, dialect: Dialect) -> bool {
    let words: Vec<String> = names_in_order(statement, dialect).take(3).collect();
    let drops = words.first().is_some_and(|word| word == "DROP");
    let several = words[1..].iter().any(|word| ["TABLE", "TABLES", "VIEW"].contains(&word.as_str()));
    drops && several && before.objects.keys().any(|object| live.objects.contains_key(object))
}

fn names_in_order(statement: &str, dialect: Dialect) -> impl Iterator<Item = String> {
    use aludel_sql::lexer::{Lexer, TokenKind};
    let tokens = Lexer::new(statement, dialect).map_while(Result::ok);
    let words = tokens.filter(|token| token.kind == TokenKind::Word);
    words.map(|token| statement[token.start..token.end].to_ascii_uppercase())
}

/// What ran to its end is there still, unless somebody has undone it since: nothing was left in the midst, so that nobody
/// looked what it left.
fn check_done(
    rows: &[JournalRow],
    looks: &[Fingerprint],
    start: Start,
    live: &Fingerprint,
    dialect: Dialect,
) -> Resume {
    let mut named_later: HashSet<String> = HashSet::new();
    for (row, before) in rows.iter().zip(looks).rev() {
        let Some(statement) = &row.statement else { continue };
        let names = names_in(statement, dialect);
        let is_last_word = is_told_when_done(row) && names.iter().all(|name| !named_later.contains(name));
        if is_last_word && is_missing(statement, &names, before, live, dialect) {
            let because = "somebody has undone what it did, or a part of that";
            return unclear(row, because, beginning(rows, looks, dialect).changes(live));
        }
        named_later.extend(names);
    }
    Resume::GoOn { start, clear_away: Vec::new() }
}

/// Whether a row was written together with what it tells of. One that was announced may have failed, or stand for what a
/// person found out.
fn is_told_when_done(row: &JournalRow) -> bool {
    let content: Option<Content> = decode(&row.entries);
    row.state == JournalState::Done && content.is_some_and(|content| content.announced.is_none())
}

/// Whether a statement that made or dropped a table or a view has nothing to show for it. Of others nobody knows whether
/// they changed anything: `IF EXISTS` is there for that.
fn is_missing(statement: &str, names: &[String], before: &Fingerprint, live: &Fingerprint, dialect: Dialect) -> bool {
    let words: Vec<String> = names_in_order(statement, dialect).take(3).collect();
    let [verb, kind, next] = words.as_slice() else { return false };
    let is_plain = ["TABLE", "VIEW"].contains(&kind.as_str()) && next != "IF";
    let now = Fingerprint {
        objects: live
            .objects
            .clone()
            .into_iter()
            .filter(|(object, _)| names.iter().any(|name| name == bare_name(object)))
            .collect(),
    };
    match verb.as_str() {
        "CREATE" => is_plain && now.objects.is_empty(),
        "DROP" => is_plain && !before.objects.is_empty() && before.changes(&now).is_empty(),
        _ => false,
    }
}

/// A migration that failed goes on if everything is as it left it, and starts anew if all of it was undone.
fn check_stopped(
    (rows, looks): (&[JournalRow], &[Fingerprint]),
    last: &JournalRow,
    start: Start,
    live: &Fingerprint,
    dialect: Dialect,
) -> Resume {
    let changes = looks.last().map(|left| left.changes(live)).unwrap_or_default();
    if changes.is_empty() {
        return Resume::GoOn { start, clear_away: Vec::new() };
    }
    if beginning(rows, looks, dialect).changes(live).is_empty() {
        return Resume::StartAnew;
    }
    unclear(last, "somebody has changed what it left", changes)
}

/// What was there before the first statement: of each object, what the first row says that names it.
fn beginning(rows: &[JournalRow], looks: &[Fingerprint], dialect: Dialect) -> Fingerprint {
    let mut named: HashSet<String> = HashSet::new();
    let mut beginning = Fingerprint::default();
    for (row, before) in rows.iter().zip(looks).filter(|(row, _)| row.state != JournalState::Stopped) {
        let mut before = before.clone();
        before.objects.retain(|object, _| !named.contains(bare_name(object)));
        beginning.merge(before);
        named.extend(names_defined(row, dialect));
    }
    beginning
}

/// The names in the statement of a row, if it is a definition: only of those the rows say what there was.
fn names_defined(row: &JournalRow, dialect: Dialect) -> Vec<String> {
    let statement = row.statement.as_deref().filter(|statement| defines(statement, dialect));
    statement.map(|statement| names_in(statement, dialect)).unwrap_or_default()
}

/// `orders` of `table public.orders`, `total` of `routine total(integer)`.
fn bare_name(object: &str) -> &str {
    let name = object.split_once(' ').map_or(object, |(_, name)| name);
    let name = name.split_once('(').map_or(name, |(name, _)| name);
    name.rsplit_once('.').map_or(name, |(_, name)| name).trim_matches('"')
}

fn unclear(row: &JournalRow, because: &'static str, changes: Vec<FingerprintChange>) -> Resume {
    Resume::Unclear(Unclear {
        statements: row.statements,
        statement: row.statement.clone().filter(|_| row.state == JournalState::Began),
        because,
        differences: changes.iter().map(ToString::to_string).collect(),
    })
}

#[cfg(test)]
#[path = "resume_tests.rs"]
mod tests;
