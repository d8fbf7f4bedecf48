"""merge addresses and remarks

Revision ID: 1aac73041593
Revises: f8ca51829371, 09bb62930482
Create Date: 2024-03-17 09:17:00.123456

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision: str = "1aac73041593"
down_revision: Union[str, Sequence[str], None] = ("f8ca51829371", "09bb62930482")
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
