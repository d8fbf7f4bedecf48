//! A suite with a short run and a long one: its options, what it tells of what it saw, and its table.

use std::env;
use std::io::Write as _;

use libtest_mimic::{Failed, Trial};

use crate::databases::{Kind, Server};
use crate::size::Size;
use crate::table::{Table, Tally};

/// What a run is made of.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Luck {
    pub(crate) size: Size,
    pub(crate) seed: u64,
}

/// A suite in a folder of its own.
#[derive(Debug)]
pub(crate) struct Suite {
    /// What its options begin with: `HOSTILE` for `HOSTILE_SIZE`, `HOSTILE_SEED` and `HOSTILE_ONLY`.
    pub(crate) options: &'static str,
    /// Where it counts.
    pub(crate) table: Table,
}

impl Suite {
    /// The size of the run, and its seed: the same every time, unless the option says otherwise.
    pub(crate) fn luck(&self) -> Luck {
        let size = Size::of(self.option("SIZE").as_deref());
        Luck { size, seed: self.option("SEED").and_then(|text| text.parse().ok()).unwrap_or(7) }
    }

    /// Words in the names of what is run; none for all of it.
    pub(crate) fn only(&self) -> Option<String> {
        self.option("ONLY")
    }

    /// What another of its options says.
    pub(crate) fn option(&self, name: &str) -> Option<String> {
        environment(&format!("{}_{name}", self.options))
    }

    /// A part that needs no server.
    pub(crate) fn alone(
        &'static self,
        name: &'static str,
        run: impl FnOnce(Luck) -> Result<Tally, String> + Send + 'static,
    ) -> Trial {
        let luck = self.luck();
        Trial::test(name, move || self.told(name, luck, run(luck)).map_err(Failed::from))
    }

    /// A part that needs a server. Without one it says so and passes, unless `TEST_REQUIRE` is set.
    pub(crate) fn on(
        &'static self,
        part: &'static str,
        kind: Kind,
        run: impl FnOnce(&Server, Luck) -> Result<Tally, String> + Send + 'static,
    ) -> Trial {
        let luck = self.luck();
        let (name, kept) = (format!("{part}::{}", kind.name()), format!("{part}-{}", kind.name()));
        Trial::test(name, move || match (Server::find(kind, environment), environment("TEST_REQUIRE")) {
            (Ok(server), _) => self.told(&kept, luck, run(&server, luck)).map_err(Failed::from),
            (Err(missing), Some(_)) => Err(Failed::from(missing)),
            (Err(missing), None) => {
                say(&format!("not run: {missing}"));
                Ok(())
            }
        })
    }

    /// Compares the table with what was seen, or writes it.
    pub(crate) fn check_table(&'static self) -> Trial {
        Trial::test("table", || self.table.check(is_update()).map_err(Failed::from))
    }

    /// Says what a part saw, and writes it down where that is asked for.
    fn told(&self, part: &str, luck: Luck, tally: Result<Tally, String>) -> Result<(), String> {
        let tally = tally.map_err(|problem| format!("seed {}: {problem}", luck.seed))?;
        let count: usize = tally.values().sum();
        let endings: Vec<String> = tally.iter().map(|(ending, count)| format!("{count} {ending}")).collect();
        say(&format!("{part}: {count}, seed {}: {}", luck.seed, endings.join(", ")));
        let is_result = count > 0 && luck.size == Size::Long;
        if is_result && is_update() { self.table.keep(part, &tally) } else { Ok(()) }
    }
}

fn is_update() -> bool {
    environment("UPDATE_DOCS").is_some()
}

pub(crate) fn environment(variable: &str) -> Option<String> {
    env::var(variable).ok()
}

/// With stderr closed there is nobody to tell.
pub(crate) fn say(text: &str) {
    let _ = writeln!(std::io::stderr(), "{text}");
}
