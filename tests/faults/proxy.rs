//! A proxy between a runner and a server that counts what the runner sends, and cuts one of its connections.

use std::io::{self, Read, Write as _};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use url::Url;

use crate::databases::Kind;

/// How late what is late arrives: long after the runner has asked what became of it.
const LATENCY: Duration = Duration::from_millis(300);
/// A message that is longer is none of those that are sent here.
const MESSAGE_BYTES_MAX: usize = 16 << 20;

/// At which message of a runner its connection is cut; they are counted from 0 over all of its connections.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// Whatever it is.
    Message(usize),
    /// Of those that ask for a commit.
    Commit(usize),
}

/// How it is cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cut {
    /// The message does not arrive.
    Before,
    /// It arrives, and the server is done with it when the runner loses the connection.
    After,
    /// The runner loses the connection first, and the message arrives later all the same.
    Late,
}

impl Cut {
    pub(crate) const ALL: [Self; 3] = [Self::Before, Self::After, Self::Late];
}

/// What is to happen, and what has.
#[derive(Debug)]
struct Plan {
    kind: Kind,
    place: Place,
    cut: Cut,
    messages: AtomicUsize,
    commits: AtomicUsize,
    has_cut: AtomicBool,
}

/// A proxy that listens for as long as the process lives.
#[derive(Debug)]
pub(crate) struct Proxy {
    plan: Arc<Plan>,
    url: Url,
}

impl Proxy {
    /// Starts one in front of the server that a URL names.
    pub(crate) fn start(kind: Kind, url: &str, place: Place, cut: Cut) -> Result<Self, String> {
        let mut url = Url::parse(url).map_err(|error| error.to_string())?;
        let server = url.socket_addrs(|| None).map_err(|error| error.to_string())?;
        let listener = TcpListener::bind("127.0.0.1:0").map_err(|error| error.to_string())?;
        let port = listener.local_addr().map_err(|error| error.to_string())?.port();
        url.set_host(Some("127.0.0.1"))
            .and_then(|()| url.set_port(Some(port)).map_err(|()| url::ParseError::InvalidPort))
            .map_err(|error| error.to_string())?;
        // What is encrypted cannot be counted.
        url.set_query(Some(if kind.is_mysql_family() { "ssl-mode=disabled" } else { "sslmode=disable" }));
        let counts = || AtomicUsize::new(0);
        let has_cut = AtomicBool::new(false);
        let plan = Arc::new(Plan { kind, place, cut, messages: counts(), commits: counts(), has_cut });
        let shared = Arc::clone(&plan);
        thread::spawn(move || {
            for runner in listener.incoming().map_while(Result::ok) {
                // A server that is not there is a connection that ends.
                let Ok(server) = TcpStream::connect(&*server) else { continue };
                let _ = connect(&shared, runner, server);
            }
        });
        Ok(Self { plan, url })
    }

    /// The URL that leads through it.
    pub(crate) fn url(&self) -> &str {
        self.url.as_str()
    }

    /// How many messages came.
    pub(crate) fn messages(&self) -> usize {
        self.plan.messages.load(Ordering::SeqCst)
    }

    /// Whether the message came at which it cuts.
    pub(crate) fn has_cut(&self) -> bool {
        self.plan.has_cut.load(Ordering::SeqCst)
    }
}

/// Both ways, each in a thread of its own.
fn connect(plan: &Arc<Plan>, runner: TcpStream, server: TcpStream) -> io::Result<()> {
    let is_mute = Arc::new(AtomicBool::new(false));
    let back = Answers { server: server.try_clone()?, runner: runner.try_clone()?, is_mute: Arc::clone(&is_mute) };
    let forth = Questions { plan: Arc::clone(plan), runner, server, is_mute };
    thread::spawn(move || back.carry());
    thread::spawn(move || forth.carry());
    Ok(())
}

/// From the server to the runner.
struct Answers {
    server: TcpStream,
    runner: TcpStream,
    is_mute: Arc<AtomicBool>,
}

