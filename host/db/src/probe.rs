//! Who answers on a port, when it is not who was expected.

use std::time::Duration;

use aludel_sql::Dialect;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// How long an answer is waited for.
const PATIENCE: Duration = Duration::from_secs(2);

/// The question of a `PostgreSQL` client whether the server encrypts: length 8, code 80877103.
const ENCRYPTION_REQUEST: [u8; 8] = [0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f];

/// The kind of server, if it is one of the two that are known. `MySQL` stands for `MariaDB` too.
pub(crate) async fn who_answers(host: &str, port: u16) -> Option<Dialect> {
    tokio::time::timeout(PATIENCE, ask(host, port)).await.ok().flatten()
}

async fn ask(host: &str, port: u16) -> Option<Dialect> {
    let mut stream = TcpStream::connect((host, port)).await.ok()?;
    stream.write_all(&ENCRYPTION_REQUEST).await.ok()?;
    let mut first = [0];
    stream.read_exact(&mut first).await.ok()?;
    if matches!(first[0], b'S' | b'N' | b'E') {
        return Some(Dialect::Postgres);
    }
    // MySQL speaks first: three bytes of length, a sequence number, protocol version 10. A server that refuses this
    // client says so in an error packet, which starts with 255.
    let mut rest = [0; 4];
    stream.read_exact(&mut rest).await.ok()?;
    (rest[2] == 0 && matches!(rest[3], 10 | 255)).then_some(Dialect::Mysql)
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::net::TcpListener;

    async fn answering(bytes: &'static [u8]) -> Option<Dialect> {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("loopback has a free port");
        let port = listener.local_addr().expect("it is bound").port();
        tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await.expect("the probe connects");
            let _ = stream.write_all(bytes).await;
            let _ = stream.read(&mut [0; 16]).await;
        });
        who_answers("127.0.0.1", port).await
    }

    #[tokio::test]
    async fn each_server_is_known_by_its_first_bytes() {
        assert_eq!(answering(b"N").await, Some(Dialect::Postgres));
        assert_eq!(answering(b"\x5b\0\0\0\x0a10.11").await, Some(Dialect::Mysql));
        assert_eq!(answering(b"HTTP/1.1 400").await, None);
    }
}
