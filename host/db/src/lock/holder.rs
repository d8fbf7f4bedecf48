//! Who has the lock, and how that is written where others can read it.

use std::fmt;

use jiff::Timestamp;

/// What a runner tells about itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LockIdentity {
    /// A login name or a service.
    pub who: String,
    /// The machine.
    pub from: String,
    /// The process, as the machine counts.
    pub process: u32,
}

/// Who has the lock, as far as that can be seen from here.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LockHolder {
    /// The person or service; on `MySQL` and `MariaDB` the login.
    pub who: Option<String>,
    /// The machine.
    pub from: Option<String>,
    /// Since when, by the holder's clock.
    pub since: Option<Timestamp>,
    /// The process on its machine; on `MySQL` and `MariaDB` the connection.
    pub process: Option<String>,
}

impl LockHolder {
    /// Whether anything is known.
    pub fn is_known(&self) -> bool {
        *self != Self::default()
    }
}

/// `ana on build-7 (process 4711) since 2026-11-22T09:00:00Z`.
impl fmt::Display for LockHolder {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.who.as_deref().unwrap_or("somebody"))?;
        if let Some(from) = &self.from {
            write!(out, " on {from}")?;
        }
        if let Some(process) = &self.process {
            write!(out, " ({process})")?;
        }
        match self.since {
            Some(since) => write!(out, " since {since:.0}"),
            None => Ok(()),
        }
    }
}

/// `aludel 2026-11-22T09:00:00Z 4711 build-7 ana`: what must not be cut off comes first.
pub(super) fn written(identity: &LockIdentity, since: Timestamp) -> String {
    let word = |text: &str| text.replace(|character: char| character.is_whitespace() || character.is_control(), "_");
    let (who, from) = (identity.who.replace(char::is_control, "_"), word(&identity.from));
    format!("aludel {since:.0} {} {from} {who}", identity.process)
}

/// Reads what [`written`] wrote, as far as it is there.
pub(super) fn read(text: &str) -> LockHolder {
    let mut words = text.trim_end().splitn(5, ' ');
    if words.next() != Some("aludel") {
        return LockHolder::default();
    }
    let since = words.next().and_then(|word| word.parse().ok());
    let process = words.next().map(|process| format!("process {process}"));
    let from = words.next().map(str::to_owned);
    LockHolder { since, process, from, who: words.next().map(str::to_owned) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let identity = LockIdentity { who: "Ana Li".to_owned(), from: "build 7\n".to_owned(), process: 4_711 };
        let since: Timestamp = "2026-11-22T09:00:00Z".parse().expect("a time");
        let text = written(&identity, since);
        assert_eq!(text, "aludel 2026-11-22T09:00:00Z 4711 build_7_ Ana Li");
        assert_eq!(read(&text).to_string(), "Ana Li on build_7_ (process 4711) since 2026-11-22T09:00:00Z");
        assert_eq!(read(&text[..34]).to_string(), "somebody on b (process 4711) since 2026-11-22T09:00:00Z");
        assert_eq!(read("psql"), LockHolder::default());
        assert_eq!(read(""), LockHolder::default());
        assert_eq!(LockHolder::default().to_string(), "somebody");
    }
}
