//! The wasmtime engine with the linker and the ticker that belong to it.

use std::hash::{Hash, Hasher};

use wasmtime::component::Linker;
use wasmtime::{Config, Engine, Result, Strategy, WasmBacktraceDetails, WasmFeatures};

use crate::limits::Limits;
use crate::state::State;
use crate::ticker::Ticker;
use crate::worlds::v0_1;

/// What a host future may need of a fiber's stack, beside the guest's own part.
const HOST_STACK_BYTES: usize = 4 * 1024 * 1024;

/// Where the calls of guests are answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hosts {
    /// In the process of the guest.
    Here,
    /// In another one.
    Apart,
}

/// One engine and all that lives as long as it.
pub(crate) struct Runtime {
    pub(crate) engine: Engine,
    pub(crate) linker: Linker<State>,
    pub(crate) ticker: Ticker,
    /// Equal for engines that can run each other's compiled code.
    pub(crate) compatibility: [u8; 32],
}

impl Runtime {
    /// With the host in this process, or at the other end of a line.
    pub(crate) fn start(limits: &Limits, hosts: Hosts) -> Result<Self> {
        let engine = Engine::new(&configuration(limits))?;
        let mut linker = Linker::new(&engine);
        match hosts {
            Hosts::Here => v0_1::add_to_linker(&mut linker)?,
            Hosts::Apart => v0_1::add_far_to_linker(&mut linker)?,
        }
        let compatibility = compatibility(&engine);
        Ok(Self { ticker: Ticker::new(&engine), engine, linker, compatibility })
    }
}

fn configuration(limits: &Limits) -> Config {
    let mut config = Config::new();
    config
        .strategy(Strategy::Cranelift)
        .cranelift_nan_canonicalization(true)
        .epoch_interruption(true)
        .max_wasm_stack(limits.stack_bytes)
        .async_stack_size(limits.stack_bytes + HOST_STACK_BYTES)
        // Without this the variable WASMTIME_BACKTRACE_DETAILS would be read from the environment.
        .wasm_backtrace_details(WasmBacktraceDetails::Enable)
        .concurrency_support(false)
        .wasm_features(refused_features(), false);
    config
}

/// What makes guests non-deterministic, or what no toolchain for migrations needs.
fn refused_features() -> WasmFeatures {
    WasmFeatures::THREADS
        | WasmFeatures::SHARED_EVERYTHING_THREADS
        | WasmFeatures::RELAXED_SIMD
        | WasmFeatures::MEMORY64
        | WasmFeatures::GC
        | WasmFeatures::FUNCTION_REFERENCES
        | WasmFeatures::EXCEPTIONS
        | WasmFeatures::LEGACY_EXCEPTIONS
        | WasmFeatures::STACK_SWITCHING
        | WasmFeatures::CUSTOM_PAGE_SIZES
        | WasmFeatures::WIDE_ARITHMETIC
}

fn compatibility(engine: &Engine) -> [u8; 32] {
    let mut digest = Blake3Hasher(blake3::Hasher::new());
    engine.precompile_compatibility_hash().hash(&mut digest);
    *digest.0.finalize().as_bytes()
}

/// Collects what a [`Hash`] writes into a digest that is the same in every process.
struct Blake3Hasher(blake3::Hasher);

impl Hasher for Blake3Hasher {
    fn write(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    fn finish(&self) -> u64 {
        let digest = self.0.finalize();
        let first = digest.as_bytes().first_chunk().expect("a digest has 32 bytes");
        u64::from_le_bytes(*first)
    }
}
