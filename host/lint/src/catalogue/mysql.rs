//! AL5: `MySQL` and `MariaDB`.

super::family! { Mysql;
    COPIES_TABLE = "AL501" "copies-table" Warning MYSQL
        ["strong_migrations change_column", "strong_migrations add_column_generated_stored", "strong_migrations add_column_default", "Atlas MY130"]
        "The table is copied while writers wait";
    ENUM_ORDER = "AL502" "enum-order" Warning MYSQL
        ["Atlas MY111", "Atlas MY112", "Atlas MY113", "Atlas MY121", "Atlas MY122", "Atlas MY123"]
        "The values of an enum or set move, or take more bytes";
    INLINE_REFERENCES = "AL503" "inline-references" Error MYSQL ["Atlas MY102"]
        "REFERENCES at a column makes no foreign key";
    CONVERTS_TEXT = "AL504" "converts-text" Warning MYSQL ["Atlas MY136"]
        "Texts are converted to another character set or collation";
    FOREIGN_KEYS_OFF = "AL505" "foreign-keys-off" Warning MYSQL []
        "foreign_key_checks is switched off";
    OTHER_ENGINE = "AL506" "other-engine" Warning MYSQL ["Skeema engine"]
        "A table is not kept by InnoDB";
    SHORT_UTF8 = "AL507" "short-utf8" Warning MYSQL ["Skeema charset"]
        "A text cannot hold every character";
    ZERO_DATE = "AL508" "zero-date" Warning MYSQL ["Skeema zero-date"]
        "A default is no date";
    DISPLAY_WIDTH = "AL509" "display-width" Note MYSQL ["Skeema display-width"]
        "An integer has a width, which limits nothing";
    DEFINER = "AL510" "definer" Warning MYSQL ["Skeema definer"]
        "A routine, view or trigger belongs to an account by name";
    REBUILDS_TABLE = "AL511" "rebuilds-table" Note MYSQL []
        "The table is built anew in place";
    ASKS_FOR_LOCK = "AL512" "asks-for-lock" Warning MYSQL ["strong_migrations copy_algorithm", "strong_migrations lock_option"]
        "The statement asks for a copy or a lock";
    LOOSE_PARENT = "AL513" "loose-parent" Warning MYSQL ["Skeema fk-parent"]
        "A foreign key points at columns that are no unique key";
    DROP_PRIMARY_KEY = "AL514" "drop-primary-key" Error MYSQL ["Skeema pk", "Atlas MY133"]
        "A primary key is dropped and none takes its place";
    BLOCKING_INDEX = "AL515" "blocking-index" Warning MYSQL ["Atlas MY134", "Atlas MY135"]
        "An index of texts or places is made while writers wait";
}
