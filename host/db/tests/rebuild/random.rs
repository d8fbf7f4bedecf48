//! Random tables with rows, random changes: what was kept is as it was, and everything else is as the operation says.

mod changes;
mod dice;
mod world;

use aludel_schema::{DiffOptions, Rebuild, Schema, apply, diff};
use aludel_sql::{Row, Value};

use self::changes::Change;
use self::dice::Dice;
use self::world::World;
use crate::{alter, database, rendered, rows, run, scalar, schema_of};

const SEEDS: u64 = 200;

/// Everything that must not change, beside the table itself.
const AROUND: [&str; 4] =
    ["SELECT * FROM log", "SELECT * FROM p", "SELECT * FROM u", "SELECT count(*) FROM pragma_foreign_key_check"];

#[tokio::test]
async fn any_change_keeps_everything_else() {
    for seed in 0..SEEDS {
        check(seed, Rebuild::WhenNeeded, Definition::Known).await;
        check(seed, Rebuild::Always, Definition::Known).await;
        check(seed, Rebuild::Always, Definition::Unknown).await;
    }
}

/// Whether the statement that made the table is there to be edited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Definition {
    Known,
    Unknown,
}

async fn check(seed: u64, rebuild: Rebuild, definition: Definition) {
    let mut dice = Dice::new(seed);
    let world = World::roll(&mut dice);
    let mut session = database(&world.sql).await;
    let mut before = schema_of(&mut session).await;
    if definition == Definition::Unknown {
        before.tables.values_mut().for_each(|table| table.definition = None);
    }
    let change = Change::roll(&mut dice, &world, &before);
    let operation = alter("t", change.changes.clone(), rebuild);
    let rendered = rendered(&before, &operation);
    let sql: Vec<&str> = rendered.statements.iter().map(|statement| &*statement.sql).collect();
    let story =
        format!("seed {seed}, {rebuild:?}, {definition:?}\n{}\n{:#?}\n{}", world.sql, change.changes, sql.join(";\n"));

    let mut around: Vec<Vec<Row>> = Vec::new();
    for query in AROUND {
        around.push(rows(&mut session, query).await);
    }
    let counter = counter(&mut session, &before).await;
    let kept = rows(&mut session, &change.select_before(&world)).await;
    run(&mut session, &rendered).await.unwrap_or_else(|error| panic!("{error}\n{story}"));

    assert_eq!(rows(&mut session, &change.select_after(&world)).await, kept, "{story}");
    for (query, before) in AROUND.into_iter().zip(around) {
        assert_eq!(rows(&mut session, query).await, before, "{query}\n{story}");
    }
    let after = schema_of(&mut session).await;
    assert_eq!(self::counter(&mut session, &after).await, counter, "{story}");
    assert_eq!(scalar(&mut session, "PRAGMA integrity_check").await, Value::Text("ok".to_owned()), "{story}");
    let mut expected = before;
    apply(&mut expected, &operation).unwrap_or_else(|error| panic!("{error}\n{story}"));
    let difference =
        diff(&expected, &after, &DiffOptions::default()).unwrap_or_else(|error| panic!("{error}\n{story}"));
    assert_eq!(difference.operations, [], "{story}");
}

/// The counters of AUTOINCREMENT, where there are any.
async fn counter(session: &mut crate::Opened, schema: &Schema) -> Vec<Row> {
    let counts = schema.tables.values().flat_map(|table| &table.columns);
    let counts = counts.filter(|column| column.generation == aludel_schema::model::Generation::AutoIncrement).count();
    if counts == 0 { Vec::new() } else { rows(session, "SELECT name, seq FROM sqlite_sequence").await }
}
