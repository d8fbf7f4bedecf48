//! Sources to components.
//!
//! - [`sql`]: SQL, in process
//! - [`world`]: a core module, wrapped as a component of world `aludel:migration/migration`

pub mod sql;
pub mod world;
