// Runs the migration on the database that BENCH_DATABASE names.
module.exports = {
  client: "better-sqlite3",
  connection: { filename: process.env.BENCH_DATABASE },
  useNullAsDefault: true,
};
