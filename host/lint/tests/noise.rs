//! Whatever a text holds, the rules come to an end with it.

use std::sync::Arc;

use aludel_lint::{Direction, Migration, Naming, Scene, Statement, Suppressions, check};
use aludel_schema::model::{Column, Table};
use aludel_schema::{ObjectName, Schema};
use aludel_sql::Dialect;
use proptest::prelude::*;

const DIALECTS: [Dialect; 4] = [Dialect::Sqlite, Dialect::Postgres, Dialect::Mysql, Dialect::MariaDb];

/// Texts that get further than noise: words of statements in any order.
fn statements() -> impl Strategy<Value = String> {
    let words = "alter table book add column rename to change drop index create unique on only update set delete from where \
        truncate lock reindex refresh materialized view vacuum full cluster type value domain check references foreign key \
        concurrently validate constraint detach partition ( ) , ; . = 'x' \"book\" `book` -- /* */ /*! $$ 1 ? @@a é aludel:nolint";
    let words: Vec<&str> = words.split_whitespace().collect();
    prop::collection::vec(prop::sample::select(words), 0..25).prop_map(|words| words.join(" "))
}

fn look_at(text: &str) {
    for dialect in DIALECTS {
        let mut before = Schema::empty(dialect, (0, 0, 0));
        let mut table = Table::new(ObjectName::local("book"));
        table.columns = vec![Column::new("type", "enum('a'"), Column::new("é", text)];
        let mut after = before.clone();
        after.tables.insert(ObjectName::local("other"), table.clone().into());
        before.tables.insert(table.name.clone(), table.into());
        let statement = Statement::new(text, 1, Arc::new(before), Arc::new(after));
        let (revision, direction, has_way_back) = ("a1".to_owned(), Direction::Up, None);
        let migration = Migration { revision, direction, has_way_back, statements: vec![statement] };
        let findings = check(&migration, &Scene::default(), &Naming::default());
        let _ = Suppressions::parse(text).apply("a1", findings);
    }
}

proptest! {
    #[test]
    fn words_in_any_order_are_read(text in statements()) {
        look_at(&text);
    }

    #[test]
    fn any_text_is_read(text in any::<String>()) {
        look_at(&text);
    }
}
