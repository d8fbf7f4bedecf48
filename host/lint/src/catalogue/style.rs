//! AL7: types, names and indexes.

super::family! { Style;
    PADDED_TEXT = "AL701" "padded-text" Note POSTGRES ["squawk ban-char-field"]
        "A column is padded with spaces";
    LIMITED_TEXT = "AL702" "limited-text" Off POSTGRES ["squawk prefer-text-field"]
        "A text is limited by its type";
    WALL_CLOCK = "AL703" "wall-clock" Note POSTGRES ["squawk prefer-timestamptz"]
        "A time has no zone";
    SMALL_KEY = "AL704" "small-key" Note SERVERS
        ["squawk prefer-bigint-over-int", "squawk prefer-bigint-over-smallint", "Skeema auto-inc", "Skeema pk-type"]
        "A counted key has 32 bits or less";
    PLAIN_JSON = "AL705" "plain-json" Note POSTGRES ["strong_migrations add_column_json"]
        "A column is json and not jsonb";
    SERIAL = "AL706" "serial" Note POSTGRES ["squawk prefer-identity"]
        "A column is serial and not an identity column";
    MONEY = "AL707" "money" Note EVERY ["Skeema has-float"]
        "An amount of money is a binary fraction";
    RESERVED_WORD = "AL708" "reserved-word" Note EVERY ["Skeema reserved-word"]
        "A name must be quoted wherever it is used";
    CUT_NAME = "AL709" "cut-name" Warning POSTGRES ["squawk identifier-too-long"]
        "A name is longer than the server keeps";
    NAMING = "AL710" "naming" Warning EVERY
        ["Atlas NM101", "Atlas NM102", "Atlas NM103", "Atlas NM104", "Atlas NM105", "Atlas NM106", "Skeema name-case"]
        "A name does not fit the project's pattern";
    WIDE_INDEX = "AL711" "wide-index" Note EVERY ["strong_migrations add_index_columns"]
        "An index has more than three columns";
    REDUNDANT_INDEX = "AL712" "redundant-index" Note EVERY ["Skeema dupe-index"]
        "An index does nothing that another one does not";
    UNINDEXED_KEY = "AL713" "unindexed-foreign-key" Note INDEXERS ["strong_migrations add_reference"]
        "No index serves a foreign key";
    NO_PRIMARY_KEY = "AL714" "no-primary-key" Warning SERVERS ["Skeema pk"]
        "A table has no primary key";
    NOT_ROBUST = "AL715" "not-robust" Off POSTGRES ["squawk prefer-robust-stmts"]
        "A statement outside of transactions cannot run twice";
    DOMAIN_CHECK = "AL716" "domain-check" Warning POSTGRES
        ["squawk ban-create-domain-with-constraint", "squawk ban-alter-domain-with-add-constraint"]
        "A domain has a constraint";
    ENUM_PLACE = "AL717" "enum-place" Off POSTGRES ["squawk require-enum-value-ordering"]
        "A value is added to an enum without its place";
    NO_SCHEMA = "AL718" "no-schema" Off POSTGRES ["squawk require-table-schema"]
        "A table is made without naming its schema";
}
