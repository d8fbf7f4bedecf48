//! Where components become programs.

use std::collections::HashSet;
use std::fmt;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use wasmtime::component::Component;

use crate::cache::{DiskCache, EntryId, MemoryCache, Purpose};
use crate::compile::{self, CompileError};
use crate::interpreter::Interpreter;
use crate::limits::{Limit, Limits};
use crate::load_error::LoadError;
use crate::native::{self, Native, Traits};
use crate::outline::{CodeDigest, Outline, Sections};
use crate::program::{Linked, Program};
use crate::runtime::{Hosts, Runtime};
use crate::worlds::{self, v0_1};

/// How a sandbox is set up.
#[derive(Debug, Clone)]
pub struct SandboxOptions {
    /// A folder of the sandbox's own, for compiled components; in it is one more for those that processes of guests compiled. Without it nothing is kept from one process to the next.
    ///
    /// It must be the current user's, with mode 0700; where it is not, it is left alone.
    pub cache_directory: Option<PathBuf>,
    /// How many bytes of compiled components are kept there. Default: 512 MiB.
    pub cache_bytes: u64,
    /// The same for compiled interpreters, which projects of one user share. Without it they go to the other folder.
    pub interpreter_cache_directory: Option<PathBuf>,
    /// Where the secret is that marks what is kept as the sandbox's own. Without it the secret is in the cache's own folder, which
    /// must then be one that nobody can bring with them: not one of a project.
    pub key_directory: Option<PathBuf>,
    /// What guests may take.
    pub limits: Limits,
    /// Where the calls of its guests are answered. Default: here.
    pub hosts: Hosts,
}

impl Default for SandboxOptions {
    fn default() -> Self {
        Self {
            cache_directory: None,
            cache_bytes: 512 * 1024 * 1024,
            interpreter_cache_directory: None,
            key_directory: None,
            limits: Limits::default(),
            hosts: Hosts::Here,
        }
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
    /// The interpreters that somebody was told of, since compiling one takes a while.
    awaited: Mutex<HashSet<CodeDigest>>,
}

/// What the first load makes.
pub(crate) struct Started {
    pub(crate) runtime: Arc<Runtime>,
    disk: Option<DiskCache>,
    interpreter_disk: Option<DiskCache>,
    apart_disk: OnceLock<Option<DiskCache>>,
}

impl Started {
    fn disk(&self, origin: Origin) -> Option<&DiskCache> {
        match origin {
            Origin::Migration => self.disk.as_ref(),
            Origin::Interpreter => self.interpreter_disk.as_ref().or(self.disk.as_ref()),
        }
    }

    /// A compiled component with what it imports.
    pub(crate) fn linked(&self, name: &str, component: &Component) -> Result<Linked, LoadError> {
        let mismatch =
            |error: wasmtime::Error| LoadError::Mismatch { name: name.to_owned(), reason: format!("{error:#}") };
        let component = self.runtime.linker.instantiate_pre(component).map_err(mismatch)?;
        let exports = v0_1::Exports::find(&component).map_err(mismatch)?;
        Ok(Linked { component, exports, imports_operations: false })
    }
}

/// What is compiled.
struct Source<'a> {
    name: &'a str,
    /// Equal for what compiles to the same.
    digest: CodeDigest,
    origin: Origin,
}

/// Where a component comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Origin {
    /// From whoever wrote the migration.
    Migration,
    /// From the host.
    Interpreter,
}

/// The folder of what processes of guests compiled, in that of the cache.
const APART_FOLDER: &str = "apart";

