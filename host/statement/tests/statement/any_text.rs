//! Whatever the text is, reading it comes to an end and says nothing that is not sorted.

use aludel_sql::Dialect;
use aludel_statement::{Surroundings, told};
use proptest::prelude::*;

const DIALECTS: [Dialect; 3] = [Dialect::Postgres, Dialect::Mysql, Dialect::MariaDb];

fn read(sql: &str) {
    for dialect in DIALECTS {
        let house_tables = ["aludel_version".to_owned()];
        let surroundings = Surroundings { dialect, default_schema: Some("app"), house_tables: &house_tables };
        if let Ok(told) = told(&surroundings, sql) {
            assert!(told.accesses.is_sorted(), "{sql}");
        }
    }
}

/// Words that statements are made of, in any order.
const WORDS: &str = "(select|from|with|as|insert|into|update|delete|set|global|create|table|alter|drop|on|grant|to|\
                     begin|end|commit|/\\*!50000|/\\*M!|\\*/|/\\*|\\(|\\)|,|;|'|\"|`|a|b|\\.|=|@|@@|\\$\\$|U&\"|1|-- |\n| ){0,40}";

proptest! {
    #[test]
    fn any_text_is_read(sql in ".{0,200}") {
        read(&sql);
    }

    #[test]
    fn any_words_are_read(sql in WORDS) {
        read(&sql);
    }
}

/// Texts of levels without an end, read on a stack as small as that of a worker.
#[test]
fn deep_texts_are_read() {
    let deep = [
        format!("SELECT {}1{}", "(".repeat(20_000), ")".repeat(20_000)),
        format!("SELECT {}1", "1 + ".repeat(20_000)),
        format!("SELECT {}true", "NOT ".repeat(20_000)),
        format!("SELECT {}1{}", "(SELECT ".repeat(10_000), ")".repeat(10_000)),
        format!("SELECT {}1{}", "CASE WHEN true THEN ".repeat(20_000), " END".repeat(20_000)),
        format!("SELECT a{}", "[1]".repeat(10_000)),
        format!("SELECT 1{}", " UNION SELECT 1".repeat(10_000)),
        format!("CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$ SELECT {}1 $$", "(".repeat(20_000)),
        format!("CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT {}1'", "- ".repeat(20_000)),
        format!("SELECT {}true", "NOT ".repeat(1_900)),
        format!("SELECT {}1", "1 + ".repeat(900)),
        format!("SELECT {}1{}", "(SELECT ".repeat(99), ")".repeat(99)),
    ];
    let reading = std::thread::Builder::new().stack_size(2 << 20).spawn(move || deep.iter().for_each(|sql| read(sql)));
    reading.expect("a thread starts").join().expect("every text is read");
}
