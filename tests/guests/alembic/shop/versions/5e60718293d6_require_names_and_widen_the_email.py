"""require names and widen the email

Revision ID: 5e60718293d6
Revises: 4d7f608192c5
Create Date: 2024-03-05 09:05:00.123456

"""
from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision = '5e60718293d6'
down_revision = '4d7f608192c5'
branch_labels = None
depends_on = None


def upgrade():
    op.execute(sa.text("UPDATE customers SET full_name = :name WHERE full_name IS NULL").bindparams(name="unknown"))
    with op.batch_alter_table("customers", schema=None) as batch_op:
        batch_op.alter_column("email", existing_type=sa.String(120), type_=sa.String(255), existing_nullable=False)
        batch_op.alter_column("full_name", new_column_name="name", existing_type=sa.Unicode(200), nullable=False)
        batch_op.create_check_constraint("credit_limit", "credit <= 100000")
    op.create_index(op.f("ix_customers_name_active"), "customers", ["name", "is_active"])


def downgrade():
    op.drop_index(op.f("ix_customers_name_active"), "customers")
    with op.batch_alter_table("customers") as batch_op:
        batch_op.drop_constraint("credit_limit", type_="check")
        batch_op.alter_column("name", new_column_name="full_name", existing_type=sa.Unicode(200), nullable=True)
        batch_op.alter_column("email", existing_type=sa.String(255), type_=sa.String(120), existing_nullable=False)
