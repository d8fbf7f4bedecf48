//! Whose fault it is that a package cannot be used.

use aludel_project::package::PackageError;
use aludel_registry::RegistryError;

use super::Fault;

pub(super) fn fault(error: &PackageError) -> Fault {
    match error {
        PackageError::NewerFormat { .. }
        | PackageError::NewerInterfaces { .. }
        | PackageError::Several { .. }
        | PackageError::CompressedTar { .. }
        | PackageError::Unreadable { .. } => Fault::Usage,
        _ => Fault::Integrity,
    }
}

pub(super) fn registry_fault(error: &RegistryError) -> Fault {
    match error {
        RegistryError::Unreachable { .. }
        | RegistryError::TimedOut { .. }
        | RegistryError::Unauthorized { .. }
        | RegistryError::Answer { .. }
        | RegistryError::RedirectCircle { .. } => Fault::DatabaseUnreachable,
        RegistryError::NotFound { .. } | RegistryError::Exists { .. } | RegistryError::Credentials { .. } => {
            Fault::Usage
        }
        RegistryError::Garbage { .. }
        | RegistryError::InsecureRedirect { .. }
        | RegistryError::PageCircle { .. }
        | RegistryError::TooManyPages { .. } => Fault::Integrity,
        RegistryError::Package { problem, .. } => fault(problem),
    }
}
