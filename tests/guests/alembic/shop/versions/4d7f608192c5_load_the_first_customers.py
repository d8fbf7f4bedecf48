"""load the first customers

Revision ID: 4d7f608192c5
Revises: 3c8e5f709b43
Create Date: 2024-03-04 09:04:00.123456

"""
from datetime import date, datetime, timedelta
from decimal import Decimal

from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision = '4d7f608192c5'
down_revision = '3c8e5f709b43'
branch_labels = None
depends_on = None


def upgrade():
    customers = sa.table(
        "customers",
        sa.column("id", sa.Integer),
        sa.column("email", sa.String),
        sa.column("full_name", sa.String),
        sa.column("phone", sa.String),
        sa.column("is_active", sa.Boolean),
        sa.column("credit", sa.Numeric(12, 2)),
        sa.column("born", sa.Date),
        sa.column("score", sa.Float),
        sa.column("created_at", sa.DateTime),
    )
    op.bulk_insert(
        customers,
        [
            {
                "id": 1,
                "email": "Ada@Example.org",
                "full_name": "Ada Lovelace",
                "phone": None,
                "is_active": True,
                "credit": Decimal("12.50"),
                "born": date(1815, 12, 10),
                "score": 0.5,
                "created_at": datetime(2024, 2, 29, 23, 59, 59),
            },
            {
                "id": 2,
                "email": "o'brien@example.org",
                "full_name": "Flann O'Brien 😀",
                "phone": "+353 1",
                "is_active": False,
                "credit": Decimal("0"),
                "born": None,
                "score": None,
                "created_at": datetime(2024, 1, 1),
            },
        ],
    )
    op.bulk_insert(
        customers,
        [
            {"id": number, "email": f"Customer{number}@Example.ORG", "full_name": f"Zażółć {number}",
             "created_at": datetime(2024, 1, 1, 12) + timedelta(days=number)}
            for number in range(3, 203)
        ],
        multiinsert=False,
    )


def downgrade():
    op.execute("DELETE FROM customers WHERE id <= 202")
