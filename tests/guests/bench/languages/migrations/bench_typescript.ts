// /// migration
// revision = "bench_typescript"
// message = "lower-case e-mail addresses, in TypeScript"
// ///

// Reads and writes by columns.

import { type Database, irreversible } from "aludel";

export function upgrade(db: Database): void {
  const writer = db.bulkUpdate("customers", ["id"], ["email"]);
  for (const columns of db.query("SELECT id, email FROM customers").batches(10_000)) {
    const [ids, emails] = columns as [number[], string[]];
    writer.writeBatch([ids, emails.map((email) => email.toLowerCase())]);
  }
  writer.finish();
}

export function downgrade(): void {
  throw irreversible("the old spelling of the addresses is not kept");
}
