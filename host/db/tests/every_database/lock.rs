//! One runner at a time.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use aludel_db::lock::lease::EXPIRY;
use aludel_db::lock::{LockIdentity, LockKind, LockPurpose, LockRequest};
use aludel_db::{Lock, LockError, LockHolder, Session};

use crate::databases::{TestDatabase, on_every_database};

on_every_database!(
    a_second_runner_is_told_who_has_the_lock,
    a_waiting_runner_gets_the_released_lock,
    a_lost_connection_frees_the_lock,
    other_version_tables_have_other_locks,
    the_number_only_grows,
    who_was_overtaken_may_not_commit,
    a_lease_is_over_when_it_runs_out,
    a_lock_of_the_session_keeps_out_whoever_has_only_a_lease,
    a_dry_run_writes_no_lease,
);

fn request(who: &str, timeout_ms: u64) -> LockRequest {
    LockRequest {
        version_table: "aludel_version".to_owned(),
        timeout: Duration::from_millis(timeout_ms),
        identity: LockIdentity { who: who.to_owned(), from: "build-7".to_owned(), process: 4_711 },
        run_id: format!("run of {who}"),
        purpose: LockPurpose::Commit,
        kind: None,
    }
}

fn lease(who: &str, timeout_ms: u64) -> LockRequest {
    LockRequest { kind: Some(LockKind::Lease), ..request(who, timeout_ms) }
}

/// As if the holder had let so much time pass.
async fn age(session: &mut dyn Session, by: Duration) {
    let sql = format!("UPDATE aludel_lock SET heartbeat_ms = heartbeat_ms - {}", by.as_millis());
    assert_eq!(session.execute(&sql, &[]).await.unwrap().rows_affected, 1);
}

/// As if the time had passed after which a connection that is gone keeps nobody out any more.
async fn outlive(session: &mut dyn Session) {
    if !session.keeps_session() {
        age(session, EXPIRY * 2).await;
    }
}

async fn acquire(
    database: &TestDatabase,
    session: &mut dyn Session,
    request: LockRequest,
) -> (Result<Lock, LockError>, Vec<LockHolder>) {
    let mut told = Vec::new();
    let result = Lock::acquire(&database.url, session, request, &mut |holder| told.push(holder.clone())).await;
    (result, told)
}

async fn a_second_runner_is_told_who_has_the_lock(database: &TestDatabase) {
    let (mut first, mut second) = (database.session().await, database.session().await);
    let (lock, told) = acquire(database, &mut *first, request("ana", 0)).await;
    let lock = lock.unwrap();
    assert!(told.is_empty());
    let started = Instant::now();
    let (refused, told) = acquire(database, &mut *second, request("bo", 300)).await;
    let Err(LockError::TimedOut { holder, waited }) = refused else { panic!("somebody else has the lock") };
    assert!(waited >= Duration::from_millis(300) && started.elapsed() < Duration::from_secs(5));
    assert_eq!(told, [*holder.clone()], "told once");
    assert!(holder.who.is_some() && holder.from.is_some() && holder.process.is_some(), "{holder}");
    assert_eq!((holder.who.as_deref(), holder.from.as_deref()), (Some("ana"), Some("build-7")));
    assert!(holder.to_string().starts_with("ana on build-7 (process 4711) since 20"), "{holder}");
    lock.release(&mut *first).await.unwrap();
    let (lock, told) = acquire(database, &mut *second, request("bo", 0)).await;
    assert!(told.is_empty());
    lock.unwrap().release(&mut *second).await.unwrap();
}

async fn a_waiting_runner_gets_the_released_lock(database: &TestDatabase) {
    let (mut first, mut second) = (database.session().await, database.session().await);
    let lock = acquire(database, &mut *first, request("ana", 0)).await.0.unwrap();
    let released = Arc::new(Mutex::new(None));
    let release = async {
        tokio::time::sleep(Duration::from_millis(200)).await;
        *released.lock().unwrap() = Some(Instant::now());
        lock.release(&mut *first).await.unwrap();
    };
    let (acquired, ()) = tokio::join!(acquire(database, &mut *second, request("bo", 10_000)), release);
    assert_eq!(acquired.1.len(), 1);
    let lock = acquired.0.unwrap();
    let released = released.lock().unwrap().take().expect("it was released");
    assert!(released.elapsed() < Duration::from_secs(3));
    lock.release(&mut *second).await.unwrap();
}

async fn a_lost_connection_frees_the_lock(database: &TestDatabase) {
    let (mut first, mut second) = (database.session().await, database.session().await);
    let lock = acquire(database, &mut *first, request("ana", 0)).await.0.unwrap();
    drop(lock);
    first.close().await.unwrap();
    outlive(&mut *second).await;
    let lock = acquire(database, &mut *second, request("bo", 5_000)).await.0.unwrap();
    lock.release(&mut *second).await.unwrap();
}

