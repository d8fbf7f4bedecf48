"""keep comments about customers

Revision ID: e7d940718260
Revises: a3150c3d4e2b
Create Date: 2024-03-14 09:14:00.123456

"""
from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import mysql, postgresql


# revision identifiers, used by Alembic.
revision = 'e7d940718260'
down_revision = 'a3150c3d4e2b'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "remarks",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True),
        sa.Column("customer_id", sa.Integer, sa.ForeignKey("customers.id"), index=True),
        sa.Column("body", sa.Text().with_variant(mysql.MEDIUMTEXT(), "mysql"), nullable=False, comment="as it was said"),
        sa.Column("size", sa.Integer(), sa.Computed("length(body)", persisted=True)),
        sa.Column("data", sa.JSON().with_variant(postgresql.JSONB(), "postgresql")),
        sa.Column("tags", sa.String(60).with_variant(postgresql.ARRAY(sa.String(20)), "postgresql")),
        comment="what people said",
        mysql_engine="InnoDB",
        mysql_charset="utf8mb4",
    )
    if op.get_bind().dialect.name != "sqlite":
        op.create_table_comment("remarks", "what people said of us", existing_comment="what people said")
    if op.get_bind().dialect.name == "postgresql":
        op.create_index("ix_remarks_data", "remarks", ["data"], postgresql_using="gin")


def downgrade():
    op.drop_table("remarks")
