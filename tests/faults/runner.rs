//! The runner is killed.

use crate::databases::{Kind, Server};
use crate::dice::Dice;
use crate::line::Line;
use crate::ordeal::{self, Blow};
use crate::run::{Run, Told};
use crate::suite::Luck;
use crate::table::Tally;

/// SIGKILL, which no process can do anything about.
struct Kill;

impl Blow for Kill {
    fn fall(&mut self, run: Run, _: &mut Dice) -> Result<Told, String> {
        run.kill()
    }
}

/// Kills runs at points that are spread over all of them.
pub(crate) fn kill(server: &Server, luck: Luck) -> Result<Tally, String> {
    let short = if server.kind() == Kind::Sqlite { 25 } else { 15 };
    let line = Line::new(server.kind(), luck.size);
    ordeal::run((server, line), luck, luck.size.choose(short, 1_000), &mut Kill)
}

/// The same where migrations have a login of their own.
pub(crate) fn kill_with_two_logins(server: &Server, luck: Luck) -> Result<Tally, String> {
    let line = Line::new(server.kind(), luck.size).with_two_logins();
    ordeal::run((server, line), luck, luck.size.choose(10, 300), &mut Kill)
}
