//! Asking a run to stop, from outside of it.

use tokio::sync::watch;

/// A token that asks whoever holds a clone of it to stop.
///
/// A run that sees it cancels the statement that is running, rolls back, releases the lock and returns
/// [`crate::Error::Cancelled`], which says in what state the database is. Asking twice changes nothing.
#[derive(Debug, Clone)]
pub struct Cancellation {
    sender: watch::Sender<bool>,
}

impl Cancellation {
    /// A token that nobody has cancelled.
    pub fn new() -> Self {
        Self { sender: watch::Sender::new(false) }
    }

    /// Asks every holder to stop.
    pub fn cancel(&self) {
        self.sender.send_replace(true);
    }

    /// Whether somebody has asked.
    pub fn is_cancelled(&self) -> bool {
        *self.sender.borrow()
    }

    /// Waits until somebody asks; returns at once when it happened already.
    pub async fn cancelled(&self) {
        let mut receiver = self.sender.subscribe();
        // The sender lives in `self`, so the channel cannot close while we wait.
        let _ = receiver.wait_for(|is_cancelled| *is_cancelled).await;
    }
}

impl Default for Cancellation {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::Cancellation;

    #[tokio::test]
    async fn every_clone_sees_it() {
        let token = Cancellation::new();
        let clone = token.clone();
        assert!(!clone.is_cancelled());
        let waiting = tokio::spawn(async move { clone.cancelled().await });
        token.cancel();
        waiting.await.expect("the waiting task does not panic");
        assert!(token.is_cancelled());
        token.cancelled().await;
    }
}
