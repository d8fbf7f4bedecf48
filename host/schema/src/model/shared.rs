//! What several schemas hold together.

use std::ops::{Deref, DerefMut};
use std::sync::Arc;

use serde::{Serialize, Serializer};

/// An object that a schema and its copies share until one of them changes it.
///
/// A schema is copied for each definition that is looked at, and most of its objects are the same before and after. A copy
/// costs a count of references, and two that are shared are equal without a look at what they hold.
#[derive(Debug, Clone, Eq)]
pub struct Shared<T>(Arc<T>);

impl<T> Shared<T> {
    /// Whether both are one object, and not only equal.
    pub fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl<T: PartialEq> PartialEq for Shared<T> {
    fn eq(&self, other: &Self) -> bool {
        self.is_same(other) || self.0 == other.0
    }
}

impl<T: Clone> Shared<T> {
    /// The object by itself; a copy where somebody else has it too.
    pub fn into_inner(self) -> T {
        Arc::unwrap_or_clone(self.0)
    }
}

impl<T> From<T> for Shared<T> {
    fn from(object: T) -> Self {
        Self(Arc::new(object))
    }
}

impl<T> Deref for Shared<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T: Clone> DerefMut for Shared<T> {
    /// Whoever changes it has it alone from then on.
    fn deref_mut(&mut self) -> &mut T {
        Arc::make_mut(&mut self.0)
    }
}

impl<T: Serialize> Serialize for Shared<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        T::serialize(self, serializer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_is_the_same_object_until_it_is_changed() {
        let first = Shared::from(vec![1]);
        let mut second = first.clone();
        assert!(second.is_same(&first));
        second.push(2);
        assert!(!second.is_same(&first));
        assert_eq!((first.into_inner(), second.into_inner()), (vec![1], vec![1, 2]));
    }
}
