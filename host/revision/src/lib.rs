//! Which revisions exist, how they connect, and what to run to get from one to another.
