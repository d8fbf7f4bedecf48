"""index what each database can

Revision ID: 92240b2c3d1a
Revises: 81330a1b2c09
Create Date: 2024-03-09 09:09:00.123456

"""
from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision = '92240b2c3d1a'
down_revision = '81330a1b2c09'
branch_labels = None
depends_on = None


def upgrade():
    bind = op.get_bind()
    if bind.dialect.name == "mysql":
        op.create_index("ix_orders_open", "orders", ["status", "id"])
        op.create_index("ix_customers_email_start", "customers", ["email"], mysql_length={"email": 12})
    else:
        op.create_index(
            "ix_orders_open",
            "orders",
            ["id"],
            postgresql_where=sa.text("status = 'open'"),
            sqlite_where=sa.text("status = 'open'"),
        )
        op.create_index("ix_customers_email_start", "customers", [sa.text("lower(email)")], unique=True)


def downgrade():
    # The key that MySQL needs for its foreign keys stays out of this.
    op.drop_index("ix_customers_email_start", table_name="customers")
    op.drop_index("ix_orders_open", table_name="orders")
