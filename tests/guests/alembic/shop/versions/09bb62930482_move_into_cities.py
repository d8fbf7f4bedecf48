"""move into cities

Revision ID: 09bb62930482
Revises: d6e83f60715e
Create Date: 2024-03-16 09:16:00.123456

"""
from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision = '09bb62930482'
down_revision = 'd6e83f60715e'
branch_labels = None
depends_on = None


def upgrade():
    customers = sa.table("customers", sa.column("id"), sa.column("is_active"))
    addresses = sa.table("addresses", sa.column("customer_id"), sa.column("city"), sa.column("is_main"))
    op.execute(
        addresses.insert().from_select(
            ["customer_id", "city", "is_main"],
            sa.select(customers.c.id, sa.literal("Łódź"), sa.true()).where(customers.c.id <= 10).order_by(customers.c.id),
        )
    )
    op.execute(
        addresses.update()
        .where(addresses.c.customer_id == op.inline_literal(3))
        .values({"city": op.inline_literal("O'Fallon")})
    )
    try:
        with op.get_bind().begin_nested():
            op.execute("INSERT INTO addresses (id, customer_id, city) VALUES (1, 1, 'twice')")
    except sa.exc.IntegrityError:
        op.execute("UPDATE addresses SET city = 'caught' WHERE id = 1")


def downgrade():
    op.execute("DELETE FROM addresses")
