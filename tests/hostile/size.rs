//! How much is run.

/// How much is run: for every change, or as much as anybody has the patience for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Size {
    Short,
    Long,
}

impl Size {
    /// What the variable `HOSTILE_SIZE` says.
    pub(crate) fn of(variable: Option<&str>) -> Self {
        if variable == Some("long") { Self::Long } else { Self::Short }
    }

    /// One of two numbers.
    pub(crate) fn choose(self, short: usize, long: usize) -> usize {
        match self {
            Self::Short => short,
            Self::Long => long,
        }
    }
}
