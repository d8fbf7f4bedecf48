"""create orders with an enum

Revision ID: 3c8e5f709b43
Revises: 2b9d4e6f8a32
Create Date: 2024-03-03 09:03:00.123456

"""
from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision = '3c8e5f709b43'
down_revision = '2b9d4e6f8a32'
branch_labels = None
depends_on = None


status = sa.Enum("draft", "open", "closed", name="order_status")


def upgrade():
    op.create_table(
        "orders",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("customer_id", sa.Integer(), sa.ForeignKey("customers.id", ondelete="CASCADE"), nullable=False),
        sa.Column("status", status, server_default="draft", nullable=False),
        sa.Column("total", sa.Numeric(precision=14, scale=4), nullable=True),
        sa.Column("placed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("total >= 0", name="total_not_negative"),
    )
    op.create_index(None, "orders", ["customer_id"])
    op.create_index("ix_orders_status_placed", "orders", ["status", sa.text("placed_at DESC")])


def downgrade():
    op.drop_table("orders")
    status.drop(op.get_bind(), checkfirst=True)
