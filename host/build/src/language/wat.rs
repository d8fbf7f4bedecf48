//! WebAssembly text, assembled in process: no toolchain.
//!
//! A migration holds the fields of a module. Some forms stand for more than they say: `(text "...")`, `(try ...)` and so
//! on, see [`forms`]. What it calls is taken from the library, see [`prelude`]. Lines stay where they are, so that
//! whatever is said of a line holds for the file. A file that is a whole `(module ...)` is assembled as it is.

mod assemble;
mod forms;
mod imports;
mod lexer;
mod pool;
mod prelude;

use std::fmt::Write as _;

use aludel_project::source_digest::SOURCE_SIZE;
use aludel_project::text_file;

use crate::toolchain::{Job, Toolchain, ToolchainError};
use forms::Forms;
use pool::Pool;

/// The toolchain of WebAssembly text, which is part of this program.
#[derive(Debug)]
pub(crate) struct Wat;

/// Where the texts of a migration begin: what is below belongs to the migration, and to the library for what it binds.
const TEXTS_START: u32 = 0x1_0000;

/// The functions that the host calls: the export, the name in the text, and whether a migration has to have it.
const EXPORTS: [(&str, &str, bool); 3] = [
    ("aludel:migration/revision@0.1.0#upgrade", "$upgrade", true),
    ("aludel:migration/revision@0.1.0#downgrade", "$downgrade", true),
    ("aludel:migration/check@0.1.0#verify", "$verify", false),
];

impl Toolchain for Wat {
    fn version(&self) -> Result<String, ToolchainError> {
        Ok(format!("wat of Aludel {}", env!("CARGO_PKG_VERSION")))
    }

    fn build(&self, job: &Job<'_>) -> Result<Vec<u8>, ToolchainError> {
        let file = job.source.display_path;
        let text = text_file::read_text(job.source.main, file, SOURCE_SIZE)?;
        imports::check(&text, file)?;
        if is_module(&text) {
            return assemble::assemble(&text, &text, file);
        }
        let library = prelude::library().join("\n");
        let whole = whole_module(&text, &library, file)?;
        assemble::assemble(&whole, &text, file)
    }
}

/// Whether the text is a module of its own.
fn is_module(text: &str) -> bool {
    let mut tokens = lexer::tokens(text).filter(|token| !token.is_blank());
    tokens.next().is_some_and(|token| token.text == "(") && tokens.next().is_some_and(|token| token.text == "module")
}

/// The migration as a module: imports first, as the format wants it, then the migration from its first line on.
fn whole_module(text: &str, library: &str, file: &str) -> Result<String, ToolchainError> {
    let mut pool = Pool::new(TEXTS_START);
    let file_text = pool.place(file.as_bytes());
    let migration = Forms::new(&mut pool).rewrite(text).map_err(|problem| problem.in_file(file))?;
    let exports = exports(text, file)?;
    let fields = prelude::needed(library, &[&migration, &exports]);
    let rewritten = Forms::new(&mut pool).rewrite(&fields.definitions).expect("the forms of the library are valid");
    let mut module = format!("(module {} {migration}\n{exports}\n{rewritten}\n", fields.imports);
    let heap = (pool.end() + 15) & !15;
    write!(
        module,
        "(memory (export \"memory\") {pages})\n(global $heap (mut i32) (i32.const {heap}))\n\
         (global $file i32 (i32.const {file_text}))\n{data})\n",
        pages = heap / 0x1_0000 + 1,
        data = pool.data(),
    )
    .expect("a string takes any text");
    Ok(module)
}

/// The exports of what the migration defines.
fn exports(text: &str, file: &str) -> Result<String, ToolchainError> {
    let mut exports = String::new();
    for (export, function, is_required) in EXPORTS {
        if lexer::line_of_function(text, function).is_some() {
            write!(
                exports,
                "(func (export \"{export}\") (param i32) (result i32) \
                 (call $verdict (local.get 0) (call {function} (local.get 0)))) "
            )
            .expect("a string takes any text");
        } else if is_required {
            let output = format!("{file}: there is no `(func {function} (param $db i32) (result i32) ...)`");
            return Err(ToolchainError::compile(output));
        }
    }
    Ok(exports)
}

#[cfg(test)]
mod tests;