impl Answers {
    /// Until the server ends the connection: then it has done everything that it was sent.
    fn carry(mut self) {
        let mut bytes = vec![0; 1 << 16];
        while let Ok(count @ 1..) = self.server.read(&mut bytes) {
            if !self.is_mute.load(Ordering::SeqCst) && self.runner.write_all(&bytes[..count]).is_err() {
                break;
            }
        }
        end(&self.runner);
    }
}

/// From the runner to the server.
struct Questions {
    plan: Arc<Plan>,
    runner: TcpStream,
    server: TcpStream,
    is_mute: Arc<AtomicBool>,
}

impl Questions {
    fn carry(mut self) {
        let mut is_first = true;
        while let Ok(message) = self.read(is_first) {
            is_first = false;
            if self.plan.is_place(&message) {
                return self.cut(&message);
            }
            if self.server.write_all(&message).is_err() {
                break;
            }
        }
        let _ = self.server.shutdown(Shutdown::Write);
    }

    fn cut(&mut self, message: &[u8]) {
        self.is_mute.store(true, Ordering::SeqCst);
        match self.plan.cut {
            Cut::Before => {
                end(&self.runner);
                return end(&self.server);
            }
            Cut::After => {}
            Cut::Late => {
                end(&self.runner);
                thread::sleep(LATENCY);
            }
        }
        // A server that is gone does nothing with it.
        let _ = self.server.write_all(message);
        let _ = self.server.shutdown(Shutdown::Write);
    }

    /// One message, with everything around it.
    fn read(&mut self, is_first: bool) -> io::Result<Vec<u8>> {
        match self.plan.kind {
            // A length in three bytes, a number, and so many bytes.
            Kind::MariaDb | Kind::Mysql => {
                self.read_framed(4, |head| u32::from_le_bytes([head[0], head[1], head[2], 0]), 0)
            }
            // The first has no type; the length counts itself.
            _ if is_first => self.read_framed(4, |head| u32::from_be_bytes([head[0], head[1], head[2], head[3]]), 4),
            _ => self.read_framed(5, |head| u32::from_be_bytes([head[1], head[2], head[3], head[4]]), 4),
        }
    }

    fn read_framed(&mut self, head_bytes: usize, length: fn(&[u8]) -> u32, counted: usize) -> io::Result<Vec<u8>> {
        let mut message = vec![0; head_bytes];
        self.runner.read_exact(&mut message)?;
        let rest = usize::try_from(length(&message)).unwrap_or(usize::MAX).saturating_sub(counted);
        if rest > MESSAGE_BYTES_MAX {
            return Err(io::ErrorKind::InvalidData.into());
        }
        message.resize(head_bytes + rest, 0);
        self.runner.read_exact(&mut message[head_bytes..])?;
        Ok(message)
    }
}

impl Plan {
    /// Counts a message, and tells whether it is the one.
    fn is_place(&self, message: &[u8]) -> bool {
        let number = self.messages.fetch_add(1, Ordering::SeqCst);
        let is_place = match self.place {
            Place::Message(place) => number == place,
            Place::Commit(place) => self.is_commit(message) && self.commits.fetch_add(1, Ordering::SeqCst) == place,
        };
        self.has_cut.fetch_or(is_place, Ordering::SeqCst);
        is_place
    }

    /// A text that begins with the word: a simple query there, and `COM_QUERY` here.
    fn is_commit(&self, message: &[u8]) -> bool {
        let (kind, text) = match self.kind {
            Kind::MariaDb | Kind::Mysql => (message.get(4) == Some(&3), message.get(5..)),
            _ => (message.first() == Some(&b'Q'), message.get(5..)),
        };
        kind && text.is_some_and(|text| text.starts_with(b"COMMIT"))
    }
}

/// A connection that is gone needs no end.
fn end(stream: &TcpStream) {
    let _ = stream.shutdown(Shutdown::Both);
}
