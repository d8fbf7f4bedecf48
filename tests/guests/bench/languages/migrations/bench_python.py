# /// migration
# revision = "bench_python"
# message = "lower-case e-mail addresses, in Python"
# ///
"""Reads and writes by columns."""

from aludel import Database, Irreversible


def upgrade(db: Database) -> None:
    with db.bulk_update("customers", ["id"], ["email"]) as writer:
        for batch in db.query("SELECT id, email FROM customers").batches():
            writer.write_batch([batch["id"], [email.lower() for email in batch["email"]]])


def downgrade(db: Database) -> None:
    raise Irreversible("the old spelling of the addresses is not kept")
