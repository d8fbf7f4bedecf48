//! Where components become programs.

use std::fmt;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use crate::cache::{DiskCache, EntryId, MemoryCache};
use crate::compile::{self, CompileError};
use crate::limits::{Limit, Limits};
use crate::load_error::LoadError;
use crate::outline::Outline;
use crate::program::{Linked, Program};
use crate::runtime::Runtime;
use crate::worlds::{self, v0_1};

/// How a sandbox is set up.
#[derive(Debug, Clone)]
pub struct SandboxOptions {
    /// A folder of the sandbox's own, for compiled components. Without it nothing is kept from one process to the next.
    ///
    /// It must be the current user's, with mode 0700; where it is not, it is left alone.
    pub cache_directory: Option<PathBuf>,
    /// How many bytes of compiled components are kept there. Default: 512 MiB.
    pub cache_bytes: u64,
    /// What guests may take.
    pub limits: Limits,
}

impl Default for SandboxOptions {
    fn default() -> Self {
        Self { cache_directory: None, cache_bytes: 512 * 1024 * 1024, limits: Limits::default() }
    }
}

/// Why there is no sandbox.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SandboxError {
    /// A limit is outside of what makes sense.
    #[error("the limit `{limit}` is {value}, but must be {bound}")]
    LimitOutOfRange {
        /// The limit.
        limit: Limit,
        /// Its value.
        value: String,
        /// What it must be: `at least 64KiB`.
        bound: String,
    },
}

/// Loads components. Cheap to clone: clones share the engine and what is compiled.
#[derive(Clone)]
pub struct Sandbox {
    shared: Arc<Shared>,
}

struct Shared {
    options: SandboxOptions,
    limits: Arc<Limits>,
    engine: Mutex<Option<Arc<Started>>>,
    linked: MemoryCache<Linked>,
}

/// What the first load makes.
struct Started {
    runtime: Arc<Runtime>,
    disk: Option<DiskCache>,
}

impl fmt::Debug for Sandbox {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Sandbox").field("options", &self.shared.options).finish_non_exhaustive()
    }
}

impl Sandbox {
    /// Makes a sandbox. The engine is made with the first load, so a sandbox that loads nothing costs nothing.
    pub fn new(options: SandboxOptions) -> Result<Self, SandboxError> {
        options.limits.check()?;
        let limits = Arc::new(options.limits.clone());
        let shared = Shared { options, limits, engine: Mutex::default(), linked: MemoryCache::new() };
        Ok(Self { shared: Arc::new(shared) })
    }

    /// The limits that programs run with.
    pub fn limits(&self) -> &Limits {
        &self.shared.limits
    }

    /// Makes a program of a component. `name` is the file's, for errors.
    ///
    /// Components that differ in their top-level custom sections alone are compiled once. This is work for the
    /// processor, of up to [`Limits::compile_time`], so an asynchronous caller runs it on a thread for such work.
    pub fn load(&self, name: &str, component: &[u8]) -> Result<Program, LoadError> {
        self.check_size(name, component)?;
        let outline = Outline::read(name, component)?;
        let started = self.started(name)?;
        let linked = self.shared.linked.get_or_make(outline.digest(), || self.link(name, &outline, &started))?;
        Ok(Program {
            name: name.into(),
            linked,
            sections: outline.sections(),
            runtime: Arc::clone(&started.runtime),
            limits: Arc::clone(&self.shared.limits),
        })
    }

    fn check_size(&self, name: &str, component: &[u8]) -> Result<(), LoadError> {
        let limits = self.limits();
        if component.len() <= limits.component_bytes {
            return Ok(());
        }
        let allowed = Limit::ComponentSize.allowance(limits);
        Err(LoadError::TooLarge { name: name.to_owned(), bytes: component.len(), allowed })
    }

    fn started(&self, name: &str) -> Result<Arc<Started>, LoadError> {
        let mut engine = self.shared.engine.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(started) = &*engine {
            return Ok(Arc::clone(started));
        }
        let runtime = Runtime::start(self.limits())
            .map_err(|error| LoadError::Engine { name: name.to_owned(), reason: format!("{error:#}") })?;
        let options = &self.shared.options;
        let disk = options.cache_directory.as_deref().and_then(|path| DiskCache::open(path, options.cache_bytes));
        let started = Arc::new(Started { runtime: Arc::new(runtime), disk });
        *engine = Some(Arc::clone(&started));
        Ok(started)
    }

    fn link(&self, name: &str, outline: &Outline<'_>, started: &Started) -> Result<Linked, LoadError> {
        worlds::check(name, outline)?;
        let component = self.component(name, outline, started)?;
        let mismatch =
            |error: wasmtime::Error| LoadError::Mismatch { name: name.to_owned(), reason: format!("{error:#}") };
        let component = started.runtime.linker.instantiate_pre(&component).map_err(mismatch)?;
        let exports = v0_1::Exports::find(&component).map_err(mismatch)?;
        Ok(Linked { component, exports, imports_operations: worlds::imports_operations(outline)? })
    }

    fn component(
        &self,
        name: &str,
        outline: &Outline<'_>,
        started: &Started,
    ) -> Result<wasmtime::component::Component, LoadError> {
        let engine = &started.runtime.engine;
        let id = EntryId { compatibility: started.runtime.compatibility, code: outline.digest() };
        let cached =
            started.disk.as_ref().and_then(|disk| disk.read(&id, |native| compile::take_compiled(engine, native)));
        if let Some(component) = cached {
            return Ok(component);
        }
        let component = compile::compile(engine, outline.code(), self.limits().compile_time)
            .map_err(|error| self.compile_error(name, error))?;
        if let (Some(disk), Ok(native)) = (&started.disk, component.serialize()) {
            disk.write(&id, &native);
        }
        Ok(component)
    }

    fn compile_error(&self, name: &str, error: CompileError) -> LoadError {
        let name = name.to_owned();
        match error {
            CompileError::Refused(error) => LoadError::Invalid { name, reason: format!("{error:#}") },
            CompileError::Broken(reason) => LoadError::Engine { name, reason },
            CompileError::TimedOut => {
                LoadError::CompileTime { name, allowed: Limit::CompileTime.allowance(self.limits()) }
            }
        }
    }
}
