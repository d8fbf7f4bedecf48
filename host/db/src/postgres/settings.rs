//! What a connection is set to, whether for its life or for one transaction.

use std::time::Duration;

use crate::connect::ConnectOptions;

/// What is set, and to what, as `SET` takes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Setting {
    pub(super) name: &'static str,
    pub(super) value: String,
}

/// The forms that values are read in.
pub(super) const FORMS: [(&str, &str); 7] = [
    ("datestyle", "'ISO, MDY'"),
    ("timezone", "'UTC'"),
    ("standard_conforming_strings", "on"),
    ("intervalstyle", "'postgres'"),
    ("bytea_output", "'hex'"),
    ("extra_float_digits", "3"),
    ("cursor_tuple_fraction", "1.0"),
];

/// How long the server bears with this connection.
pub(super) fn limits(options: &ConnectOptions) -> [Setting; 3] {
    [
        Setting { name: "statement_timeout", value: milliseconds(options.statement_timeout) },
        Setting { name: "lock_timeout", value: milliseconds(options.lock_timeout) },
        Setting { name: "idle_in_transaction_session_timeout", value: "'5min'".to_owned() },
    ]
}

/// Frees the lock of a client that was killed soon. Servers before 14, and those on systems which cannot tell, refuse it.
pub(super) fn client_check() -> Setting {
    Setting { name: "client_connection_check_interval", value: "'1s'".to_owned() }
}

/// Where names are looked up, from the value as the server shows it.
pub(super) fn search_path(shown: &str) -> Setting {
    let value = if shown.trim().is_empty() { "''".to_owned() } else { shown.to_owned() };
    Setting { name: "search_path", value }
}

/// At least one, because zero stands for no timeout.
fn milliseconds(duration: Duration) -> String {
    if duration.is_zero() { "0".to_owned() } else { duration.as_millis().clamp(1, i32::MAX as u128).to_string() }
}
