//! A registry that lists by itself what refers to a manifest, as the
//! [specification](https://github.com/opencontainers/distribution-spec/blob/v1.1.0/spec.md#listing-referrers) has it since 1.1.

use std::io::{BufRead as _, BufReader};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;

/// How many ports are tried: between the moment that one is free and that it is taken, somebody else may take it.
const PORTS_TRIED: usize = 5;

/// A registry on this machine, in memory; it ends with this.
pub(crate) struct ListingRegistry {
    process: Child,
    /// `127.0.0.1:PORT`.
    pub(crate) address: String,
}

impl ListingRegistry {
    /// Starts one. Without the program the test is not run, and says so.
    #[allow(
        clippy::print_stderr,
        clippy::disallowed_methods,
        reason = "the reader of a test run is told what was not run, in crates that may read the environment and in others"
    )]
    pub(crate) fn start() -> Option<Self> {
        let program = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/test-registry/bin/ferro-oci-server");
        if !program.exists() {
            let reason = format!("no {}; tests/setup installs it", program.display());
            assert!(std::env::var_os("TEST_REQUIRE").is_none(), "{reason}");
            eprintln!("not run: {reason}");
            return None;
        }
        let started = (0..PORTS_TRIED).find_map(|_| try_port(&program));
        Some(started.expect("one of several ports was free"))
    }
}

fn try_port(program: &Path) -> Option<ListingRegistry> {
    let address = TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr()).expect("a port is free");
    let mut command = Command::new(program);
    command.env("FERRO_OCI_LISTEN", address.to_string()).env("RUST_LOG", "info").env_remove("FERRO_OCI_STORAGE_DIR");
    let mut process = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("it was installed");
    let mut lines = BufReader::new(process.stdout.take().expect("it is a pipe")).lines().map_while(Result::ok);
    if !lines.any(|line| line.contains("listening")) {
        let _ = process.wait();
        return None;
    }
    // What it says from then on is read, too, so that it can go on.
    thread::spawn(move || lines.for_each(drop));
    Some(ListingRegistry { process, address: address.to_string() })
}

impl Drop for ListingRegistry {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
