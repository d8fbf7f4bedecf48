//! Native code that goes from one process to another.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use wasmtime::component::Component;

use crate::cache::{EntryId, Purpose};
use crate::compile;
use crate::interpreter::Interpreter;
use crate::limits::Limits;
use crate::load_error::LoadError;
use crate::outline::{Outline, Sections};
use crate::program::{Linked, Program};
use crate::runtime::Runtime;
use crate::sandbox::{INTERPRETER_COMPILE_TIME, Sandbox};
use crate::worlds;

/// What is seen of a component while it is compiled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Traits {
    /// Whether it exports `check`.
    pub has_check: bool,
    /// Whether it may change tables and the like by request.
    pub imports_operations: bool,
    /// Whether it says what a database should look like.
    pub has_target: bool,
}

/// Native code, with what is known of the component that it was made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Native {
    /// What is known.
    pub traits: Traits,
    /// Equal for engines that can run each other's code. Whoever compiles it says so.
    pub compatibility: [u8; 32],
    /// The code, as the engine writes it down.
    pub code: Vec<u8>,
}

/// A component on its way to a process: what is compiled there, and what stays here.
#[derive(Debug)]
pub struct Departing {
    /// The component without its custom sections: the bytes by whose digest the native code is found again, and so all that the
    /// process that compiles is given.
    pub code: Vec<u8>,
    /// What a guest finds there.
    pub sections: Sections,
    place: KeptPlace,
}

/// Where the native code is kept that another process compiled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeptPlace {
    id: EntryId,
}

impl Departing {
    /// Where its native code is kept, or will be.
    pub fn place(&self) -> KeptPlace {
        self.place
    }
}

/// What a script says of itself.
#[derive(Debug)]
pub struct Script {
    /// Whether it exports `check`.
    pub has_check: bool,
    /// What its interpreter finds in the place of its own.
    pub sections: Sections,
}

impl Sandbox {
    /// Reads a script that runs in another process.
    pub fn script(&self, name: &str, component: &[u8]) -> Result<Script, LoadError> {
        self.check_size(name, component)?;
        let outline = Outline::read(name, component)?;
        Ok(Script { has_check: worlds::check_script(name, &outline)?, sections: outline.sections() })
    }

    /// A sandbox with the same folders, for an interpreter that another process compiles: it may be as large as it is, and
    /// take the time of an interpreter.
    pub fn patient(&self, interpreter: &Interpreter) -> Result<Self, LoadError> {
        let limits = self.limits();
        let component_bytes = limits.component_bytes.max(interpreter.component.len());
        let compile_time = limits.compile_time.max(INTERPRETER_COMPILE_TIME);
        self.with_limits(Limits { component_bytes, compile_time, ..limits.clone() })
            .map_err(|error| LoadError::Engine { name: interpreter.name.clone(), reason: error.to_string() })
    }

    /// Compiles a component for another process, and keeps nothing of it.
    ///
    /// It works on the thread that calls it, which needs a stack of [`crate::COMPILER_STACK_BYTES`], and takes as long as it takes:
    /// this is for a process that somebody else ends when it is late.
    pub fn compile_apart(&self, name: &str, component: &[u8]) -> Result<Native, LoadError> {
        self.check_size(name, component)?;
        let outline = Outline::read(name, component)?;
        let started = self.started(name)?;
        worlds::check(name, &outline)?;
        let compiled = compile::compile_here(&started.runtime.engine, &outline.code());
        let linked = started.linked(name, &compiled.map_err(|error| self.compile_error(name, error))?)?;
        of(name, &Linked { imports_operations: worlds::imports_operations(&outline)?, ..linked }, &started.runtime)
    }

    /// Divides a component that is compiled by another process.
    pub fn departing(&self, name: &str, component: &[u8]) -> Result<Departing, LoadError> {
        self.check_size(name, component)?;
        let outline = Outline::read(name, component)?;
        let compatibility = self.started(name)?.runtime.compatibility;
        let id = EntryId { purpose: Purpose::Apart, compatibility, code: outline.digest() };
        Ok(Departing { code: outline.code(), sections: outline.sections(), place: KeptPlace { id } })
    }

    /// What a process has compiled of it before.
    ///
    /// It is what that process said, and no more is known of it: it must never be run by this one.
    pub fn kept(&self, name: &str, departing: &Departing) -> Result<Option<Native>, LoadError> {
        let started = self.started(name)?;
        let Some(kept) = self.apart_disk(&started).and_then(|disk| disk.read_apart(&departing.place.id)) else {
            return Ok(None);
        };
        // The MAC was right, so it is as it was written below.
        let read = postcard::take_from_bytes::<Traits>(&kept).ok();
        let compatibility = departing.place.id.compatibility;
        Ok(read.map(|(traits, code)| Native { traits, compatibility, code: code.to_vec() }))
    }

    /// Keeps what a process has compiled of it, for processes alone.
    ///
    /// What another engine than this one has made is not kept: nobody would find out that it changed.
    pub fn keep(&self, name: &str, departing: &Departing, native: &Native) -> Result<(), LoadError> {
        let started = self.started(name)?;
        if native.compatibility != departing.place.id.compatibility {
            return Ok(());
        }
        if let Some(disk) = self.apart_disk(&started) {
            let mut content = postcard::to_allocvec(&native.traits).expect("two words are in memory");
            content.extend_from_slice(&native.code);
            disk.write(&departing.place.id, &content);
        }
        Ok(())
    }

    /// Keeps it no longer, so that it is compiled anew by whoever needs it next.
    pub fn forget(&self, name: &str, place: KeptPlace) -> Result<(), LoadError> {
        let started = self.started(name)?;
        if let Some(disk) = self.apart_disk(&started) {
            disk.forget(&place.id);
        }
        Ok(())
    }

    /// Starts the thread that a run needs, so that none has to be started later.
    pub fn get_ready(&self, name: &str) -> Result<(), LoadError> {
        let ticking = self.started(name)?.runtime.ticker.start();
        ticking.map(drop).map_err(|error| LoadError::Engine { name: name.to_owned(), reason: error.to_string() })
    }

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

impl Program {
    /// The native code, for [`Sandbox::load_native`] in another process.
    pub fn native(&self) -> Result<Native, LoadError> {
        let native = of(self.name(), &self.linked, &self.runtime)?;
        Ok(Native { traits: Traits { has_check: self.has_check, ..native.traits }, ..native })
    }
}

/// The native code of what is compiled here.
pub(crate) fn of(name: &str, linked: &Linked, runtime: &Runtime) -> Result<Native, LoadError> {
    let failed = |error: wasmtime::Error| LoadError::Engine { name: name.to_owned(), reason: format!("{error:#}") };
    let traits = Traits {
        has_check: linked.exports.has_check(),
        imports_operations: linked.imports_operations,
        has_target: linked.exports.has_target(),
    };
    let code = linked.component.component().serialize().map_err(failed)?;
    Ok(Native { traits, compatibility: runtime.compatibility, code })
}
