"""many wishes

Revision ID: 7042d96a7b59
Revises: 6f51c8596a48
Create Date: 2024-03-23 09:23:00.123456

"""
from alembic import context, op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision = '7042d96a7b59'
down_revision = '6f51c8596a48'
branch_labels = None
depends_on = None


def upgrade():
    wishes = sa.table("wishes", sa.column("id", sa.Integer), sa.column("wish", sa.Text))
    number = int(context.get_x_argument(as_dictionary=True).get("wishes", "3"))
    op.bulk_insert(wishes, [{"id": key, "wish": f"wish {key}"} for key in range(1, number + 1)])
    if context.is_offline_mode():
        return
    print(op.get_bind().scalar(sa.select(sa.func.count()).select_from(wishes)), "wishes")
    with op.batch_alter_table("wishes") as batch_op:
        batch_op.alter_column("wish", new_column_name="text", existing_type=sa.Text(), nullable=False)


def downgrade():
    with op.batch_alter_table("wishes") as batch_op:
        batch_op.alter_column("text", new_column_name="wish", existing_type=sa.Text(), nullable=True)
    op.execute(sa.text("DELETE FROM wishes"))
