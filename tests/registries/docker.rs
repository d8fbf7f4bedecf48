//! The registry that most others run, as this machine has it, with who may do what in it.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::thread;

use tempfile::TempDir;

/// A registry on this machine; it ends with this.
pub(crate) struct DockerRegistry {
    process: Child,
    /// `127.0.0.1:PORT`.
    pub(crate) address: String,
    _place: TempDir,
}

impl DockerRegistry {
    /// Starts one with these lines in its configuration, such as who may do what, and the files that they name, in `FOLDER`.
    /// Without the program the test is not run, and says so.
    #[allow(
        clippy::print_stderr,
        clippy::disallowed_methods,
        reason = "the reader of a test run is told what was not run, in crates that may read the environment and in others"
    )]
    pub(crate) fn start(settings: &str, files: &[(&str, &str)]) -> Option<Self> {
        let place = tempfile::tempdir().expect("a temporary folder can be made");
        let folder = place.path().display().to_string();
        for (name, text) in files {
            std::fs::write(place.path().join(name), text).expect("the folder is writable");
        }
        let text = format!(
            "version: 0.1\nlog: {{level: info}}\nstorage: {{filesystem: {{rootdirectory: FOLDER/storage}}}}\n\
             http: {{addr: \"127.0.0.1:0\"}}\n{settings}\n"
        );
        let config = place.path().join("config.yml");
        std::fs::write(&config, text.replace("FOLDER", &folder)).expect("the folder is writable");
        let mut command = Command::new("docker-registry");
        command.arg("serve").arg(&config).stdout(Stdio::null()).stderr(Stdio::piped());
        let Ok(mut process) = command.spawn() else {
            assert!(std::env::var_os("TEST_REQUIRE").is_none(), "no docker-registry; tests/setup installs it");
            eprintln!("not run: no docker-registry; tests/setup installs it");
            return None;
        };
        let address = listening(&mut process);
        Some(Self { process, address, _place: place })
    }
}

/// Where it says that it listens. What it says from then on is read, too, so that it can go on.
fn listening(process: &mut Child) -> String {
    let mut lines = BufReader::new(process.stderr.take().expect("it is a pipe")).lines().map_while(Result::ok);
    let line = lines.find(|line| line.contains("listening on ")).expect("it starts");
    thread::spawn(move || lines.for_each(drop));
    let rest = line.split("listening on ").nth(1).unwrap_or_default();
    rest.chars().take_while(|character| character.is_ascii_digit() || ".:".contains(*character)).collect()
}

impl Drop for DockerRegistry {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
