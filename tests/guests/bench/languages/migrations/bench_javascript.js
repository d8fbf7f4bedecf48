// /// migration
// revision = "bench_javascript"
// message = "lower-case e-mail addresses, in JavaScript"
// ///

// Reads and writes by columns.

import { irreversible } from "aludel";

export function upgrade(db) {
  const writer = db.bulkUpdate("customers", ["id"], ["email"]);
  for (const [ids, emails] of db.query("SELECT id, email FROM customers").batches(10_000)) {
    writer.writeBatch([ids, emails.map((email) => email.toLowerCase())]);
  }
  writer.finish();
}

export function downgrade(db) {
  throw irreversible("the old spelling of the addresses is not kept");
}
