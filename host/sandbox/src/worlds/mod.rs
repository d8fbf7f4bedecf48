//! The worlds that this host knows, one module for each version, and which of them a component was built for.

pub(crate) mod v0_1;

use crate::load_error::LoadError;
use crate::outline::Outline;

/// The packages of interfaces that are ours.
const PACKAGES: &str = "aludel:";

/// Refuses a component of another world, by the names of what it imports and exports.
///
/// Whether the types fit is for the linker to say; this comes before anything is compiled.
pub(crate) fn check(name: &str, outline: &Outline<'_>) -> Result<(), LoadError> {
    let (imports, exports) = (outline.imports()?, outline.exports()?);
    check_versions(name, imports.iter().chain(&exports))?;
    if imports.iter().any(|import| is_interpreter(import)) {
        return Err(LoadError::InterpreterMissing { name: name.to_owned() });
    }
    check_imports(name, imports)?;
    check_exports(name, exports)
}

/// Refuses a script of another world. Gives whether it exports `check`.
pub(crate) fn check_script(name: &str, outline: &Outline<'_>) -> Result<bool, LoadError> {
    let (imports, exports) = (outline.imports()?, outline.exports()?);
    check_versions(name, imports.iter().chain(&exports))?;
    check_imports(name, imports.into_iter().filter(|import| !is_interpreter(import)).collect())?;
    let has_check = exports.iter().any(|export| interface_of(export) == interface_of(v0_1::CHECK_EXPORT));
    check_exports(name, exports)?;
    Ok(has_check)
}

/// Whether a component is a script, for an interpreter to run.
pub(crate) fn is_script(outline: &Outline<'_>) -> Result<bool, LoadError> {
    Ok(outline.imports()?.iter().any(|import| is_interpreter(import)))
}

fn is_interpreter(import: &str) -> bool {
    interface_of(import) == interface_of(v0_1::INTERPRETER)
}

/// Whether a component asks for changes of the schema by request.
pub(crate) fn imports_operations(outline: &Outline<'_>) -> Result<bool, LoadError> {
    Ok(outline.imports()?.iter().any(|import| interface_of(import) == v0_1::OPERATIONS))
}

fn check_versions<'a>(name: &str, mut interfaces: impl Iterator<Item = &'a String>) -> Result<(), LoadError> {
    let unknown = interfaces.find(|interface| is_ours_of_unknown_version(interface));
    match unknown {
        None => Ok(()),
        Some(interface) => Err(LoadError::UnknownVersion {
            name: name.to_owned(),
            interface: interface.clone(),
            known: vec![v0_1::VERSION.into()],
        }),
    }
}

fn check_imports(name: &str, imports: Vec<String>) -> Result<(), LoadError> {
    let imports: Vec<_> = imports.into_iter().filter(|import| !is_offered(import)).collect();
    if imports.is_empty() {
        return Ok(());
    }
    let offered = v0_1::IMPORTS.map(Into::into).to_vec();
    Err(LoadError::UnknownImport { name: name.to_owned(), imports, offered })
}

fn check_exports(name: &str, exports: Vec<String>) -> Result<(), LoadError> {
    let expected = [v0_1::EXPORT, v0_1::TARGET_EXPORT].map(interface_of);
    if exports.iter().any(|export| expected.contains(&interface_of(export))) {
        return Ok(());
    }
    Err(LoadError::OtherWorld { name: name.to_owned(), missing: v0_1::EXPORT.into(), exports })
}

fn is_offered(import: &str) -> bool {
    v0_1::IMPORTS.iter().any(|offered| interface_of(offered) == interface_of(import))
}

fn is_ours_of_unknown_version(interface: &str) -> bool {
    interface.starts_with(PACKAGES) && !interface.split_once('@').is_some_and(|(_, version)| is_known(version))
}

/// Any `0.1.x` is known: what a later one added is missed by the linker, which names it.
fn is_known(version: &str) -> bool {
    version.strip_prefix(v0_1::VERSION_PREFIX).is_some_and(|patch| patch.parse::<u32>().is_ok())
}

fn interface_of(name: &str) -> &str {
    name.split_once('@').map_or(name, |(interface, _)| interface)
}
