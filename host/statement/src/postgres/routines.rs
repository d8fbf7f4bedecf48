//! Functions and procedures that a statement calls, or has called for it.

use std::collections::HashSet;
use std::sync::LazyLock;

use aludel_grants::AccessKind;
use squawk_syntax::{SyntaxKind, SyntaxNode};

use super::{names, place, relations, sequences, settings};
use crate::found::{Found, Name};

/// Functions of the server that touch nothing but their arguments, catalogues and sequences.
static HARMLESS: LazyLock<HashSet<&str>> = LazyLock::new(|| include_str!("harmless.txt").split_whitespace().collect());

/// Schemas of extensions that reach out of the database.
const OUTSIDE_SCHEMAS: [&str; 6] = ["aws_s3", "aws_lambda", "aws_commons", "cron", "http", "net"];

/// Adds the routine that the node calls or refers to.
pub(super) fn read(node: &SyntaxNode, found: &mut Found<'_>) {
    match node.kind() {
        SyntaxKind::CALL_EXPR => read_call(node, found),
        SyntaxKind::FUNCTION_NAME_REF | SyntaxKind::PROCEDURE_NAME_REF | SyntaxKind::ROUTINE_NAME_REF => {
            read_reference(node, found);
        }
        // `SFUNC = f` of an aggregate, `FUNCTION = f` of an operator.
        SyntaxKind::ATTRIBUTE_VALUE => read_value(node, found),
        _ => {}
    }
}

fn read_call(node: &SyntaxNode, found: &mut Found<'_>) {
    let called = node.children().next().filter(|child| child.kind() != SyntaxKind::ARG_LIST);
    let name = match called {
        Some(child) if matches!(child.kind(), SyntaxKind::NAME_REF | SyntaxKind::FIELD_EXPR) => names::name(&child),
        // Functions with a syntax of their own, such as `substring(a FROM 1)`, are the server's.
        Some(_) => return,
        None => None,
    };
    let Some(name) = name else { return found.add(AccessKind::CallRoutine) };
    if name.is("set_config") {
        settings::read_call(node, found);
        return;
    }
    if name.is("setval") || name.is("nextval") || name.is("currval") {
        sequences::read_call(node, &name, found);
    }
    // The arguments of a trigger's function are texts, but the function is called as any other.
    add_call(&name, found);
}

fn read_reference(node: &SyntaxNode, found: &mut Found<'_>) {
    let (Some(name), Some(place)) = (names::name(node), place::of(node)) else { return };
    if place.kind() == SyntaxKind::CALL {
        add_call(&name, found);
    } else if relations::is_privilege(place.kind()) {
        // Whoever may call it is another's affair.
    } else {
        add_reach(&name, found);
    }
}

fn read_value(node: &SyntaxNode, found: &mut Found<'_>) {
    if let Some(name) = names::name(node) {
        add_reach(&name, found);
    }
}

fn add_call(name: &Name, found: &mut Found<'_>) {
    let is_of_the_server = name.schema.as_deref().is_none_or(|schema| schema == "pg_catalog");
    let is_harmless = is_of_the_server && HARMLESS.contains(name.name.as_str());
    if !add_reach(name, found) && !is_harmless {
        found.add_to(AccessKind::CallRoutine, name);
    }
}

/// Adds what a function does beyond the tables of the database; tells whether it is one that does.
pub(super) fn add_reach(name: &Name, found: &mut Found<'_>) -> bool {
    let is_outside = name.schema.as_deref().is_some_and(|schema| OUTSIDE_SCHEMAS.contains(&schema));
    let reach = if is_outside { Some(AccessKind::Connection) } else { reach(&name.name) };
    if let Some(kind) = reach.clone() {
        found.add_to(kind, name);
    }
    reach.is_some()
}

fn reach(name: &str) -> Option<AccessKind> {
    if is_file(name) {
        Some(AccessKind::ServerFile)
    } else if is_connection(name) {
        Some(AccessKind::Connection)
    } else if is_server(name) {
        Some(AccessKind::ServerSetting)
    } else if runs_text(name) {
        Some(AccessKind::Code)
    } else if name.starts_with("pg_advisory_unlock") {
        // It could let go of the lock of the run.
        Some(AccessKind::Transaction)
    } else if name == "set_config" {
        Some(AccessKind::Role)
    } else if name == "pg_notify" {
        Some(AccessKind::SessionSetting)
    } else {
        None
    }
}

fn is_file(name: &str) -> bool {
    const NAMES: [&str; 13] = [
        "pg_stat_file",
        "pg_current_logfile",
        "pg_logdir_ls",
        "pg_hba_file_rules",
        "pg_ident_file_mappings",
        "pg_show_all_file_settings",
        "pg_config",
        "pg_relation_filepath",
        "pg_tablespace_location",
        "lo_import",
        "lo_export",
        "be_lo_import",
        "be_lo_export",
    ];
    const PREFIXES: [&str; 5] = ["pg_read_", "pg_ls_", "pg_file_", "pg_get_wal_", "pg_wal_summary"];
    NAMES.contains(&name) || PREFIXES.iter().any(|prefix| name.starts_with(prefix))
}

fn is_connection(name: &str) -> bool {
    const NAMES: [&str; 10] = [
        "pg_terminate_backend",
        "pg_cancel_backend",
        "pg_create_physical_replication_slot",
        "pg_create_logical_replication_slot",
        "pg_copy_physical_replication_slot",
        "pg_copy_logical_replication_slot",
        "pg_drop_replication_slot",
        "pg_replication_slot_advance",
        "pg_sync_replication_slots",
        "http",
    ];
    const PREFIXES: [&str; 5] = ["dblink", "postgres_fdw_", "pg_logical_", "pg_replication_origin_", "http_"];
    NAMES.contains(&name) || PREFIXES.iter().any(|prefix| name.starts_with(prefix))
}

fn is_server(name: &str) -> bool {
    const NAMES: [&str; 16] = [
        "pg_reload_conf",
        "pg_rotate_logfile",
        "pg_switch_wal",
        "pg_create_restore_point",
        "pg_start_backup",
        "pg_stop_backup",
        "pg_backup_start",
        "pg_backup_stop",
        "pg_promote",
        "pg_wal_replay_pause",
        "pg_wal_replay_resume",
        "pg_log_backend_memory_contexts",
        "pg_log_standby_snapshot",
        "pg_import_system_collations",
        "pg_extension_config_dump",
        "pg_stop_making_pinned_objects",
    ];
    const PREFIXES: [&str; 3] = ["pg_stat_reset", "binary_upgrade_", "pg_nextoid"];
    NAMES.contains(&name) || PREFIXES.iter().any(|prefix| name.starts_with(prefix))
}

/// Functions that run a text as a statement, or read whatever they are told to.
fn runs_text(name: &str) -> bool {
    const NAMES: [&str; 4] = ["ts_stat", "ts_rewrite", "connectby", "xpath_table"];
    const PREFIXES: [&str; 6] =
        ["query_to_xml", "cursor_to_xml", "table_to_xml", "schema_to_xml", "database_to_xml", "crosstab"];
    NAMES.contains(&name) || PREFIXES.iter().any(|prefix| name.starts_with(prefix))
}
