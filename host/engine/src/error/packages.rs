//! Whose fault it is that a package cannot be used.

use aludel_project::package::PackageError;

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
