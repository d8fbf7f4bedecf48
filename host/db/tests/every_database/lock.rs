//! One runner at a time.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use aludel_db::lock::{LockIdentity, LockRequest};
use aludel_db::{Lock, LockError, LockHolder, Session};

use crate::databases::{Kind, TestDatabase, on_every_database};

on_every_database!(
    a_second_runner_is_told_who_has_the_lock,
    a_waiting_runner_gets_the_released_lock,
    a_lost_connection_frees_the_lock,
    other_version_tables_have_other_locks,
);

fn request(who: &str, timeout_ms: u64) -> LockRequest {
    LockRequest {
        version_table: "aludel_version".to_owned(),
        timeout: Duration::from_millis(timeout_ms),
        identity: LockIdentity { who: who.to_owned(), from: "build-7".to_owned(), process: 4_711 },
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
    if database.kind != Kind::MariaDb {
        assert_eq!((holder.who.as_deref(), holder.from.as_deref()), (Some("ana"), Some("build-7")));
        assert!(holder.to_string().starts_with("ana on build-7 (process 4711) since 20"), "{holder}");
    }
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
