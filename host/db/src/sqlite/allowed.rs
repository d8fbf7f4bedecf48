//! Which functions, pragmas and virtual tables of the library are harmless, and what the others amount to.
//!
//! The lists hold everything that the bundled library has. What a later one brings is on none, and so is judged as code.

use aludel_grants::AccessKind;

/// Functions that compute, and reach nothing but their arguments and the connection's own counters.
#[rustfmt::skip]
const FUNCTIONS: &[&str] = &[
    "->", "->>", "abs", "acos", "acosh", "asin", "asinh", "atan", "atan2", "atanh", "avg", "bm25", "ceil",
    "ceiling", "changes", "char", "coalesce", "concat", "concat_ws", "cos", "cosh", "count", "cume_dist",
    "current_date", "current_time", "current_timestamp", "date", "datetime", "degrees", "dense_rank", "exp",
    "first_value", "floor", "format", "fts5", "fts5_get_locale", "fts5_insttoken", "fts5_locale", "fts5_source_id",
    "geopoly_area", "geopoly_bbox", "geopoly_blob", "geopoly_ccw", "geopoly_contains_point", "geopoly_debug",
    "geopoly_group_bbox", "geopoly_json", "geopoly_overlap", "geopoly_regular", "geopoly_svg", "geopoly_within",
    "geopoly_xform", "glob", "group_concat", "hex", "highlight", "if", "ifnull", "iif", "instr", "json",
    "json_array", "json_array_insert", "json_array_length", "json_error_position", "json_extract",
    "json_group_array", "json_group_object", "json_insert", "json_object", "json_patch", "json_pretty",
    "json_quote", "json_remove", "json_replace", "json_set", "json_type", "json_valid", "jsonb", "jsonb_array",
    "jsonb_array_insert", "jsonb_extract", "jsonb_group_array", "jsonb_group_object", "jsonb_insert",
    "jsonb_object", "jsonb_patch", "jsonb_remove", "jsonb_replace", "jsonb_set", "julianday", "lag",
    "last_insert_rowid", "last_value", "lead", "length", "like", "likelihood", "likely", "ln", "log", "log10",
    "log2", "lower", "ltrim", "match", "matchinfo", "max", "median", "min", "mod", "nth_value", "ntile", "nullif",
    "octet_length", "offsets", "optimize", "percent_rank", "percentile", "percentile_cont", "percentile_disc", "pi",
    "pow", "power", "printf", "quote", "radians", "random", "randomblob", "rank", "regexp", "replace", "round",
    "row_number", "rtreecheck", "rtreedepth", "rtreenode", "rtrim", "sign", "sin", "sinh", "snippet", "soundex",
    "sqlite_compileoption_get", "sqlite_compileoption_used", "sqlite_log", "sqlite_source_id", "sqlite_version",
    "sqrt", "stddev", "strftime", "string_agg", "substr", "substring", "subtype", "sum", "tan", "tanh", "time",
    "timediff", "total", "total_changes", "trim", "trunc", "typeof", "unhex", "unicode", "unistr", "unistr_quote",
    "unixepoch", "unlikely", "upper", "zeroblob",
];

/// Functions that load code, or take its address.
const LOADERS: &[&str] = &["load_extension", "fts3_tokenizer"];

/// Functions that only the library's own statements can call, such as those of ANALYZE, and the host's own, which answer
/// nobody else.
const INTERNAL: &[&str] = &["stat_init", "stat_push", "stat_get", "aludel_holds", "aludel_value"];

/// Pragmas that tell about the schema and the data, whatever their argument.
#[rustfmt::skip]
const TELLING: &[&str] = &[
    "collation_list", "compile_options", "data_version", "foreign_key_check", "foreign_key_list", "freelist_count",
    "function_list", "index_info", "index_list", "index_xinfo", "integrity_check", "module_list", "page_count",
    "pragma_list", "quick_check", "table_info", "table_list", "table_xinfo",
];

/// Pragmas that are settings of the connection, or fields of the file that belong to the migrations. To read them is
/// harmless.
#[rustfmt::skip]
const SETTINGS: &[&str] = &[
    "analysis_limit", "application_id", "auto_vacuum", "automatic_index", "cache_size", "cache_spill",
 "cell_size_check", "defer_foreign_keys", "foreign_keys", "ignore_check_constraints",
    "incremental_vacuum", "legacy_alter_table", "optimize", "page_size", "recursive_triggers",
    "reverse_unordered_selects", "secure_delete", "user_version", "wal_checkpoint",
];

