//! The lease: a row that says who may commit.
//!
//! A lock of a server or of a file keeps runners apart only as long as each is alive and knows what it has. A runner
//! that was stopped and goes on after another one took over knows nothing of that. So whoever gets the lock also
//! takes the lease, whose *fencing number* only grows, and each transaction that writes a version row changes the
//! lease's row under the condition that the number is still its own. Where it is not, the transaction is rolled back.
//!
//! Behind a connection pooler, where locks of sessions keep nobody apart, the lease is the lock: it is over when its
//! heartbeat, by the server's clock, is older than [`EXPIRY`].

use std::time::Duration;

use aludel_sql::{Dialect, ErrorKind, SqlError, Value};
use jiff::Timestamp;

use super::holder::LockHolder;
use super::lease_sql::{COLUMNS, LeaseSql};
use super::{LockError, LockRequest};
use crate::ledger::{LOCK, LedgerError, columns_of};
use crate::session::{Session, fetch_all, own};

/// A lease without any other lock is over when nobody has renewed it for so long.
pub const EXPIRY: Duration = Duration::from_secs(30);
/// How often it is renewed.
pub const HEARTBEAT: Duration = Duration::from_secs(5);

/// What keeps runners apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LockKind {
    /// A lock of the server's session or of the system on a file; the lease comes on top.
    Session,
    /// The lease alone, for connections that do not keep their session.
    Lease,
}

impl LockKind {
    /// As the configuration and the row have it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Session => "session",
            Self::Lease => "lease",
        }
    }
}

/// The number of a lease that was taken, and of which version table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fence {
    version_table: String,
    number: i64,
}

/// What somebody broke.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BrokenLease {
    /// The number that was not valid any more from then on.
    pub fencing: i64,
    /// Who did it.
    pub by: String,
    /// Why.
    pub because: String,
    /// When, by the server's clock.
    pub at: Timestamp,
}

/// The row of a version table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lease {
    /// The number; grows whenever the lease is taken or broken.
    pub fencing: i64,
    /// The run that has it; none while nobody has.
    pub run_id: Option<String>,
    /// Who has it, or had it last.
    pub holder: LockHolder,
    /// What the holder relies on.
    pub kind: LockKind,
    /// How long ago it was renewed, by the server's clock.
    pub heartbeat_age: Duration,
    /// How far that is in the future by the server's clock, where somebody has set it back.
    pub heartbeat_ahead: Duration,
    /// The last time that somebody broke it.
    pub broken: Option<BrokenLease>,
}

impl Lease {
    /// Whether it keeps others out with nothing behind it.
    pub(super) fn is_in_force_alone(&self) -> bool {
        self.run_id.is_some() && self.kind == LockKind::Lease && !self.is_expired()
    }

    /// Whether its holder has let it run out. One who lives renews it by the server's clock of now, so that a heartbeat
    /// from the future is one from before that clock was set back.
    pub fn is_expired(&self) -> bool {
        self.heartbeat_age > EXPIRY || self.heartbeat_ahead > EXPIRY
    }
}

/// What became of a try.
#[derive(Debug)]
pub(super) enum Taken {
    Ours(Fence),
    /// Somebody has it, or was faster.
    Others(LockHolder),
}

/// Takes the lease, unless somebody has it who relies on nothing else.
pub(super) async fn take(session: &mut dyn Session, request: &LockRequest, kind: LockKind) -> Result<Taken, LockError> {
    let lease = match read_or_make(session, &request.version_table).await? {
        Some(lease) if lease.is_in_force_alone() => return Ok(Taken::Others(lease.holder)),
        lease => lease,
    };
    // Without a row somebody else has just made one, and the next try finds it.
    let Some(lease) = lease else { return Ok(Taken::Others(LockHolder::default())) };
    take_known(session, request, (&lease, kind)).await
}

