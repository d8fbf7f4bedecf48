//! The library of a language beside the migrations, so that editors know it before anything is built.

use std::path::Path;

use aludel_build::sdk;
use aludel_project::Language;

use crate::error::Error;

/// Unpacks the library of a language into the state folder of a project; does nothing for one without.
pub(crate) fn unpack(language: Language, state_folder: &Path) -> Result<(), Error> {
    if sdk::files(language).next().is_none() {
        return Ok(());
    }
    let unpacked = sdk::unpack(language, state_folder);
    unpacked.map(drop).map_err(|source| Error::Write { path: state_folder.join(sdk::FOLDER), source })
}
