"""keep addresses

Revision ID: d6e83f60715e
Revises: a3150c3d4e2b
Create Date: 2024-03-13 09:13:00.123456

"""
from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision = 'd6e83f60715e'
down_revision = 'a3150c3d4e2b'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "addresses",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("city", sa.String(80), nullable=False),
        sa.Column("is_main", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table("regions", sa.Column("code", sa.CHAR(2), nullable=False), sa.Column("title", sa.String(30)))
    with op.batch_alter_table("regions") as batch_op:
        batch_op.create_primary_key("pk_regions", ["code"])
    with op.batch_alter_table("addresses") as batch_op:
        batch_op.create_foreign_key(
            "fk_addresses_customer", "customers", ["customer_id"], ["id"], ondelete="CASCADE", onupdate="NO ACTION"
        )


def downgrade():
    op.drop_table("regions")
    op.drop_table("addresses")
