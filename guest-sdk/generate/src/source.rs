//! The WIT files, read once for all languages.

use std::error::Error;
use std::path::Path;

use wit_parser::{Resolve, WorldId};

use crate::layout::Layout;

/// The world with everything, from which the code is generated.
const WIDEST_WORLD: &str = "everything";

/// What generators read.
#[derive(Debug)]
pub struct Source {
    /// The packages as `wit_parser` reads them, for generators that are built on it.
    pub resolve: Resolve,
    /// The world with everything that a migration may import and export.
    pub world: WorldId,
    /// What the canonical ABI makes of that world.
    pub layout: Layout,
}

impl Source {
    /// Reads `wit/0.1.0`.
    pub fn read() -> Result<Self, Box<dyn Error>> {
        let wit = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../wit/0.1.0");
        let mut resolve = Resolve::default();
        let (package, _) = resolve.push_dir(wit)?;
        let world = resolve.select_world(&[package], Some(WIDEST_WORLD))?;
        let layout = Layout::read(&resolve, world)?;
        Ok(Self { resolve, world, layout })
    }
}
