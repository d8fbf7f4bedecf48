//! Writes WebAssembly that nobody would: `aludel-hostile-generate SEED COUNT FOLDER`.
//!
//! `FOLDER/module-N.wasm` are core modules with the imports and exports of a migration, and anything between them;
//! `FOLDER/component-N.wasm` are components of any shape. The same seed writes the same files.

mod dice;
mod module;

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};
use arbitrary::Unstructured;
use dice::Dice;
use wasm_smith::{Component, Config};

/// How many random bytes one file is made of, at most.
const BYTES_MAX: u64 = 12 * 1024;

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [seed, count, folder] = arguments.as_slice() else { anyhow::bail!("usage: SEED COUNT FOLDER") };
    let mut dice = Dice::new(seed.parse().context("the seed is a number")?);
    let count: usize = count.parse().context("the count is a number")?;
    let folder = Path::new(folder);
    fs::create_dir_all(folder)?;
    for index in 0..count.div_ceil(2) {
        let module = again(&mut dice, module::generate)?;
        fs::write(folder.join(format!("module-{index}.wasm")), module)?;
    }
    for index in 0..count / 2 {
        let component = again(&mut dice, component)?;
        fs::write(folder.join(format!("component-{index}.wasm")), component)?;
    }
    Ok(())
}

fn component(noise: &mut Unstructured<'_>) -> Result<Vec<u8>> {
    let config = Config { max_nesting_depth: 6, ..module::offered() };
    Ok(Component::new(config, noise)?.to_bytes())
}

/// Some noise makes nothing; then there is other noise.
fn again(dice: &mut Dice, make: impl Fn(&mut Unstructured<'_>) -> Result<Vec<u8>>) -> Result<Vec<u8>> {
    let mut outcome = Err(anyhow::anyhow!("nothing was tried"));
    for _ in 0..100 {
        let length = 512 + dice.roll(BYTES_MAX - 512);
        let noise = dice.bytes(length);
        outcome = make(&mut Unstructured::new(&noise));
        if outcome.is_ok() {
            break;
        }
    }
    outcome
}
