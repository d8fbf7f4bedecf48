//! The components that this process linked last, so that components with the same code are compiled once.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use crate::outline::CodeDigest;

/// How many are kept. A component that is in use lives on without its place here.
const KEPT_COUNT_MAX: usize = 64;

/// Values by the digest of their code; the ones that were used last stay.
pub(crate) struct MemoryCache<T> {
    slots: Mutex<Slots<T>>,
}

struct Slots<T> {
    by_code: HashMap<CodeDigest, Slot<T>>,
    use_count: u64,
}

struct Slot<T> {
    value: Arc<Mutex<Option<Arc<T>>>>,
    used_at: u64,
}

impl<T> MemoryCache<T> {
    pub(crate) fn new() -> Self {
        Self { slots: Mutex::new(Slots { by_code: HashMap::new(), use_count: 0 }) }
    }

    /// The value of that code, made if it is not there. Whoever asks for the same code meanwhile waits; an error is
    /// not kept.
    pub(crate) fn get_or_make<E>(&self, code: CodeDigest, make: impl FnOnce() -> Result<T, E>) -> Result<Arc<T>, E> {
        let place = self.slots.lock().unwrap_or_else(PoisonError::into_inner).take(code);
        let mut value = place.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(value) = &*value {
            return Ok(Arc::clone(value));
        }
        let fresh = Arc::new(make()?);
        *value = Some(Arc::clone(&fresh));
        Ok(fresh)
    }
}

impl<T> Slots<T> {
    fn take(&mut self, code: CodeDigest) -> Arc<Mutex<Option<Arc<T>>>> {
        self.use_count += 1;
        if !self.by_code.contains_key(&code) && self.by_code.len() >= KEPT_COUNT_MAX {
            self.drop_oldest();
        }
        let slot = self.by_code.entry(code).or_insert_with(|| Slot { value: Arc::default(), used_at: 0 });
        slot.used_at = self.use_count;
        Arc::clone(&slot.value)
    }

    fn drop_oldest(&mut self) {
        let oldest = self.by_code.iter().min_by_key(|(_, slot)| slot.used_at).map(|(code, _)| *code);
        if let Some(code) = oldest {
            self.by_code.remove(&code);
        }
    }
}
