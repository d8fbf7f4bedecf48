/// Migrations for Aludel, written in C.
///
///     // /// migration
///     // revision = "3f9a1c20b7d4"
///     // message = "lower-case e-mail addresses"
///     // ///
///     #include <aludel.h>
///
///     static aludel_error_t *upgrade(aludel_database_t *db) {
///         ALUDEL_TRY(aludel_execute(db, "UPDATE customers SET email = lower(email)"));
///         aludel_info("%lld addresses changed", aludel_rows_affected(db));
///         return ALUDEL_OK;
///     }
///
///     static aludel_error_t *downgrade(aludel_database_t *db) {
///         (void)db;
///         return aludel_irreversible("the old spelling of the addresses is not kept");
///     }
///
///     ALUDEL_MIGRATION(upgrade, downgrade)
///
/// - aludel/error.h: errors, `ALUDEL_TRY`, `aludel_fail`, `aludel_panic`
/// - aludel/value.h: what goes into a statement and comes out of a row
/// - aludel/database.h: statements, queries, prepared statements, savepoints
/// - aludel/cursor.h: the rows of a query
/// - aludel/batch.h: many rows at once, for backfills
/// - aludel/run.h: arguments of the run, log lines, progress
/// - aludel/text.h: texts that live as long as the migration runs
///
/// Nothing of the C library is needed. Where a migration includes a header of it, it is linked in.
#ifndef ALUDEL_H
#define ALUDEL_H

#include <aludel/batch.h>
#include <aludel/cursor.h>
#include <aludel/database.h>
#include <aludel/error.h>
#include <aludel/export.h>
#include <aludel/run.h>
#include <aludel/text.h>
#include <aludel/value.h>

#endif