/// How long a load waits for the compiler at an interpreter: the host's own, and large.
pub(crate) const INTERPRETER_COMPILE_TIME: Duration = Duration::from_mins(15);

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
        let shared =
            Shared { options, limits, engine: Mutex::default(), linked: MemoryCache::new(), awaited: Mutex::default() };
        Ok(Self { shared: Arc::new(shared) })
    }

    /// One with the same options and other limits.
    pub(crate) fn with_limits(&self, limits: Limits) -> Result<Self, SandboxError> {
        Self::new(SandboxOptions { limits, ..self.shared.options.clone() })
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
        let digest = outline.digest();
        let source = Source { name, digest, origin: Origin::Migration };
        let linked = self.shared.linked.get_or_make(digest, || self.link(&source, &outline, &started))?;
        Ok(self.program(name, linked, outline.sections(), &started))
    }

    /// Whether a component is a script, which [`Sandbox::load_script`] makes a program of.
    pub fn is_script(name: &str, component: &[u8]) -> Result<bool, LoadError> {
        worlds::is_script(&Outline::read(name, component)?)
    }

    /// Makes a program of a script: its interpreter, which finds the script's sections in the place of its own.
    ///
    /// An interpreter is compiled once, and may take as long as it takes.
    pub fn load_script(&self, name: &str, component: &[u8], interpreter: &Interpreter) -> Result<Program, LoadError> {
        self.check_size(name, component)?;
        let outline = Outline::read(name, component)?;
        let has_check = worlds::check_script(name, &outline)?;
        let started = self.started(name)?;
        let linked = self.shared.linked.get_or_make(interpreter.digest, || {
            let outline = Outline::read(&interpreter.name, &interpreter.component)?;
            let source = Source { name: &interpreter.name, digest: interpreter.digest, origin: Origin::Interpreter };
            self.link(&source, &outline, &started)
        })?;
        Ok(Program { has_check, ..self.program(name, linked, outline.sections(), &started) })
    }

    /// The native code of an interpreter, for other processes: as it is in the cache, or compiled now.
    pub fn native_interpreter(&self, interpreter: &Interpreter) -> Result<Native, LoadError> {
        let (name, started) = (&*interpreter.name, self.started(&interpreter.name)?);
        let outline = Outline::read(name, &interpreter.component)?;
        let imports_operations = worlds::imports_operations(&outline)?;
        let compatibility = started.runtime.compatibility;
        let id = EntryId { purpose: Purpose::Here, compatibility, code: interpreter.digest };
        let disk = started.disk(Origin::Interpreter);
        if let Some(code) = disk.and_then(|disk| disk.read(&id, |verified| Some(verified.native().to_vec()))) {
            // An interpreter always exports it; whether the script on it does is another matter.
            let traits = Traits { has_check: true, imports_operations, has_target: false };
            return Ok(Native { traits, compatibility, code });
        }
        let source = Source { name, digest: interpreter.digest, origin: Origin::Interpreter };
        native::of(name, &self.link(&source, &outline, &started)?, &started.runtime)
    }

    /// Whether the next [`Sandbox::load_script`] on this interpreter has to compile it, which takes seconds. Only the first
    /// who asks is told so.
    pub fn will_compile(&self, interpreter: &Interpreter) -> Result<bool, LoadError> {
        let started = self.started(&interpreter.name)?;
        let id =
            EntryId { purpose: Purpose::Here, compatibility: started.runtime.compatibility, code: interpreter.digest };
        if started.disk(Origin::Interpreter).is_some_and(|disk| disk.holds(&id)) {
            return Ok(false);
        }
        let mut awaited = self.shared.awaited.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(awaited.insert(interpreter.digest))
    }

    pub(crate) fn program(&self, name: &str, linked: Arc<Linked>, sections: Sections, started: &Started) -> Program {
        Program {
            name: name.into(),
            has_check: linked.exports.has_check(),
            linked,
            sections,
            runtime: Arc::clone(&started.runtime),
            limits: Arc::clone(&self.shared.limits),
        }
    }

    pub(crate) fn check_size(&self, name: &str, component: &[u8]) -> Result<(), LoadError> {
        let limits = self.limits();
        if component.len() <= limits.component_bytes {
            return Ok(());
        }
        let allowed = Limit::ComponentSize.allowance(limits);
        Err(LoadError::TooLarge { name: name.to_owned(), bytes: component.len(), allowed })
    }

    pub(crate) fn started(&self, name: &str) -> Result<Arc<Started>, LoadError> {
        let mut engine = self.shared.engine.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(started) = &*engine {
            return Ok(Arc::clone(started));
        }
        let runtime = Runtime::start(self.limits(), self.shared.options.hosts)
            .map_err(|error| LoadError::Engine { name: name.to_owned(), reason: format!("{error:#}") })?;
        let options = &self.shared.options;
        let open =
            |path: &PathBuf| DiskCache::open(path, options.key_directory.as_ref().unwrap_or(path), options.cache_bytes);
        let started = Arc::new(Started {
            runtime: Arc::new(runtime),
            disk: options.cache_directory.as_ref().and_then(open),
            interpreter_disk: options.interpreter_cache_directory.as_ref().and_then(open),
            apart_disk: OnceLock::new(),
        });
        *engine = Some(Arc::clone(&started));
        Ok(started)
    }

    /// What processes of guests compiled, in a folder of its own: however much of it there is, none of our own makes room for it.
    /// Made on first use.
    pub(crate) fn apart_disk<'started>(&self, started: &'started Started) -> Option<&'started DiskCache> {
        let options = &self.shared.options;
        let open = || {
            let own = options.cache_directory.as_ref()?;
            let key = options.key_directory.as_ref().unwrap_or(own);
            DiskCache::open(&own.join(APART_FOLDER), key, options.cache_bytes)
        };
        started.apart_disk.get_or_init(open).as_ref()
    }

    fn link(&self, source: &Source<'_>, outline: &Outline<'_>, started: &Started) -> Result<Linked, LoadError> {
        worlds::check(source.name, outline)?;
        let component = self.component(source, outline, started)?;
        let imports_operations = worlds::imports_operations(outline)?;
        Ok(Linked { imports_operations, ..started.linked(source.name, &component)? })
    }

    fn component(&self, source: &Source<'_>, outline: &Outline<'_>, started: &Started) -> Result<Component, LoadError> {
        let engine = &started.runtime.engine;
        let id = EntryId { purpose: Purpose::Here, compatibility: started.runtime.compatibility, code: source.digest };
        let disk = started.disk(source.origin);
        let cached = disk.and_then(|disk| disk.read(&id, |native| compile::take_compiled(engine, native)));
        if let Some(component) = cached {
            return Ok(component);
        }
        let wait_max = match source.origin {
            Origin::Migration => self.limits().compile_time,
            Origin::Interpreter => INTERPRETER_COMPILE_TIME,
        };
        let component = compile::compile(engine, outline.code(), wait_max)
            .map_err(|error| self.compile_error(source.name, error))?;
        if let (Some(disk), Ok(native)) = (disk, component.serialize()) {
            disk.write(&id, &native);
        }
        Ok(component)
    }

    pub(crate) fn compile_error(&self, name: &str, error: CompileError) -> LoadError {
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
