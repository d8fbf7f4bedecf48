"""watch orders with a trigger

Revision ID: 6f51c8596a48
Revises: 5e60b7485937
Create Date: 2024-03-22 09:22:00.123456

"""
from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision = '6f51c8596a48'
down_revision = '5e60b7485937'
branch_labels = None
depends_on = None


def upgrade():
    op.add_column("orders", sa.Column("changes", sa.Integer(), nullable=False, server_default="0"))
    name = op.get_bind().dialect.name
    if name == "sqlite":
        op.execute(
            """
            CREATE TRIGGER orders_changed AFTER UPDATE OF status ON orders
            BEGIN
                UPDATE orders SET changes = changes + 1 WHERE id = NEW.id;
            END
            """
        )
    elif name == "postgresql":
        op.execute(
            """
            CREATE FUNCTION count_change() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                NEW.changes := OLD.changes + 1;
                RETURN NEW;
            END
            $$
            """
        )
        op.execute(
            "CREATE TRIGGER orders_changed BEFORE UPDATE OF status ON orders "
            "FOR EACH ROW EXECUTE FUNCTION count_change()"
        )
    else:
        op.execute(
            "CREATE TRIGGER orders_changed BEFORE UPDATE ON orders FOR EACH ROW "
            "SET NEW.changes = IF(NEW.status <> OLD.status, OLD.changes + 1, OLD.changes)"
        )
    op.execute("UPDATE orders SET status = 'returned' WHERE id = 2")


def downgrade():
    op.execute("UPDATE orders SET status = 'closed' WHERE id = 2")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP TRIGGER orders_changed ON orders")
        op.execute("DROP FUNCTION count_change()")
    else:
        op.execute("DROP TRIGGER orders_changed")
    op.drop_column("orders", "changes")
