/// Migrations for Aludel, written in C++20.
///
///     // /// migration
///     // revision = "3f9a1c20b7d4"
///     // message = "lower-case e-mail addresses"
///     // ///
///     #include <aludel.hpp>
///
///     using namespace aludel;
///
///     static Result<> upgrade(Database &db) {
///         auto changed = ALUDEL_TRY(db.execute("UPDATE customers SET email = lower(email)")).rows_affected;
///         info("{} addresses changed", changed);
///         return {};
///     }
///
///     static Result<> downgrade(Database &) {
///         return irreversible("the old spelling of the addresses is not kept");
///     }
///
///     ALUDEL_MIGRATION(upgrade, downgrade)
///
/// A migration is compiled without exceptions: a function that can fail gives a `Result`, and `ALUDEL_TRY` takes the value
/// out of it or leaves the function with the error, whose trace then has that line.
///
/// - aludel/result.hpp: `Error`, `Result`, `ALUDEL_TRY`, `fail`, `panic`
/// - aludel/value.hpp: what goes into a statement and comes out of a row
/// - aludel/database.hpp: statements, queries, prepared statements, savepoints
/// - aludel/cursor.hpp: the rows of a query, one by one and by columns
/// - aludel/writer.hpp: many rows at once
/// - aludel/run.hpp: arguments of the run, log lines, progress
#ifndef ALUDEL_HPP
#define ALUDEL_HPP

#include <aludel/cursor.hpp>
#include <aludel/database.hpp>
#include <aludel/result.hpp>
#include <aludel/run.hpp>
#include <aludel/value.hpp>
#include <aludel/writer.hpp>

#endif
