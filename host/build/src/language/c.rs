//! C: clang with a linker for WebAssembly. The C library is linked in where a migration includes a header of it.

use super::clang::{Clang, Dialect};

use crate::environment::ToolEnvironment;

/// The toolchain of C.
pub(crate) fn toolchain(environment: &ToolEnvironment) -> Clang {
    Clang::new(Dialect::C, environment)
}
