//! AL3: rows that are there may not fit.

super::family! { Rows;
    ADD_UNIQUE = "AL301" "add-unique" Warning EVERY
        ["Atlas MF101", "Atlas PG105", "squawk disallowed-unique-constraint", "strong_migrations add_unique_constraint"]
        "Rows that are there may not agree in a key any more";
    INDEX_BECOMES_UNIQUE = "AL302" "index-becomes-unique" Warning EVERY ["Atlas MF102"]
        "An index that is there becomes unique";
    REQUIRED_COLUMN = "AL303" "required-column" Error EVERY
        ["Atlas MF103", "Atlas MY101", "Atlas LT101", "squawk adding-required-field"]
        "A new column must have a value, and rows have none for it";
    SET_NOT_NULL = "AL304" "set-not-null" Warning EVERY
        ["Atlas MF104", "Atlas PG303", "squawk adding-not-nullable-field", "strong_migrations change_column_null"]
        "A column may not hold NULL any more";
    ADD_CHECK = "AL305" "add-check" Warning SERVERS
        ["Atlas PG305", "squawk constraint-missing-not-valid", "strong_migrations add_check_constraint"]
        "A check is held against all rows while others wait";
    ADD_FOREIGN_KEY = "AL306" "add-foreign-key" Warning SERVERS
        ["Atlas PG306", "squawk adding-foreign-key-constraint", "strong_migrations add_foreign_key", "Atlas MY131"]
        "A foreign key is held against all rows while others wait";
    ADD_PRIMARY_KEY = "AL307" "add-primary-key" Warning EVERY ["Atlas PG104", "Atlas PG304", "Atlas MY132"]
        "A table that is there gets a primary key";
    ADD_EXCLUSION = "AL308" "add-exclusion" Warning POSTGRES ["strong_migrations add_exclusion_constraint"]
        "A table that is there gets an exclusion constraint";
    VALIDATE_AT_ONCE = "AL309" "validate-at-once" Warning POSTGRES
        ["squawk constraint-missing-not-valid", "strong_migrations validate_foreign_key"]
        "A constraint is validated in the transaction that adds it";
}
