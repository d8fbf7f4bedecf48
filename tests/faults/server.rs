//! The server is killed under a run, and started again from what it had written to its disk.

use crate::databases::{Kind, Server};
use crate::dice::Dice;
use crate::line::Line;
use crate::ordeal::{self, Blow};
use crate::own_server::OwnServer;
use crate::run::{Run, Told};
use crate::suite::Luck;
use crate::table::Tally;

/// Kills the server at points that are spread over all runs. It is one of its own, which others do not use, and which
/// flushes to its disk what it says is committed.
pub(crate) fn kill(server: &Server, luck: Luck) -> Result<Tally, String> {
    let own = OwnServer::start(server.kind())?;
    let server = own.find()?;
    let line = Line::new(server.kind(), luck.size);
    ordeal::run((&server, line), luck, luck.size.choose(2, 30), &mut Crash { own })
}

/// SIGKILL for the server, and now and then for the run as well.
struct Crash {
    own: OwnServer,
}

impl Blow for Crash {
    fn fall(&mut self, run: Run, dice: &mut Dice) -> Result<Told, String> {
        let is_of_one_session = self.own.kind() == Kind::Postgresql && dice.roll(3) == 0;
        if is_of_one_session && self.own.kill_a_session()? {
            // The server ends all other sessions as well, and goes through its log by itself.
            let told = run.end()?;
            self.own.await_answer()?;
            return Ok(told);
        }
        self.own.kill()?;
        let told = if dice.roll(4) == 0 { run.kill() } else { run.end() };
        self.own.restart()?;
        told
    }
}
