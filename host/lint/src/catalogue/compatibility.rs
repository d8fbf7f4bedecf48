//! AL2: programs that are running do not find what they know.

super::family! { Compatibility;
    RENAME_TABLE = "AL201" "rename-table" Warning EVERY
        ["Atlas BC101", "squawk renaming-table", "strong_migrations rename_table"]
        "A table gets another name";
    RENAME_COLUMN = "AL202" "rename-column" Warning EVERY
        ["Atlas BC102", "squawk renaming-column", "strong_migrations rename_column"]
        "A column gets another name";
    RENAME_SCHEMA = "AL203" "rename-schema" Warning POSTGRES ["strong_migrations rename_schema"]
        "A schema gets another name";
    DROP_NOT_NULL = "AL204" "drop-not-null" Note EVERY ["squawk ban-drop-not-null"]
        "A column may hold NULL from now on";
    OTHER_TYPE = "AL205" "other-type" Warning EVERY
        ["squawk changing-column-type", "strong_migrations change_column"]
        "A column gets a type of another sort";
    DROP_CONSTRAINT = "AL206" "drop-constraint" Note EVERY ["Atlas CD101", "Atlas CD102", "Atlas CD103"]
        "A key or check is dropped";
    ROUTINE_SIGNATURE = "AL207" "routine-signature" Warning POSTGRES []
        "A routine takes other arguments";
    RENAME_ENUM_VALUE = "AL208" "rename-enum-value" Warning POSTGRES ["strong_migrations rename_enum_value"]
        "A value of an enum gets another name";
}
