// /// migration
// revision = "bench_assemblyscript"
// message = "lower-case e-mail addresses, in AssemblyScript"
// ///

import { Database } from "aludel";

// Rows come in pages and are written in batches below the loop.
export function upgrade(db: Database): void {
  const emails = db.bulkUpdate("customers", ["id"], ["email"]);
  const rows = db.query("SELECT id, email FROM customers");
  while (rows.next()) {
    emails.integer(rows.integer("id")).text(rows.text("email").toLowerCase());
  }
  emails.finish();
}
