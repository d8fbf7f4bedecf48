//! The macro that turns functions into a migration.

/// Says which functions are the migration: `upgrade`, `downgrade` and, if there is one, `verify`.
///
/// Each is a `fn(&Database) -> Result<()>`. Without `downgrade` the migration is irreversible. `verify` runs after
/// `upgrade` in the same transaction, and its error undoes the step.
///
/// ```
/// use aludel_guest::prelude::*;
///
/// migration!(upgrade, downgrade, verify);
///
/// fn upgrade(db: &Database) -> Result<()> {
///     db.execute("CREATE TABLE notes (id INTEGER PRIMARY KEY, text VARCHAR(200) NOT NULL)", params![])?;
///     Ok(())
/// }
///
/// fn downgrade(db: &Database) -> Result<()> {
///     db.execute("DROP TABLE notes", params![])?;
///     Ok(())
/// }
///
/// fn verify(db: &Database) -> Result<()> {
///     let notes: i64 = db.query_scalar("SELECT count(*) FROM notes", params![])?;
///     if notes == 0 { Ok(()) } else { Err(Error::other("the new table is not empty")) }
/// }
/// ```
#[macro_export]
macro_rules! migration {
    ($upgrade:path $(,)?) => {
        $crate::migration!($upgrade, $crate::runtime::no_downgrade);
    };
    ($upgrade:path, $downgrade:path $(,)?) => {
        $crate::__export_revision!($upgrade, $downgrade, $crate::runtime::MIGRATION_WORLD);
    };
    ($upgrade:path, $downgrade:path, $verify:path $(,)?) => {
        $crate::__export_revision!($upgrade, $downgrade, $crate::runtime::CHECKED_MIGRATION_WORLD);
        $crate::__export_check!($verify);
    };
}

/// Exports the interface `revision` and describes the world in the section that component tools read.
#[doc(hidden)]
#[macro_export]
macro_rules! __export_revision {
    ($upgrade:path, $downgrade:path, $world:expr) => {
        const _: () = {
            const UPGRADE: $crate::runtime::Step = $upgrade;
            const DOWNGRADE: $crate::runtime::Step = $downgrade;
            // Elsewhere than in WebAssembly nothing calls them, and yet they are in use.
            const _: [$crate::runtime::Step; 2] = [UPGRADE, DOWNGRADE];

            #[cfg(target_arch = "wasm32")]
            struct Migration;

            #[cfg(target_arch = "wasm32")]
            impl $crate::bindings::exports::aludel::migration::revision::Guest for Migration {
                fn upgrade(handle: &$crate::runtime::Handle) -> $crate::runtime::Ending {
                    $crate::runtime::run(handle, UPGRADE, $crate::__folder!())
                }

                fn downgrade(handle: &$crate::runtime::Handle) -> $crate::runtime::Ending {
                    $crate::runtime::run(handle, DOWNGRADE, $crate::__folder!())
                }
            }

            #[cfg(target_arch = "wasm32")]
            $crate::__export_aludel_migration_revision_0_1_0_cabi!(
                Migration with_types_in $crate::bindings::exports::aludel::migration::revision
            );

            #[cfg(target_arch = "wasm32")]
            #[used]
            #[unsafe(link_section = "component-type:aludel")]
            static WORLD: [u8; $world.len()] = $crate::runtime::section($world);
        };
    };
}

/// Exports the interface `check`.
#[doc(hidden)]
#[macro_export]
macro_rules! __export_check {
    ($verify:path) => {
        const _: () = {
            const VERIFY: $crate::runtime::Step = $verify;
            const _: $crate::runtime::Step = VERIFY;

            #[cfg(target_arch = "wasm32")]
            struct Check;

            #[cfg(target_arch = "wasm32")]
            impl $crate::bindings::exports::aludel::migration::check::Guest for Check {
                fn verify(handle: &$crate::runtime::Handle) -> $crate::runtime::Ending {
                    $crate::runtime::run(handle, VERIFY, $crate::__folder!())
                }
            }

            #[cfg(target_arch = "wasm32")]
            $crate::__export_aludel_migration_check_0_1_0_cabi!(
                Check with_types_in $crate::bindings::exports::aludel::migration::check
            );
        };
    };
}

/// Where the compiler was run, from the root of the project on, as the one who builds says it.
#[doc(hidden)]
#[macro_export]
macro_rules! __folder {
    () => {
        ::std::option_env!("ALUDEL_COMPILER_FOLDER")
    };
}
