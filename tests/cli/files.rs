//! New projects and new files.
