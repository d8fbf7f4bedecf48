"""sell items

Revision ID: 2b9d84152604
Revises: 1aac73041593
Create Date: 2024-03-18 09:18:00.123456

"""
from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision = '2b9d84152604'
down_revision = '1aac73041593'
branch_labels = None
depends_on = 'c5f72e5f604d'


def upgrade():
    with op.batch_alter_table("order_lines") as batch_op:
        batch_op.add_column(sa.Column("item_code", sa.CHAR(8), nullable=True))
        batch_op.create_foreign_key("fk_order_lines_item", "items", ["item_code"], ["code"])
        batch_op.alter_column("note", existing_type=sa.String(255), type_=sa.Text())
    op.execute("UPDATE order_lines SET item_code = 'ROOT' WHERE position = 1")


def downgrade():
    with op.batch_alter_table("order_lines") as batch_op:
        batch_op.drop_constraint("fk_order_lines_item", type_="foreignkey")
        batch_op.alter_column("note", existing_type=sa.Text(), type_=sa.String(255))
        batch_op.drop_column("item_code")
