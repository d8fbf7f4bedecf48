//! A server that answers as it is told, and keeps what it was asked.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

/// One answer.
#[derive(Clone)]
pub(crate) enum Reply {
    /// A status, headers, and a body whose length is told.
    Whole(u16, Vec<String>, Vec<u8>),
    /// Headers as they are, and this body, after which the connection ends.
    Raw(String, Vec<u8>),
    /// A body in chunks of zeros that never ends.
    Endless,
    /// Nothing at all, for as long as the other side waits.
    Silence,
}

/// What was asked: the method and the path, the headers that say of whom and who asks, and what was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Asked {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) host: String,
    pub(crate) authorization: Option<String>,
    pub(crate) body: Vec<u8>,
}

/// A server on this machine, for as long as the test runs.
pub(crate) struct Impostor {
    /// `127.0.0.1:PORT`.
    pub(crate) address: String,
    asked: Arc<Mutex<Vec<Asked>>>,
}

impl Impostor {
    /// Starts one; `answer` is given each path.
    pub(crate) fn start(answer: impl Fn(&Asked) -> Reply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
        let address = listener.local_addr().expect("it is bound").to_string();
        let asked = Arc::new(Mutex::new(Vec::new()));
        let (kept, answer) = (Arc::clone(&asked), Arc::new(answer));
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (kept, answer) = (Arc::clone(&kept), Arc::clone(&answer));
                thread::spawn(move || serve(&stream, &kept, &*answer));
            }
        });
        Self { address, asked }
    }

    pub(crate) fn asked(&self) -> Vec<Asked> {
        self.asked.lock().expect("no test panics with it").clone()
    }
}

fn serve(mut stream: &TcpStream, kept: &Mutex<Vec<Asked>>, answer: &dyn Fn(&Asked) -> Reply) {
    let Some(asked) = read(stream) else { return };
    kept.lock().expect("no test panics with it").push(asked.clone());
    // Whoever asked may have gone.
    let _ = match answer(&asked) {
        Reply::Whole(status, headers, body) => {
            let headers: String = headers.iter().map(|header| format!("{header}\r\n")).collect();
            let length = body.len();
            let start =
                format!("HTTP/1.1 {status} Words\r\n{headers}Content-Length: {length}\r\nConnection: close\r\n\r\n");
            stream.write_all(start.as_bytes()).and_then(|()| stream.write_all(&body))
        }
        Reply::Raw(start, body) => stream.write_all(start.as_bytes()).and_then(|()| stream.write_all(&body)),
        Reply::Endless => endless(stream),
        Reply::Silence => {
            // Until the other side closes.
            let mut line = String::new();
            BufReader::new(stream).read_line(&mut line).map(|_| ())
        }
    };
}

fn endless(mut stream: &TcpStream) -> std::io::Result<()> {
    stream.write_all(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")?;
    let mut chunk = b"10000\r\n".to_vec();
    chunk.resize(chunk.len() + 0x1_0000, b' ');
    chunk.extend_from_slice(b"\r\n");
    loop {
        stream.write_all(&chunk)?;
    }
}

fn read(stream: &TcpStream) -> Option<Asked> {
    let mut reader = BufReader::new(stream);
    let mut lines = reader.by_ref().lines().map_while(Result::ok);
    let first = lines.next()?;
    let (method, rest) = first.split_once(' ')?;
    let path = rest.split(' ').next()?.to_owned();
    let headers: Vec<String> = lines.take_while(|line| !line.is_empty()).collect();
    let header = |wanted: &str| {
        let found = headers.iter().filter_map(|header| header.split_once(": "));
        found.filter(|(name, _)| name.eq_ignore_ascii_case(wanted)).map(|(_, value)| value.to_owned()).next()
    };
    let length = header("content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    let host = header("host").unwrap_or_default();
    Some(Asked { method: method.to_owned(), path, host, authorization: header("authorization"), body })
}