/// Takes a lease as it was read, unless somebody has taken or broken it since.
pub(super) async fn take_known(
    session: &mut dyn Session,
    request: &LockRequest,
    (lease, kind): (&Lease, LockKind),
) -> Result<Taken, LockError> {
    let identity = &request.identity;
    let text = |text: &str| Value::Text(text.chars().take(255).collect());
    let parameters = [
        text(&request.run_id),
        text(&identity.who),
        text(&identity.from),
        Value::Integer(i64::from(identity.process)),
        text(kind.name()),
        text(&request.version_table),
        Value::Integer(lease.fencing),
    ];
    let sql = LeaseSql::of(session.info()).take();
    if session.execute(&sql, &parameters).await?.rows_affected == 0 {
        return Ok(Taken::Others(LockHolder::default()));
    }
    let fence = Fence { version_table: request.version_table.clone(), number: lease.fencing + 1 };
    Ok(Taken::Ours(fence))
}

/// Reads the row; makes the table and the row where they are missing.
pub(super) async fn read_or_make(session: &mut dyn Session, version_table: &str) -> Result<Option<Lease>, LockError> {
    if let Some(lease) = read(session, version_table).await? {
        return Ok(Some(lease));
    }
    let sql = LeaseSql::of(session.info());
    let made = session.execute(&sql.create(), &[]).await;
    // Two that create it at once can both be told that it was not there.
    made.map(drop).or_else(unless(&[ErrorKind::DuplicateObject, ErrorKind::ConstraintViolation]))?;
    let inserted = session.execute(&sql.insert(), &[Value::Text(version_table.to_owned())]).await;
    inserted.map(drop).or_else(unless(&[ErrorKind::ConstraintViolation]))?;
    read(session, version_table).await
}

fn unless(kinds: &'static [ErrorKind]) -> impl FnOnce(SqlError) -> Result<(), SqlError> {
    |error| if kinds.contains(&error.kind) { Ok(()) } else { Err(error) }
}

/// The row of a version table; none where nobody ever took its lease. Writes nothing.
pub(super) async fn read(session: &mut dyn Session, version_table: &str) -> Result<Option<Lease>, LockError> {
    let sql = LeaseSql::of(session.info()).select();
    match fetch_all(session, &sql, &[Value::Text(version_table.to_owned())]).await {
        Ok(rows) => rows.first().map(|row| lease(version_table, row)).transpose(),
        Err(error) if error.kind == ErrorKind::UndefinedObject => check_missing(session).await.map(|()| None),
        Err(error) => Err(error.into()),
    }
}

/// What is not there may be a column: then the table is somebody else's.
async fn check_missing(session: &mut dyn Session) -> Result<(), LockError> {
    let columns = columns_of(session, LOCK).await?;
    // With all of them somebody has made it just now.
    let has_all = COLUMNS.iter().all(|column| columns.iter().any(|found| found == column));
    if columns.is_empty() || has_all {
        return Ok(());
    }
    Err(LedgerError::wrong_shape(LOCK, columns, &COLUMNS).into())
}

fn lease(version_table: &str, row: &[Value]) -> Result<Lease, LockError> {
    let text = |index: usize| match &row[index] {
        Value::Text(text) => Some(text.clone()),
        _ => None,
    };
    let number = |index: usize| match row[index] {
        Value::Integer(number) => Some(number),
        _ => None,
    };
    let time = |index: usize| number(index).and_then(|ms| Timestamp::from_millisecond(ms).ok());
    // Whoever takes the lease needs a number above this one.
    let fencing = number(0).filter(|fencing| (0..i64::MAX).contains(fencing)).ok_or_else(|| LockError::Unreadable {
        version_table: version_table.to_owned(),
        found: match &row[0] {
            Value::Integer(number) => number.to_string(),
            Value::Null => "NULL".to_owned(),
            other => format!("{other:?}"),
        },
    })?;
    let (now, heartbeat) = (number(12).unwrap_or_default(), number(7).unwrap_or_default());
    let between = |later: i64, earlier: i64| {
        Duration::from_millis(u64::try_from(later.saturating_sub(earlier)).unwrap_or_default())
    };
    let broken = || {
        Some(BrokenLease { fencing: number(8)?, by: text(9)?, because: text(10).unwrap_or_default(), at: time(11)? })
    };
    Ok(Lease {
        fencing,
        run_id: text(1),
        holder: LockHolder {
            who: text(2),
            from: text(3),
            since: time(6),
            process: number(4).map(|process| format!("process {process}")),
        },
        kind: if text(5).as_deref() == Some("lease") { LockKind::Lease } else { LockKind::Session },
        heartbeat_age: between(now, heartbeat),
        heartbeat_ahead: between(heartbeat, now),
        broken: broken(),
    })
}

