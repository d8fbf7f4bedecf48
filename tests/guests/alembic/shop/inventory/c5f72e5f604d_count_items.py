"""count items

Revision ID: c5f72e5f604d
Revises: b4061d4e5f3c
Create Date: 2024-03-12 09:12:00.123456

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision: str = "c5f72e5f604d"
down_revision: Union[str, Sequence[str], None] = "b4061d4e5f3c"
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = ("3c8e5f709b43",)


def upgrade():
    op.create_table(
        "stock",
        sa.Column("id", sa.Integer(), sa.Identity(start=1), nullable=False),
        sa.Column("item_code", sa.CHAR(8), nullable=False),
        sa.Column("shelf", sa.String(10), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("stock") as batch_op:
        batch_op.create_foreign_key("fk_stock_item", "items", ["item_code"], ["code"], onupdate="CASCADE")
        batch_op.create_unique_constraint("uq_stock_place", ["item_code", "shelf"])
        batch_op.create_index("ix_stock_shelf", ["shelf"])
    op.execute("INSERT INTO stock (item_code, shelf, amount) VALUES ('ROOT', 'A 1', 7), ('SEVEN', 'B 2', 0)")


def downgrade():
    op.drop_table("stock")
