//! `GRANT` and `REVOKE`.

use aludel_grants::AccessKind;

use super::pieces::Pieces;
use crate::found::Found;

/// Adds what is granted or revoked: privileges on objects, or what makes a login another one.
pub(super) fn read(pieces: &Pieces, found: &mut Found<'_>) {
    let end = pieces.find(1, &["to", "from"]).unwrap_or(pieces.len());
    let on = pieces.find(1, &["on"]).filter(|&on| on < end);
    let Some(on) = on else { return found.add(AccessKind::Role) };
    // `*.*` is the whole server, and with IDENTIFIED the login is made or changed as well.
    let is_server = pieces.are(on + 1, &["*", ".", "*"]) || pieces.are(on + 2, &["*", ".", "*"]);
    let changes_login = pieces.find(0, &["identified", "proxy", "require"]).is_some();
    if is_server || changes_login {
        found.add(AccessKind::Role);
    }
    let object = if pieces.is_any(on + 1, &["table", "function", "procedure", "package"]) { on + 2 } else { on + 1 };
    match pieces.name(object) {
        Some((name, _)) => found.add_to_table(AccessKind::Privileges, &name),
        None => found.add(AccessKind::Privileges),
    }
}
