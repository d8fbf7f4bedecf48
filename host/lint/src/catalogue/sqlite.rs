//! AL6: `SQLite`.

super::family! { Sqlite;
    DROP_REFERENCED = "AL601" "drop-referenced" Error SQLITE []
        "A table is dropped that enforced foreign keys point at";
    ROWID_CHANGES = "AL602" "rowid-changes" Warning SQLITE []
        "A table loses or gets its rowids";
    AUTOINCREMENT = "AL603" "autoincrement" Off SQLITE []
        "AUTOINCREMENT is used where a plain key would do";
    ODD_AFFINITY = "AL604" "odd-affinity" Warning SQLITE []
        "A type does not mean what it says";
    NULLABLE_KEY = "AL605" "nullable-key" Warning SQLITE []
        "A primary key may hold NULL";
    PRAGMA_WITHOUT_EFFECT = "AL606" "pragma-without-effect" Error SQLITE []
        "PRAGMA foreign_keys does nothing inside of a transaction";
}
