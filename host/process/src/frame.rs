//! How messages go through a pipe: one byte that says what it is, four for its length, and the message.

use std::io::{self, Read, Write};

use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};

/// What a frame holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Kind {
    /// Host to guest: an [`crate::message::Order`].
    Order = b'o',
    /// Either way: bytes that belong to the message before them.
    Parcel = b'p',
    /// Guest to host: what a guest asks.
    Question = b'q',
    /// Host to guest: what it is answered.
    Answer = b'a',
    /// Guest to host: a [`crate::message::Word`].
    Word = b'w',
}

impl Kind {
    fn of(byte: u8) -> Option<Self> {
        [Self::Order, Self::Parcel, Self::Question, Self::Answer, Self::Word]
            .into_iter()
            .find(|kind| *kind as u8 == byte)
    }
}

/// One message.
#[derive(Debug)]
pub(crate) struct Frame {
    pub(crate) kind: Kind,
    pub(crate) bytes: Vec<u8>,
}

/// Why no frame came.
#[derive(Debug, thiserror::Error)]
pub(crate) enum FrameError {
    /// The pipe is closed, or broken.
    #[error(transparent)]
    Pipe(#[from] io::Error),
    /// The first byte of a frame is none of ours.
    #[error("a message of the unknown kind {0}")]
    UnknownKind(u8),
    /// It is longer than such a message can be, or of a kind that has no place here.
    #[error("a message of kind {kind:?} with {bytes} bytes, of which {bytes_max} are allowed here")]
    TooLong {
        /// The kind.
        kind: Kind,
        /// How long it says that it is.
        bytes: usize,
        /// How long it may be.
        bytes_max: usize,
    },
}

const HEADER_BYTES: usize = 5;

/// A message with what comes before it.
fn header(kind: Kind, bytes: &[u8]) -> io::Result<[u8; HEADER_BYTES]> {
    let length = u32::try_from(bytes.len()).map_err(|_| io::Error::from(io::ErrorKind::FileTooLarge))?;
    let [a, b, c, d] = length.to_le_bytes();
    Ok([kind as u8, a, b, c, d])
}

fn parsed(header: [u8; HEADER_BYTES], bytes_max: impl FnOnce(Kind) -> usize) -> Result<(Kind, usize), FrameError> {
    let [kind, length @ ..] = header;
    let kind = Kind::of(kind).ok_or(FrameError::UnknownKind(kind))?;
    let bytes = u32::from_le_bytes(length) as usize;
    let bytes_max = bytes_max(kind);
    if bytes > bytes_max { Err(FrameError::TooLong { kind, bytes, bytes_max }) } else { Ok((kind, bytes)) }
}

/// Writes a message, on the guest's side.
pub(crate) fn write(pipe: &mut impl Write, kind: Kind, bytes: &[u8]) -> io::Result<()> {
    let header = header(kind, bytes)?;
    // One write for what is small, so that the other side wakes up once.
    if bytes.len() <= SMALL_BYTES {
        return pipe.write_all(&[&header, bytes].concat());
    }
    pipe.write_all(&header)?;
    pipe.write_all(bytes)
}

/// Reads a message, on the guest's side: the host is believed, also in how long it is.
pub(crate) fn read(pipe: &mut impl Read, kind: Kind) -> Result<Vec<u8>, FrameError> {
    let mut header = [0; HEADER_BYTES];
    pipe.read_exact(&mut header)?;
    let (_, length) = parsed(header, |found| if found == kind { usize::MAX } else { 0 })?;
    let mut bytes = vec![0; length];
    pipe.read_exact(&mut bytes)?;
    Ok(bytes)
}

const SMALL_BYTES: usize = 64 * 1024;

/// Writes a message, on the host's side.
pub(crate) async fn send(pipe: &mut (impl AsyncWrite + Unpin), kind: Kind, bytes: &[u8]) -> io::Result<()> {
    let header = header(kind, bytes)?;
    if bytes.len() <= SMALL_BYTES {
        return pipe.write_all(&[&header, bytes].concat()).await;
    }
    pipe.write_all(&header).await?;
    pipe.write_all(bytes).await
}

/// Reads a message, on the host's side: no longer than `bytes_max` says for its kind, and no room is made for what does
/// not come.
pub(crate) async fn hear(
    pipe: &mut (impl AsyncRead + Unpin),
    bytes_max: impl Fn(Kind) -> usize,
) -> Result<Frame, FrameError> {
    let mut header = [0; HEADER_BYTES];
    pipe.read_exact(&mut header).await?;
    let (kind, length) = parsed(header, bytes_max)?;
    let mut bytes = Vec::new();
    pipe.take(length as u64).read_to_end(&mut bytes).await?;
    if bytes.len() < length {
        return Err(io::Error::from(io::ErrorKind::UnexpectedEof).into());
    }
    Ok(Frame { kind, bytes })
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn heard(mut bytes: &[u8]) -> Result<Frame, FrameError> {
        hear(&mut bytes, |kind| if kind == Kind::Question { 4 } else { 0 }).await
    }

    #[tokio::test]
    async fn a_message_arrives_as_it_was_sent() {
        let mut pipe = Vec::new();
        write(&mut pipe, Kind::Question, b"four").expect("there is room");
        let frame = heard(&pipe).await.expect("it is as long as it may be");
        assert_eq!((frame.kind, frame.bytes.as_slice()), (Kind::Question, b"four".as_slice()));
        let mut sent = Vec::new();
        send(&mut sent, Kind::Question, b"four").await.expect("there is room");
        assert_eq!(sent, pipe);
        assert_eq!(read(&mut pipe.as_slice(), Kind::Question).expect("it is what is expected"), b"four");
    }

    #[tokio::test]
    async fn what_is_too_long_cut_or_unknown_is_no_message() {
        assert!(matches!(heard(b"q\x05\0\0\0fives").await, Err(FrameError::TooLong { bytes: 5, bytes_max: 4, .. })));
        assert!(matches!(heard(b"q\xff\xff\xff\xff").await, Err(FrameError::TooLong { .. })));
        assert!(matches!(heard(b"w\x01\0\0\0w").await, Err(FrameError::TooLong { kind: Kind::Word, .. })));
        assert!(matches!(heard(b"q\x04\0\0\0ab").await, Err(FrameError::Pipe(_))));
        assert!(matches!(heard(b"q\x04").await, Err(FrameError::Pipe(_))));
        assert!(matches!(heard(b"\0\0\0\0\0").await, Err(FrameError::UnknownKind(0))));
    }

    #[test]
    fn a_guest_takes_only_what_it_waits_for() {
        assert!(matches!(read(&mut b"a\x01\0\0\0x".as_slice(), Kind::Order), Err(FrameError::TooLong { .. })));
    }
}
