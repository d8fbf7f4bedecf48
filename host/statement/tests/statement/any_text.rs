//! Whatever the text is, reading it comes to an end and says nothing that is not sorted.

use aludel_sql::Dialect;
use aludel_statement::{Surroundings, accesses};
use proptest::prelude::*;

const DIALECTS: [Dialect; 3] = [Dialect::Postgres, Dialect::Mysql, Dialect::MariaDb];

fn read(sql: &str) {
    for dialect in DIALECTS {
        let house_tables = ["aludel_version".to_owned()];
        let surroundings = Surroundings { dialect, default_schema: Some("app"), house_tables: &house_tables };
        if let Ok(accesses) = accesses(&surroundings, sql) {
            assert!(accesses.is_sorted(), "{sql}");
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