async fn other_version_tables_have_other_locks(database: &TestDatabase) {
    let (mut first, mut second) = (database.session().await, database.session().await);
    let lock = acquire(database, &mut *first, request("ana", 0)).await.0.unwrap();
    let other = LockRequest { version_table: "other".to_owned(), ..request("bo", 0) };
    let other = acquire(database, &mut *second, other).await.0.unwrap();
    other.release(&mut *second).await.unwrap();
    lock.release(&mut *first).await.unwrap();
}

async fn the_number_only_grows(database: &TestDatabase) {
    let mut session = database.session().await;
    let mut numbers = Vec::new();
    for who in ["ana", "bo", "ana"] {
        let lock = acquire(database, &mut *session, request(who, 0)).await.0.unwrap();
        numbers.push(lock.fence().expect("it is wanted for a commit").number());
        lock.release(&mut *session).await.unwrap();
    }
    assert_eq!(numbers, [1, 2, 3]);
}

/// Its session is lost, as far as the server can tell, and the runner does not know.
async fn who_was_overtaken_may_not_commit(database: &TestDatabase) {
    let (mut first, mut second) = (database.session().await, database.session().await);
    let lock = acquire(database, &mut *first, request("ana", 0)).await.0.unwrap();
    let fence = lock.fence().unwrap().clone();
    fence.check(&mut *first).await.unwrap();
    drop(lock);
    first.close().await.unwrap();
    outlive(&mut *second).await;
    let lock = acquire(database, &mut *second, request("bo", 5_000)).await.0.unwrap();
    let mut back = database.session().await;
    let Err(LockError::TakenOver { broken: None, holder: Some(holder) }) = fence.check(&mut *back).await else {
        panic!("somebody else has it")
    };
    assert!(holder.to_string().starts_with("bo on build-7 (process 4711) since 20"), "{holder}");
    lock.fence().unwrap().check(&mut *second).await.unwrap();
    lock.release(&mut *second).await.unwrap();
}

async fn a_lease_is_over_when_it_runs_out(database: &TestDatabase) {
    let (mut first, mut second) = (database.session().await, database.session().await);
    let lock = acquire(database, &mut *first, lease("ana", 0)).await.0.unwrap();
    assert!(lock.is_lease_alone());
    for other in [lease("bo", 0), request("bo", 0)] {
        let (refused, told) = acquire(database, &mut *second, other).await;
        let Err(LockError::TimedOut { holder, .. }) = refused else { panic!("somebody else has it") };
        assert_eq!((holder.who.as_deref(), told.len()), (Some("ana"), 1));
    }
    age(&mut *second, EXPIRY / 2).await;
    assert!(acquire(database, &mut *second, lease("bo", 0)).await.0.is_err());
    lock.fence().unwrap().check(&mut *first).await.unwrap();
    age(&mut *second, EXPIRY / 2 + Duration::from_secs(1)).await;
    assert!(acquire(database, &mut *second, lease("bo", 0)).await.0.is_err(), "it was renewed");
    age(&mut *second, EXPIRY / 2).await;
    let taken = acquire(database, &mut *second, lease("bo", 0)).await.0.unwrap();
    assert!(matches!(lock.fence().unwrap().check(&mut *first).await, Err(LockError::TakenOver { .. })));
    lock.release(&mut *first).await.unwrap();
    taken.fence().unwrap().check(&mut *second).await.expect("who was overtaken gives nothing back");
    taken.release(&mut *second).await.unwrap();
    let lock = acquire(database, &mut *first, lease("ana", 0)).await.0.expect("it was given back");
    lock.release(&mut *first).await.unwrap();
}

async fn a_lock_of_the_session_keeps_out_whoever_has_only_a_lease(database: &TestDatabase) {
    let (mut first, mut second) = (database.straight_session().await, database.session().await);
    let lock = acquire(database, &mut *first, request("ana", 0)).await.0.unwrap();
    age(&mut *second, EXPIRY * 10).await;
    assert!(acquire(database, &mut *second, lease("bo", 0)).await.0.is_err(), "its session lives");
    drop(lock);
    first.close().await.unwrap();
    let lock = acquire(database, &mut *second, lease("bo", 5_000)).await.0.unwrap();
    lock.release(&mut *second).await.unwrap();
}

async fn a_dry_run_writes_no_lease(database: &TestDatabase) {
    let mut session = database.session().await;
    let dry = LockRequest { purpose: LockPurpose::RollBack, ..request("ana", 0) };
    let lock = acquire(database, &mut *session, dry).await.0.unwrap();
    assert!(lock.fence().is_none());
    lock.release(&mut *session).await.unwrap();
    assert!(session.execute("SELECT fencing FROM aludel_lock", &[]).await.is_err(), "there is no such table");
}
