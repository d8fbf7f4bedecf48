//! The command line as a person sees it: whole screens.

mod workspace;

mod failures;
mod files;
mod runs;
