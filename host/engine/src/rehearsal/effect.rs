//! What a statement changes of the schema, from the schema before it and after it.

use aludel_grants::{Access, AccessKind};
use aludel_schema::{Operation, Schema, TableChange};
use aludel_sql::Dialect;
use aludel_sql::lexer::{Lexer, TokenKind};

/// What a statement may have changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Effect {
    /// Rows at most: the schema is what it was.
    Rows,
    /// Where names are looked up, perhaps: the schema reads otherwise, and is the same.
    Settings,
    /// The schema.
    Definitions,
}

/// The first words of statements that change no definition, unless they call code.
const PLAIN: [&str; 14] = [
    "select",
    "insert",
    "update",
    "delete",
    "with",
    "values",
    "replace",
    "table",
    "explain",
    "savepoint",
    "release",
    "rollback",
    "lock",
    "analyze",
];

/// The first words of statements that say where names are looked up.
const SETTING: [&str; 5] = ["set", "reset", "use", "pragma", "discard"];

/// Told from the text and from what it was seen to do. What is not known may change anything.
pub(super) fn effect(sql: &str, dialect: Dialect, accesses: &[Access]) -> Effect {
    let first = first_word(sql, dialect);
    let is_one_of = |words: &[&str]| first.as_ref().is_some_and(|first| words.contains(&first.as_str()));
    if accesses.iter().any(|access| runs_code_or_defines(&access.kind)) {
        return Effect::Definitions;
    }
    let sets = accesses.iter().any(|access| access.kind == AccessKind::SessionSetting);
    // A bulk writer has no text but a comment.
    match (first.is_none() || is_one_of(&PLAIN), sets || is_one_of(&SETTING)) {
        (_, true) => Effect::Settings,
        (true, false) => Effect::Rows,
        (false, false) => Effect::Definitions,
    }
}

fn runs_code_or_defines(kind: &AccessKind) -> bool {
    matches!(
        kind,
        AccessKind::Create(_)
            | AccessKind::Alter(_)
            | AccessKind::Drop(_)
            | AccessKind::Rename(_)
            | AccessKind::CallRoutine
            | AccessKind::Code
            | AccessKind::Unknown(_)
    )
}

/// The first bare word, in lower case.
fn first_word(sql: &str, dialect: Dialect) -> Option<String> {
    let mut tokens = Lexer::new(sql, dialect).map_while(Result::ok);
    let word = tokens.find(|token| token.kind == TokenKind::Word)?;
    Some(sql[word.start..word.end].to_ascii_lowercase())
}

/// The operations that one statement amounts to.
pub(super) fn changes(sql: &str, before: &Schema, after: &Schema) -> Vec<Operation> {
    without_steps(aludel_lint::changes(sql, before, after))
}

/// The same without what goes and comes back equal. A comparison has to take it out of the way; the statement did not.
fn without_steps(operations: Vec<Operation>) -> Vec<Operation> {
    let returns = |operation: &Operation| comes_back(operation, &operations);
    let kept = operations.iter().filter(|operation| !returns(operation)).cloned();
    kept.filter_map(|operation| without_returning_changes(operation, &operations)).collect()
}

fn comes_back(operation: &Operation, all: &[Operation]) -> bool {
    use Operation::{CreateRoutine, CreateTrigger, CreateView, DropRoutine, DropTrigger, DropView};
    all.iter().any(|other| match (operation, other) {
        (DropView(one), CreateView(two)) | (CreateView(one), DropView(two)) => one == two,
        (DropTrigger(one), CreateTrigger(two)) | (CreateTrigger(one), DropTrigger(two)) => one == two,
        (DropRoutine(one), CreateRoutine(two)) | (CreateRoutine(one), DropRoutine(two)) => one == two,
        _ => false,
    })
}

/// The same for constraints of a table, whose two changes may stand in two operations; none where nothing is left.
fn without_returning_changes(operation: Operation, all: &[Operation]) -> Option<Operation> {
    let Operation::AlterTable { table, changes, rebuild } = operation else { return Some(operation) };
    let of_table = |other: &&Operation| matches!(other, Operation::AlterTable { table: name, .. } if *name == table);
    let all: Vec<&TableChange> = all
        .iter()
        .filter(of_table)
        .filter_map(|other| if let Operation::AlterTable { changes, .. } = other { Some(changes) } else { None })
        .flatten()
        .collect();
    let returns = |change: &TableChange| {
        all.iter().any(|other| match (change, other) {
            (TableChange::DropConstraint(one), TableChange::AddConstraint(two))
            | (TableChange::AddConstraint(one), TableChange::DropConstraint(two)) => one == two,
            _ => false,
        })
    };
    let changes: Vec<TableChange> = changes.into_iter().filter(|change| !returns(change)).collect();
    (!changes.is_empty()).then_some(Operation::AlterTable { table, changes, rebuild })
}

#[cfg(test)]
mod tests {
    use aludel_grants::ObjectKind;
    use aludel_schema::ObjectName;
    use aludel_schema::model::{Column, Table, View};

    use super::*;

    fn effect_of(sql: &str, accesses: &[AccessKind]) -> Effect {
        let accesses: Vec<Access> = accesses.iter().cloned().map(Access::of).collect();
        effect(sql, Dialect::Postgres, &accesses)
    }

    #[test]
    fn what_a_statement_may_change_is_told_from_its_words_and_deeds() {
        assert_eq!(effect_of("-- rows\n/* of */ INSERT INTO t VALUES (1)", &[AccessKind::Insert]), Effect::Rows);
        assert_eq!(effect_of("SELECT refresh_all()", &[AccessKind::CallRoutine]), Effect::Definitions);
        assert_eq!(effect_of("SELECT set_config('a', 'b', true)", &[AccessKind::SessionSetting]), Effect::Settings);
        assert_eq!(effect_of("SET search_path = shop", &[]), Effect::Settings);
        let creates = AccessKind::Create(ObjectKind::Table);
        assert_eq!(effect_of("SELECT 1 AS one INTO t", &[creates]), Effect::Definitions);
        assert_eq!(effect_of("ALTER TABLE t ADD c int", &[]), Effect::Definitions);
        assert_eq!(effect_of("-- bulk insert into t", &[]), Effect::Rows);
    }

    fn table(name: &str, columns: &[&str]) -> Table {
        let mut table = Table::new(ObjectName::local(name));
        table.columns = columns.iter().map(|column| Column::new(*column, "integer")).collect();
        table
    }

    #[test]
    fn what_only_steps_aside_is_no_change() {
        let view = View {
            name: ObjectName::local("v"),
            query: "SELECT id FROM t".to_owned(),
            columns: Vec::new(),
            materialized: false,
            indexes: Vec::new(),
            options: std::collections::BTreeMap::new(),
            comment: None,
            depends_on: std::collections::BTreeSet::new(),
        };
        let (drop, create) = (Operation::DropView(view.clone()), Operation::CreateView(view));
        let table = Operation::CreateTable(table("t", &["id"]));
        assert_eq!(without_steps(vec![drop.clone(), table.clone(), create]), [table]);
        assert_eq!(without_steps(vec![drop.clone()]), [drop]);
    }
}
