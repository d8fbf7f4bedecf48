//! AL1: rows or objects are gone.

super::family! { Loss;
    DROP_SCHEMA = "AL101" "drop-schema" Error EVERY ["Atlas DS101", "squawk ban-drop-database"]
        "A schema or database is dropped";
    DROP_TABLE = "AL102" "drop-table" Error EVERY ["Atlas DS102", "squawk ban-drop-table", "Skeema allow-unsafe"]
        "A table is dropped with its rows";
    DROP_COLUMN = "AL103" "drop-column" Error EVERY
        ["Atlas DS103", "squawk ban-drop-column", "strong_migrations remove_column", "Skeema allow-unsafe"]
        "A column is dropped with its values";
    TRUNCATE = "AL104" "truncate" Error SERVERS ["squawk ban-truncate-cascade"]
        "A table is emptied";
    NARROWER_TYPE = "AL105" "narrower-type" Warning SERVERS ["Skeema allow-unsafe"]
        "A type becomes too narrow for values that may be there";
    ALL_ROWS = "AL106" "all-rows" Error EVERY []
        "An UPDATE or DELETE has no WHERE";
    DROP_ENUM_VALUE = "AL107" "drop-enum-value" Error EVERY ["Atlas MY110", "Atlas MY120"]
        "A value of an enum or set is removed";
    DROP_OBJECT = "AL108" "drop-object" Warning EVERY []
        "A view, routine, sequence, type or extension is dropped";
    NO_WAY_BACK = "AL109" "no-way-back" Off EVERY []
        "The migration has no downgrade";
    CASCADE = "AL110" "drop-cascade" Warning POSTGRES ["squawk ban-truncate-cascade"]
        "CASCADE takes away more than the statement names";
}
