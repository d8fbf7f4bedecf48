// The same backfill by the driver alone, the least that JavaScript can do it with.
const database = require("better-sqlite3")(process.env.BENCH_DATABASE);

database.transaction(() => {
  const update = database.prepare("UPDATE customers SET email = ? WHERE id = ?");
  for (const { id, email } of database.prepare("SELECT id, email FROM customers").all()) update.run(email.toLowerCase(), id);
})();