/// Pragmas that are settings of the file, for everybody who opens it, or of how safe it is on its disk. To read them is
/// harmless.
#[rustfmt::skip]
const FILE_SETTINGS: &[&str] = &[
    "encoding", "fullfsync", "checkpoint_fullfsync", "journal_mode", "journal_size_limit", "locking_mode",
    "max_page_count", "synchronous", "wal_autocheckpoint",
];

/// Pragmas that may be read, and set by nobody but the host.
const HOST_SETTINGS: &[&str] = &["busy_timeout", "query_only", "schema_version", "temp_store", "trusted_schema"];

/// Virtual tables that are there without being created, and reach nothing but their arguments. Those that stand for a
/// pragma are judged as the pragma.
const TABLES: &[&str] = &["json_each", "json_tree"];

/// Virtual tables that are there without being created, and show the file or the connection from the inside.
const INSIDE_TABLES: &[&str] = &["bytecode", "completion", "dbstat", "fts3tokenize", "tables_used"];

/// What calling a function amounts to; none where it is harmless.
pub(super) fn function(name: &str) -> Option<AccessKind> {
    if holds(FUNCTIONS, name) || holds(INTERNAL, name) || is_internal(name) {
        None
    } else if holds(LOADERS, name) {
        Some(AccessKind::ServerFile)
    } else {
        Some(AccessKind::CallRoutine)
    }
}

/// The functions of ALTER TABLE: `sqlite_rename_column` and the like. A guest that names one is told that there is none.
fn is_internal(name: &str) -> bool {
    ["sqlite_rename_", "sqlite_drop_", "sqlite_add_", "sqlite_fail", "sqlite_find_"]
        .iter()
        .any(|start| name.starts_with(start))
}

/// What a pragma amounts to; none where it is harmless.
pub(super) fn pragma(name: &str, argument: &str) -> Option<AccessKind> {
    let is_read = argument.is_empty() && !holds(&["incremental_vacuum", "optimize", "wal_checkpoint"], name);
    let is_readable = [SETTINGS, FILE_SETTINGS, HOST_SETTINGS].iter().any(|list| holds(list, name));
    if holds(TELLING, name) || (is_read && is_readable) {
        None
    } else if holds(SETTINGS, name) {
        Some(AccessKind::SessionSetting)
    } else if holds(FILE_SETTINGS, name) {
        Some(AccessKind::ServerSetting)
    } else {
        Some(AccessKind::Pragma)
    }
}

/// What reading a table amounts to; none where it is harmless.
pub(super) fn table(name: &str) -> Option<AccessKind> {
    if holds(TABLES, name) || starts_with(name, "pragma_") || is_of_the_schema(name) {
        None
    } else if holds(INSIDE_TABLES, name) || starts_with(name, "sqlite_") {
        Some(AccessKind::VirtualTable(name.to_ascii_lowercase()))
    } else {
        Some(AccessKind::Read)
    }
}

/// Whether a table is one of those that the library keeps the schema and its statistics in.
pub(super) fn is_of_the_schema(name: &str) -> bool {
    const SCHEMA: [&str; 5] =
        ["sqlite_schema", "sqlite_master", "sqlite_temp_schema", "sqlite_temp_master", "sqlite_sequence"];
    holds(&SCHEMA, name) || starts_with(name, "sqlite_stat")
}

fn holds(list: &[&str], name: &str) -> bool {
    list.iter().any(|known| known.eq_ignore_ascii_case(name))
}

fn starts_with(name: &str, start: &str) -> bool {
    name.get(..start.len()).is_some_and(|found| found.eq_ignore_ascii_case(start))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pragmas_are_told_apart() {
        let cases = [
            (("table_info", "t"), None),
            (("FOREIGN_KEYS", ""), None),
            (("foreign_keys", "off"), Some(AccessKind::SessionSetting)),
            (("optimize", ""), Some(AccessKind::SessionSetting)),
            (("journal_mode", ""), None),
            (("journal_mode", "off"), Some(AccessKind::ServerSetting)),
            (("busy_timeout", ""), None),
            (("busy_timeout", "0"), Some(AccessKind::Pragma)),
            (("writable_schema", ""), Some(AccessKind::Pragma)),
            (("database_list", ""), Some(AccessKind::Pragma)),
        ];
        for ((name, argument), expected) in cases {
            assert_eq!(pragma(name, argument), expected, "{name} {argument}");
        }
    }

    #[test]
    fn tables_that_nobody_created_are_told_apart() {
        assert_eq!(table("orders"), Some(AccessKind::Read));
        assert_eq!(table("sqlite_schema"), None);
        assert_eq!(table("pragma_table_info"), None);
        assert_eq!(table("json_each"), None);
        assert_eq!(table("SQLITE_DBPAGE"), Some(AccessKind::VirtualTable("sqlite_dbpage".to_owned())));
    }
}