/// Ends the lease of whoever has it; false where it has changed since it was read.
pub(super) async fn break_it(
    session: &mut dyn Session,
    version_table: &str,
    lease: &Lease,
    by: &str,
    because: &str,
) -> Result<bool, LockError> {
    let cut = |text: &str, length: usize| Value::Text(text.chars().take(length).collect());
    let number = Value::Integer(lease.fencing);
    let parameters = [cut(by, 255), cut(because, 1000), Value::Text(version_table.to_owned()), number];
    let sql = LeaseSql::of(session.info()).break_it();
    Ok(session.execute(&sql, &parameters).await?.rows_affected == 1)
}

impl Fence {
    /// The fencing number.
    pub fn number(&self) -> i64 {
        self.number
    }

    /// Makes sure, in the transaction that is open, that nobody has taken the lease over: until it ends, nobody can.
    /// Renews the lease on the way.
    pub async fn check(&self, session: &mut dyn Session) -> Result<(), LockError> {
        let sql = LeaseSql::of(session.house()).beat();
        if self.change(session, &sql).await? { Ok(()) } else { Err(self.taken_over(session).await) }
    }

    /// Waits until no transaction is under way any more that may write a version row under this number. One whose
    /// connection is gone can still be committed, by a COMMIT that is on its way or being carried out; it has this row until
    /// the server has decided. On `SQLite` a transaction ends with its connection.
    pub async fn await_end(&self, session: &mut dyn Session) -> Result<(), LockError> {
        if session.dialect() == Dialect::Sqlite {
            return Ok(());
        }
        let sql = LeaseSql::of(session.house()).beat();
        self.change(session, &sql).await.map(drop)
    }

    /// Gives the lease back; nothing happens where somebody else has it by now.
    pub(super) async fn release(&self, session: &mut dyn Session) -> Result<(), LockError> {
        let sql = LeaseSql::of(session.house()).release();
        self.change(session, &sql).await.map(drop)
    }

    async fn change(&self, session: &mut dyn Session, sql: &str) -> Result<bool, LockError> {
        let parameters = [Value::Text(self.version_table.clone()), Value::Integer(self.number)];
        Ok(session.execute_for_house(sql, &parameters).await?.rows_affected == 1)
    }

    async fn taken_over(&self, session: &mut dyn Session) -> LockError {
        let lease = match read(own(session), &self.version_table).await {
            Ok(lease) => lease,
            Err(error) => return error,
        };
        let broken = lease.as_ref().and_then(|lease| lease.broken.clone());
        LockError::TakenOver {
            broken: broken.filter(|broken| broken.fencing == self.number).map(Box::new),
            holder: lease.filter(|lease| lease.run_id.is_some()).map(|lease| Box::new(lease.holder)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(fencing: Value, heartbeat_ms: i64) -> Vec<Value> {
        let mut row = vec![Value::Null; 13];
        (row[0], row[1], row[5]) = (fencing, Value::Text("run".to_owned()), Value::Text("lease".to_owned()));
        (row[7], row[12]) = (Value::Integer(heartbeat_ms), Value::Integer(1_000_000_000));
        row
    }

    #[test]
    fn a_number_that_cannot_grow_is_told() {
        for fencing in [Value::Null, Value::Text("7".to_owned()), Value::Integer(i64::MAX), Value::Integer(-1)] {
            let read = lease("aludel_version", &row(fencing.clone(), 0));
            assert!(matches!(read, Err(LockError::Unreadable { .. })), "{fencing:?}");
        }
    }

    #[test]
    fn a_heartbeat_far_from_now_is_nobodys() {
        let cases = [(0, false), (-29_000, false), (-31_000, true), (4_000, false), (31_000, true)];
        for (offset, expired) in cases {
            let lease =
                lease("aludel_version", &row(Value::Integer(3), 1_000_000_000 + offset)).expect("it can be read");
            assert_eq!(lease.is_expired(), expired, "{offset}");
        }
        for extreme in [i64::MIN, i64::MAX] {
            let lease = lease("aludel_version", &row(Value::Integer(3), extreme)).expect("it can be read");
            assert!(lease.is_expired());
        }
    }
}
