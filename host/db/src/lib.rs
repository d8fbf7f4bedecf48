//! Connections to `SQLite`, `PostgreSQL` and `MySQL` or `MariaDB`.
//!
//! - [`url`]: which database, and how a URL is written
//! - [`checkup`](mod@checkup): what can be wrong with a database beside its tables
//! - [`connect`](mod@connect): from a URL to a session, and what can be in the way
//! - [`fingerprint`]: what the objects that a statement names look like
//! - [`guest_login`]: a login of their own for migrations
//! - [`journal`]: how far a migration came that cannot be rolled back
//! - [`ledger`]: what a database knows about its migrations
//! - [`lock`]: one runner at a time
//! - [`scratch`]: a database for a while, set up like another one
//! - [`sizes`]: how large the tables of a database are
//! - [`session`]: the trait that every database is behind

pub mod checkup;
mod columnar;
pub mod connect;
pub mod fingerprint;
pub mod guest_login;
mod held;
mod introspect;
pub mod journal;
pub mod ledger;
pub mod lock;
mod lookout;
mod mysql;
mod postgres;
mod probe;
mod savepoints;
pub mod scratch;
pub mod session;
pub mod sizes;
mod sqlite;
mod texts;
pub mod url;
mod words;

pub use checkup::{Checkup, DanglingRows, FilesBeside, InvalidIndex, InvalidIndexKind, checkup, files_beside};
pub use connect::{ConnectError, ConnectOptions, SearchPath, connect};
pub use fingerprint::{Fingerprint, FingerprintChange, fingerprint};
pub use guest_login::{GuestAbility, GuestLogin, GuestLoginProblem, GuestLoginSetup};
pub use held::HELD_RESULT_BYTES_MAX;
pub use introspect::{IntrospectError, SchemaReader, introspect};
pub use journal::{Journal, JournalKey, JournalRow, JournalState};
pub use ledger::{AppliedDigest, HistoryEntry, HistoryOutcome, Ledger, LedgerError};
pub use lock::{Fence, Lock, LockError, LockHolder, LockIdentity, LockKind, LockPurpose, LockRequest};
pub use scratch::{ScratchDatabase, ScratchError, ScratchRequest};
pub use session::{Canceller, Guard, Session, fetch_all, refused};
pub use sizes::{ROWS_COUNTED_MAX, TableSize, TableSizes};
pub use url::{DatabaseUrl, UrlError};
