"""take money in cents

Revision ID: 4d7fa6374826
Revises: 3c8e95263715
Create Date: 2024-03-20 09:20:00.123456

"""
from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision = '4d7fa6374826'
down_revision = '3c8e95263715'
branch_labels = None
depends_on = None


orders = sa.table("orders", sa.column("id", sa.Integer), sa.column("total", sa.Numeric(14, 4)), sa.column("cents", sa.BigInteger))


def upgrade():
    op.add_column("orders", sa.Column("cents", sa.BigInteger(), nullable=True))
    connection = op.get_bind()
    changes = [
        {"key": row.id, "new": int(row.total * 100)}
        for row in connection.execute(sa.select(orders.c.id, orders.c.total))
        if row.total is not None
    ]
    connection.execute(
        orders.update().where(orders.c.id == sa.bindparam("key")).values(cents=sa.bindparam("new")), changes
    )
    op.execute("DROP VIEW open_orders")
    with op.batch_alter_table("orders") as batch_op:
        batch_op.drop_constraint(op.f("ck_orders_total_not_negative"), type_="check")
        batch_op.drop_column("total")
    op.execute("CREATE VIEW open_orders AS SELECT id, customer_id, cents FROM orders WHERE status = 'open'")


def downgrade():
    op.execute("DROP VIEW open_orders")
    with op.batch_alter_table("orders") as batch_op:
        batch_op.add_column(sa.Column("total", sa.Numeric(14, 4), nullable=True))
        batch_op.create_check_constraint("total_not_negative", "total >= 0")
    op.execute(orders.update().values(total=orders.c.cents / sa.literal(100.0)))
    with op.batch_alter_table("orders") as batch_op:
        batch_op.drop_column("cents")
    op.execute("CREATE VIEW open_orders AS SELECT id, customer_id, total FROM orders WHERE status = 'open'")
