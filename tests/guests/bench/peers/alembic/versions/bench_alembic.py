"""lower-case e-mail addresses, through SQLAlchemy Core

Reads in parts and writes each with one `executemany`, the bulk UPDATE of SQLAlchemy.
"""

import sqlalchemy as sa
from alembic import op

revision = "bench_alembic"
down_revision = None

customers = sa.table("customers", sa.column("id", sa.Integer), sa.column("email", sa.String))


def upgrade() -> None:
    connection = op.get_bind()
    lower = sa.update(customers).where(customers.c.id == sa.bindparam("key")).values(email=sa.bindparam("lower"))
    rows = connection.execute(sa.select(customers.c.id, customers.c.email), execution_options={"yield_per": 10_000})
    for part in rows.partitions():
        connection.execute(lower, [{"key": identifier, "lower": email.lower()} for identifier, email in part])


def downgrade() -> None:
    raise NotImplementedError("the old spelling of the addresses is not kept")
