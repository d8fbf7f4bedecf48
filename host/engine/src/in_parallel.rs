//! Work for the processor on many things, as many at a time as it has cores.

use std::num::NonZero;
use std::sync::Arc;
use std::thread::available_parallelism;

use tokio::sync::Semaphore;
use tokio::task::{JoinError, JoinHandle, spawn_blocking};

use crate::error::Error;

/// What is under way; what is not yet done when it is dropped begins no more.
struct Underway<R>(Vec<JoinHandle<R>>);

impl<R> Drop for Underway<R> {
    fn drop(&mut self) {
        self.0.iter().for_each(JoinHandle::abort);
    }
}

/// Does the work on each item, on threads where it may take its time, and gives what came of it in the order of the items.
pub(crate) async fn in_parallel<T, R>(
    items: Vec<T>,
    work: impl Fn(T) -> R + Send + Sync + 'static,
) -> Result<Vec<R>, Error>
where
    T: Send + 'static,
    R: Send + 'static,
{
    let room = Arc::new(Semaphore::new(available_parallelism().map_or(1, NonZero::get)));
    let work = Arc::new(work);
    let begin = |item| {
        let (room, work) = (Arc::clone(&room), Arc::clone(&work));
        tokio::spawn(async move {
            let _place = room.acquire_owned().await.expect("nobody closes the semaphore");
            spawn_blocking(move || work(item)).await
        })
    };
    let mut underway = Underway(items.into_iter().map(begin).collect());
    let mut done = Vec::with_capacity(underway.0.len());
    for handle in &mut underway.0 {
        done.push(handle.await.map_err(stopped)?.map_err(stopped)?);
    }
    Ok(done)
}

fn stopped(error: JoinError) -> Error {
    Error::Unexpected { message: format!("a build stopped: {error}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn results_are_in_the_order_of_the_items() {
        let squares = in_parallel((0..100_u32).collect(), |item| item * item).await.expect("nothing stops");
        assert_eq!(squares, (0..100_u32).map(|item| item * item).collect::<Vec<_>>());
    }

    #[tokio::test]
    async fn a_panic_is_an_error() {
        let error = in_parallel(vec![1, 0], |item| 1 / item).await.expect_err("the second divides by zero");
        assert!(error.to_string().contains("stopped"), "{error}");
    }
}
