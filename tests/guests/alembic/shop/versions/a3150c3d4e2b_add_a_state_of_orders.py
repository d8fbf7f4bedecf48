"""add a state of orders

Revision ID: a3150c3d4e2b
Revises: 92240b2c3d1a
Create Date: 2024-03-10 09:10:00.123456

"""
from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision = 'a3150c3d4e2b'
down_revision = '92240b2c3d1a'
branch_labels = None
depends_on = None


old = sa.Enum("draft", "open", "closed", name="order_status")
new = sa.Enum("draft", "open", "closed", "returned", name="order_status")


def upgrade():
    if op.get_context().dialect.name == "postgresql":
        with op.get_context().autocommit_block():
            op.execute("ALTER TYPE order_status ADD VALUE IF NOT EXISTS 'returned' AFTER 'closed'")
    else:
        with op.batch_alter_table("orders") as batch_op:
            batch_op.alter_column(
                "status", existing_type=old, type_=new, existing_nullable=False, existing_server_default="draft"
            )


def downgrade():
    op.execute("UPDATE orders SET status = 'closed' WHERE status = 'returned'")
    if op.get_context().dialect.name != "postgresql":
        with op.batch_alter_table("orders") as batch_op:
            batch_op.alter_column(
                "status", existing_type=new, type_=old, existing_nullable=False, existing_server_default="draft"
            )
        return
    op.drop_index("ix_orders_open", table_name="orders")
    op.execute("ALTER TABLE orders ALTER COLUMN status DROP DEFAULT")
    op.execute("ALTER TYPE order_status RENAME TO order_status_old")
    old.create(op.get_bind())
    op.execute("ALTER TABLE orders ALTER COLUMN status TYPE order_status USING status::text::order_status")
    op.execute("ALTER TABLE orders ALTER COLUMN status SET DEFAULT 'draft'")
    op.execute("DROP TYPE order_status_old")
    op.create_index("ix_orders_open", "orders", ["id"], postgresql_where=sa.text("status = 'open'"))
