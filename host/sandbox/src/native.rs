//! Native code that comes from another process.

use std::sync::Arc;

use wasmtime::component::Component;

use crate::load_error::LoadError;
use crate::outline::Sections;
use crate::program::Program;
use crate::sandbox::Sandbox;

impl Sandbox {
    /// Makes a program of native code. What the component says of itself beside its exports is not known of it.
    ///
    /// # Safety
    ///
    /// The code is run as it is: it must come from [`Program::native`], through nobody's hands, or the process that calls this
    /// must have nothing that the code could take.
    #[expect(unsafe_code, reason = "that the code is as it was made is for the caller to know")]
    pub unsafe fn load_native(&self, name: &str, native: &[u8]) -> Result<Program, LoadError> {
        let started = self.started(name)?;
        let failed = |error: wasmtime::Error| LoadError::Engine { name: name.to_owned(), reason: format!("{error:#}") };
        // SAFETY: the caller's promise.
        let component = unsafe { Component::deserialize(&started.runtime.engine, native) }.map_err(failed)?;
        let linked = started.linked(name, &component)?;
        Ok(self.program(name, Arc::new(linked), Sections::default(), &started))
    }
}
