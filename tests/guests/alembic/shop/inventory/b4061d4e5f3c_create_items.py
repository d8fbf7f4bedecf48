"""create items

Revision ID: b4061d4e5f3c
Revises: 
Create Date: 2024-03-11 09:11:00.123456

"""
import uuid
from datetime import time

from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import UUID
from sqlalchemy.types import CHAR, TypeDecorator


# revision identifiers, used by Alembic.
revision = 'b4061d4e5f3c'
down_revision = None
branch_labels = ('inventory',)
depends_on = None


class GUID(TypeDecorator):
    """A UUID: the server's own type on PostgreSQL, its hexadecimal digits elsewhere."""

    impl = CHAR
    cache_ok = True

    def load_dialect_impl(self, dialect):
        if dialect.name == "postgresql":
            return dialect.type_descriptor(UUID())
        return dialect.type_descriptor(CHAR(32))

    def process_bind_param(self, value, dialect):
        if value is None or dialect.name == "postgresql":
            return value
        return value.hex

    def process_result_value(self, value, dialect):
        return value if value is None or isinstance(value, uuid.UUID) else uuid.UUID(value)


def upgrade():
    items = op.create_table(
        "items",
        sa.Column("id", GUID(), primary_key=True),
        sa.Column("native_id", sa.Uuid(), nullable=True),
        sa.Column("code", sa.CHAR(8), nullable=False),
        sa.Column("parent_id", GUID(), sa.ForeignKey("items.id")),
        sa.Column("facts", sa.JSON(), nullable=True),
        sa.Column("picture", sa.LargeBinary(), nullable=True),
        sa.Column("opens", sa.Time(), nullable=True),
        sa.Column("description", sa.Text(), nullable=True),
        sa.UniqueConstraint("code"),
    )
    root = uuid.UUID("550e8400-e29b-41d4-a716-446655440000")
    op.bulk_insert(
        items,
        [
            {
                "id": root,
                "native_id": root,
                "code": "ROOT",
                "parent_id": None,
                "facts": {"a": [1, 2, None], "ü": "😀"},
                "picture": b"\x00\xff\x00'\\",
                "opens": time(8, 30),
                "description": "two\nlines with 100% and :colons and \\ backslashes",
            },
            {
                "id": uuid.UUID(int=7),
                "native_id": uuid.uuid5(root, "seven"),
                "code": "SEVEN",
                "parent_id": root,
                "facts": None,
                "picture": b"",
                "opens": time(23, 59, 59),
                "description": "",
            },
        ],
    )
    found = op.get_bind().execute(sa.select(items).where(items.c.code == "ROOT")).one()
    assert found.id == root and found.native_id == root, found
    assert found.facts == {"a": [1, 2, None], "ü": "😀"}, found.facts
    assert found.picture == b"\x00\xff\x00'\\" and found.opens == time(8, 30), found


def downgrade():
    op.drop_table("items")
