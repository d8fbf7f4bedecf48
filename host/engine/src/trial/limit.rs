//! A test that takes too long is stopped.

use std::future::Future;
use std::time::{Duration, Instant};

use aludel_db::Canceller;

use crate::run::guest::{End, STOP_GRACE};

/// Does the work. None when it took longer than it may: its statements are cancelled then, and it is dropped where that does
/// not stop it.
pub(super) async fn within<T>(
    limit: Option<Duration>,
    canceller: Box<dyn Canceller>,
    work: impl Future<Output = T>,
) -> Option<T> {
    let Some(limit) = limit else { return Some(work.await) };
    let clock = Instant::now();
    let end = End::after(canceller.into(), limit);
    let done = tokio::time::timeout(limit.saturating_add(STOP_GRACE), work).await.ok();
    end.withdraw().await;
    // What was cancelled has ended as well, with whatever the server said to that.
    done.filter(|_| clock.elapsed() < limit)
}
