//! A service that gives tokens for a registry, as its
//! [specification](https://distribution.github.io/distribution/spec/auth/jwt/) has them.
//!
//! It knows Ada, by her password or by her identity token; whoever else asks may read what is public.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex};
use std::thread;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde_json::{Value, json};
use tempfile::TempDir;
use url::form_urlencoded;

/// What Ada's identity token is.
pub(crate) const IDENTITY: &str = "ident1ty";

const ISSUER: &str = "the service of the test";
const SERVICE: &str = "registry";

/// How long a token is good for, in seconds.
const SECONDS: u64 = 300;

/// A service on this machine, for as long as the test runs.
pub(crate) struct TokenService {
    /// `127.0.0.1:PORT`.
    address: String,
    /// The certificate that its tokens can be checked with.
    pub(crate) certificate: String,
    asked: Arc<Mutex<Vec<String>>>,
}

/// What it signs with.
struct Signer {
    folder: TempDir,
    /// The certificate without its lines before and after.
    certificate: String,
}

impl TokenService {
    pub(crate) fn start() -> Self {
        let signer = Signer::make();
        let certificate = std::fs::read_to_string(signer.file("cert.pem")).expect("it was made");
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
        let address = listener.local_addr().expect("it is bound").to_string();
        let asked = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&asked);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                // Whoever asked may have gone.
                let _ = serve(&stream, &signer, &kept);
            }
        });
        Self { address, certificate, asked }
    }

    /// What is in the configuration of a registry that takes its tokens.
    pub(crate) fn settings(&self) -> String {
        let realm = format!("http://{}/token", self.address);
        format!(
            "auth: {{token: {{realm: \"{realm}\", service: {SERVICE}, issuer: {ISSUER}, rootcertbundle: FOLDER/cert.pem}}}}"
        )
    }

    /// What was asked for since the last time: by whom, and what.
    pub(crate) fn asked(&self) -> Vec<String> {
        std::mem::take(&mut *self.asked.lock().expect("no test panics with it"))
    }
}

impl Signer {
    fn make() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let made = Command::new("openssl")
            .args(["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=test"])
            .args(["-keyout", "key.pem", "-out", "cert.pem"])
            .current_dir(folder.path())
            .stderr(Stdio::null())
            .status();
        assert!(made.expect("openssl is there").success(), "it makes a key");
        let text = std::fs::read_to_string(folder.path().join("cert.pem")).expect("it was made");
        let certificate = text.lines().filter(|line| !line.starts_with('-')).collect();
        Self { folder, certificate }
    }

    fn file(&self, name: &str) -> PathBuf {
        Path::new(self.folder.path()).join(name)
    }

    fn token(&self, subject: &str, access: &[Value]) -> String {
        let now = std::time::UNIX_EPOCH.elapsed().expect("the clock is set").as_secs();
        let header = json!({ "typ": "JWT", "alg": "RS256", "x5c": [self.certificate] });
        let claims = json!({
            "iss": ISSUER, "sub": subject, "aud": SERVICE, "jti": "1", "access": access,
            "iat": now, "nbf": now - 10, "exp": now + SECONDS,
        });
        let parts = [header, claims].map(|part| URL_SAFE_NO_PAD.encode(part.to_string()));
        let signed = parts.join(".");
        format!("{signed}.{}", URL_SAFE_NO_PAD.encode(self.sign(signed.as_bytes())))
    }

    fn sign(&self, bytes: &[u8]) -> Vec<u8> {
        let mut child = Command::new("openssl")
            .args(["dgst", "-sha256", "-sign"])
            .arg(self.file("key.pem"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("openssl is there");
        child.stdin.take().expect("stdin is a pipe").write_all(bytes).expect("openssl reads it");
        child.wait_with_output().expect("openssl ends").stdout
    }
}

/// Who asks, and what for.
struct Asked {
    /// Nobody where the password or the token is wrong.
    user: Option<String>,
    scope: String,
}

fn serve(mut stream: &TcpStream, signer: &Signer, kept: &Mutex<Vec<String>>) -> std::io::Result<()> {
    let Some(asked) = read(stream) else { return Ok(()) };
    let (status, body) = match &asked.user {
        Some(user) => (200, json!({ "token": signer.token(user, &access(user, &asked.scope)), "expires_in": SECONDS })),
        None => (401, json!({ "errors": [{ "code": "UNAUTHORIZED", "message": "incorrect user or password" }] })),
    };
    let user = asked.user.as_deref().unwrap_or("refused");
    kept.lock().expect("no test panics with it").push(format!("{user} {}", asked.scope));
    let body = body.to_string();
    let length = body.len();
    let start = format!("HTTP/1.1 {status} Words\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n");
    stream.write_all(start.as_bytes()).and_then(|()| stream.write_all(body.as_bytes()))
}

/// What of `repository:NAME:ACTIONS` somebody may do.
fn access(user: &str, scope: &str) -> Vec<Value> {
    let mut parts = scope.splitn(3, ':').skip(1);
    let (name, actions) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let is_allowed = |action: &str| user == "ada" || (name.starts_with("public/") && action == "pull");
    let actions: Vec<&str> = actions.split(',').filter(|action| is_allowed(action)).collect();
    vec![json!({ "type": "repository", "name": name, "actions": actions })]
}

fn read(stream: &TcpStream) -> Option<Asked> {
    let mut reader = BufReader::new(stream);
    let mut lines = reader.by_ref().lines().map_while(Result::ok);
    let first = lines.next()?;
    let headers: Vec<String> = lines.take_while(|line| !line.is_empty()).collect();
    let header = |wanted: &str| {
        let mut found = headers.iter().filter_map(|header| header.split_once(": "));
        found.find(|(name, _)| name.eq_ignore_ascii_case(wanted)).map(|(_, value)| value.to_owned())
    };
    let length = header("content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    let query = first.split(' ').nth(1)?.split('?').nth(1).unwrap_or_default().as_bytes();
    let parts = [query, body.as_slice()];
    let fields: Vec<(String, String)> =
        parts.into_iter().flat_map(|part| form_urlencoded::parse(part).into_owned()).collect();
    let field = |wanted: &str| fields.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.clone());
    let is_right = field("service").as_deref() == Some(SERVICE);
    let user = if first.starts_with("POST ") {
        let is_refresh = field("grant_type").as_deref() == Some("refresh_token") && field("client_id").is_some();
        (is_refresh && field("refresh_token").as_deref() == Some(IDENTITY)).then(|| "ada".to_owned())
    } else {
        match header("authorization") {
            None => Some("anyone".to_owned()),
            Some(text) => (text == format!("Basic {}", STANDARD.encode("ada:secret"))).then(|| "ada".to_owned()),
        }
    };
    Some(Asked { user: user.filter(|_| is_right), scope: field("scope")? })
}
