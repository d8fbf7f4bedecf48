//! Core modules with the imports and exports of a migration.

use anyhow::Result;
use arbitrary::Unstructured;
use wasm_encoder::{ExportKind, ExportSection, RawSection};
use wasm_smith::{Config, Module};
use wasmparser::{Parser, Payload};

/// What the tests of the sandbox begin with: all imports of the world.
const PRELUDE: &str = include_str!("../../../../host/sandbox/tests/sandbox/support/prelude.wat");

/// The functions that a migration exports.
const EXPORTS: &str = "(module
    (func (export \"cabi_realloc\") (param i32 i32 i32 i32) (result i32) (i32.const 0))
    (func (export \"aludel:migration/revision@0.1.0#upgrade\") (param i32) (result i32) (i32.const 0))
    (func (export \"aludel:migration/revision@0.1.0#downgrade\") (param i32) (result i32) (i32.const 0)))";

/// Only what the host's engine takes; the rest is refused in the same way each time.
pub(crate) fn offered() -> Config {
    Config {
        memory64_enabled: false,
        threads_enabled: false,
        shared_everything_threads_enabled: false,
        relaxed_simd_enabled: false,
        exceptions_enabled: false,
        gc_enabled: false,
        reference_types_enabled: false,
        custom_page_sizes_enabled: false,
        wide_arithmetic_enabled: false,
        ..Config::default()
    }
}

/// Makes one of noise.
pub(crate) fn generate(noise: &mut Unstructured<'_>) -> Result<Vec<u8>> {
    let config = Config {
        available_imports: Some(wat::parse_str(format!("(module {PRELUDE})"))?),
        exports: Some(wat::parse_str(EXPORTS)?),
        min_imports: 4,
        max_imports: 60,
        min_memories: 1,
        max_memories: 1,
        max_memory32_bytes: 1 << 26,
        allow_start_export: true,
        max_instructions: 400,
        max_funcs: 40,
        ..offered()
    };
    let module = Module::new(config, noise)?.to_bytes();
    with_memory_exported(&module)
}

/// A migration exports its memory too, which cannot be asked for.
fn with_memory_exported(module: &[u8]) -> Result<Vec<u8>> {
    let mut rewritten = wasm_encoder::Module::new();
    let mut is_exported = false;
    for payload in Parser::new(0).parse_all(module) {
        let payload = payload?;
        if let Payload::ExportSection(section) = &payload {
            let mut exports = ExportSection::new();
            for export in section.clone() {
                let export = export?;
                exports.export(export.name, ExportKind::Func, export.index);
            }
            exports.export("memory", ExportKind::Memory, 0);
            rewritten.section(&exports);
            is_exported = true;
        } else if let Some((id, range)) = payload.as_section() {
            rewritten.section(&RawSection { id, data: &module[range] });
        }
    }
    anyhow::ensure!(is_exported, "nothing is exported");
    Ok(rewritten.finish())
}
