//! Questions on a terminal.

use std::io::{self, BufRead as _};

use aludel_engine::{Answer, Questioner, SuspicionReport, UnsignedPackage};

use crate::render::printable::one_line;
use crate::render::style::{NOTE, paint};
use crate::shell::write_err;

/// How often a person is asked again who says neither yes nor no.
const TRIES: usize = 3;

/// Somebody at a terminal.
#[derive(Debug)]
pub(crate) struct Terminal;

impl Questioner for Terminal {
    fn is_renamed(&self, suspicion: &SuspicionReport) -> Answer {
        ask(&suspicion.question)
    }

    fn drops_everything(&self, tables: usize) -> Answer {
        ask(&format!("the target holds no table; shall all of the {tables} that are there be dropped?"))
    }

    fn takes_unsigned(&self, package: &UnsignedPackage) -> Answer {
        let UnsignedPackage { name, version, digest, may, follows } = package;
        let may: Vec<String> = may.iter().map(|part| one_line(part)).collect();
        let title = one_line(&format!("{name} {version}"));
        let unlike = follows.as_ref().map(|signed| format!(", unlike {} (by {})", signed.package, signed.signer));
        let unlike = one_line(&unlike.unwrap_or_default());
        write_err(&format!("nobody signed {title}{unlike}\nit is {digest}\nit may {}\n", may.join("; ")));
        ask(&format!("take {title} as it is?"))
    }
}

fn ask(question: &str) -> Answer {
    for _ in 0..TRIES {
        write_err(&format!("{} {} [y/n] ", paint(NOTE, "?"), one_line(question)));
        let mut line = String::new();
        match io::stdin().lock().read_line(&mut line) {
            Ok(1..) => {}
            _ => return Answer::None,
        }
        match line.trim().to_ascii_lowercase().as_str() {
            "y" | "yes" => return Answer::Yes,
            "n" | "no" => return Answer::No,
            _ => {}
        }
    }
    Answer::None
}
