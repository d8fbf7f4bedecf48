//! C++: clang with a linker for WebAssembly, the C library and libc++; no exceptions.

use super::clang::{Clang, Dialect};
use crate::environment::ToolEnvironment;

/// The toolchain of C++.
pub(crate) fn toolchain(environment: &ToolEnvironment) -> Clang {
    Clang::new(Dialect::Cpp, environment)
}
