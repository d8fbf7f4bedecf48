"""write emails in small letters

Revision ID: 6f5182930ae7
Revises: 5e60718293d6
Create Date: 2024-03-06 09:06:00.123456

"""
import logging

from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision = '6f5182930ae7'
down_revision = '5e60718293d6'
branch_labels = None
depends_on = None


log = logging.getLogger("alembic.runtime.migration")

customers = sa.table("customers", sa.column("id", sa.Integer), sa.column("email", sa.String))


def upgrade():
    connection = op.get_bind()
    rows = connection.execute(sa.select(customers.c.id, customers.c.email).order_by(customers.c.id)).all()
    changed = 0
    for row in rows:
        if row.email != row.email.lower():
            connection.execute(
                customers.update().where(customers.c.id == sa.bindparam("key")).values(email=sa.bindparam("lower")),
                {"key": row.id, "lower": row.email.lower()},
            )
            changed += 1
    log.info("%d of %d emails changed", changed, len(rows))
    count = connection.execute(sa.select(sa.func.count()).select_from(customers)).scalar_one()
    assert count == len(rows)


def downgrade():
    pass
