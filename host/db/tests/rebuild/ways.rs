//! From one schema to another and back: the cases of the comparison.

use aludel_schema::{DiffOptions, Schema, Script, diff};
use aludel_sql::Value;

use crate::cases::{cases, text};
use crate::{Opened, database, run, scalar, schema_of};

/// Every operation from one schema to another, written and run.
async fn go(session: &mut Opened, name: &str, target: &Schema) {
    let live = schema_of(session).await;
    let difference = diff(&live, target, &DiffOptions::default()).expect("no rename is confirmed");
    let script = Script::of(&live, &difference.operations).unwrap_or_else(|error| panic!("{name}: {error}"));
    for step in &script.steps {
        let sql: Vec<&str> = step.rendered.statements.iter().map(|statement| &*statement.sql).collect();
        let done = run(session, &step.rendered).await;
        done.unwrap_or_else(|error| panic!("{name}: {error}\n{}", sql.join(";\n")));
    }
    let reached = schema_of(session).await;
    let rest = diff(&reached, target, &DiffOptions::default()).expect("no rename is confirmed");
    assert_eq!(rest.operations, [], "{name}");
    assert_eq!(scalar(session, "PRAGMA integrity_check").await, Value::Text("ok".to_owned()), "{name}");
}

#[tokio::test]
async fn every_difference_can_be_made_and_taken_back() {
    let all = ["autogenerate.json", "autogenerate_more.json"].into_iter().flat_map(cases);
    for case in all.filter(|case| text(case, "dialect") == "sqlite") {
        let case = &case;
        let name = text(case, "name");
        let mut live = database(text(case, "before_sql")).await;
        let before = schema_of(&mut live).await;
        let after = schema_of(&mut database(text(case, "after_sql")).await).await;
        go(&mut live, name, &after).await;
        go(&mut live, &format!("{name} (back)"), &before).await;
    }
}
