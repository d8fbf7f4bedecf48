//! The passphrases of private keys: from the environment, or from a person.

use std::env;
use std::io::{self, IsTerminal as _};

/// Where passphrases are looked for; the second one is cosign's.
const VARIABLES: [&str; 2] = ["ALUDEL_KEY_PASSPHRASE", "COSIGN_PASSWORD"];

/// The passphrase of the key in that file.
pub(crate) fn of_key(file: &str) -> Option<String> {
    from_environment().or_else(|| ask(&format!("passphrase of {}: ", file.escape_debug())))
}

/// A passphrase for a new key, asked for twice.
pub(crate) fn of_new_key() -> Option<String> {
    if let Some(passphrase) = from_environment() {
        return Some(passphrase).filter(|passphrase| !passphrase.is_empty());
    }
    let once = ask("passphrase of the new key: ").filter(|passphrase| !passphrase.is_empty())?;
    let again = ask("the same once more: ")?;
    (once == again).then_some(once)
}

fn from_environment() -> Option<String> {
    VARIABLES.into_iter().find_map(|name| env::var(name).ok())
}

/// What is typed is not shown.
fn ask(prompt: &str) -> Option<String> {
    let has_person = io::stdin().is_terminal() && io::stderr().is_terminal();
    has_person.then(|| rpassword::prompt_password(prompt).ok()).flatten()
}
