"""rebuild addresses

Revision ID: 5e60b7485937
Revises: 4d7fa6374826
Create Date: 2024-03-21 09:21:00.123456

"""
from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision = '5e60b7485937'
down_revision = '4d7fa6374826'
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("addresses", recreate="auto", table_args=()) as batch_op:
        batch_op.add_column(sa.Column("country", sa.String(2), nullable=False, server_default="PL"))
        batch_op.alter_column("is_main", existing_type=sa.Boolean(), server_default=None, existing_nullable=False)
        batch_op.create_index(batch_op.f("ix_addresses_city"), ["city"], unique=False)
    op.create_table("wishes", sa.Column("id", sa.Integer, primary_key=True), sa.Column("wish", sa.Text), if_not_exists=True)
    op.create_table("wishes", sa.Column("id", sa.Integer, primary_key=True), if_not_exists=True)


def downgrade():
    op.drop_table("wishes", if_exists=True)
    with op.batch_alter_table("addresses") as batch_op:
        batch_op.drop_index("ix_addresses_city")
        batch_op.alter_column(
            "is_main", existing_type=sa.Boolean(), server_default=sa.false(), existing_nullable=False
        )
        batch_op.drop_column("country")
