"""say something of a customer

Revision ID: f8ca51829371
Revises: e7d940718260
Create Date: 2024-03-15 09:15:00.123456

"""
from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql


# revision identifiers, used by Alembic.
revision = 'f8ca51829371'
down_revision = 'e7d940718260'
branch_labels = None
depends_on = None


def upgrade():
    connection = op.get_bind()
    # MariaDB keeps JSON as text, and says no more of it.
    data = sa.Column("data", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"))
    remarks = sa.Table("remarks", sa.MetaData(), data, autoload_with=connection)
    tags = ["first", "a,b", 'with "quotes"'] if connection.dialect.name == "postgresql" else "first"
    result = connection.execute(
        remarks.insert().values(id=1, customer_id=1, body="très bien", data={"stars": 5, "by": None}, tags=tags)
    )
    assert result.inserted_primary_key == (1,)
    row = connection.execute(sa.select(remarks.c.data, remarks.c.tags)).one()
    assert row.data == {"stars": 5, "by": None}, row
    assert row.tags == tags, row
    columns = {column["name"] for column in sa.inspect(connection).get_columns("remarks")}
    assert columns == {"id", "customer_id", "body", "size", "data", "tags"}, columns
    assert sa.inspect(connection).has_table("remarks")


def downgrade():
    op.get_bind().execute(sa.text("DELETE FROM remarks WHERE id = :id"), {"id": 1})
