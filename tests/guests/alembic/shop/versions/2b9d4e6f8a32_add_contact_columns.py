"""add contact columns

Revision ID: 2b9d4e6f8a32
Revises: 1a0c3f5d7e21
Create Date: 2024-03-02 09:02:00.123456

"""
from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision = '2b9d4e6f8a32'
down_revision = '1a0c3f5d7e21'
branch_labels = None
depends_on = None


def upgrade():
    op.add_column("customers", sa.Column("phone", sa.String(40), nullable=True))
    op.add_column("customers", sa.Column("is_active", sa.Boolean(), server_default=sa.true(), nullable=False))
    op.add_column("customers", sa.Column("credit", sa.Numeric(12, 2), server_default="0", nullable=False))
    op.add_column("customers", sa.Column("born", sa.Date()))
    op.add_column("customers", sa.Column("score", sa.Float()))


def downgrade():
    with op.batch_alter_table("customers") as batch_op:
        for name in ("score", "born", "credit", "is_active", "phone"):
            batch_op.drop_column(name)
