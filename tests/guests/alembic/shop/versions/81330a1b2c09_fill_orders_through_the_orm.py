"""fill orders through the ORM

Revision ID: 81330a1b2c09
Revises: 7042930a1bf8
Create Date: 2024-03-08 09:08:00.123456

"""
from datetime import datetime, timezone
from decimal import Decimal

from alembic import op
import sqlalchemy as sa
from sqlalchemy.orm import Session, declarative_base, relationship


# revision identifiers, used by Alembic.
revision = '81330a1b2c09'
down_revision = '7042930a1bf8'
branch_labels = None
depends_on = None


Base = declarative_base()


class Order(Base):
    __tablename__ = "orders"

    id = sa.Column(sa.Integer, primary_key=True)
    customer_id = sa.Column(sa.Integer)
    status = sa.Column(sa.Enum("draft", "open", "closed", name="order_status", create_type=False))
    total = sa.Column(sa.Numeric(14, 4))
    placed_at = sa.Column(sa.DateTime(timezone=True))
    lines = relationship("OrderLine", order_by="OrderLine.position", cascade="all, delete-orphan")


class OrderLine(Base):
    __tablename__ = "order_lines"

    order_id = sa.Column(sa.ForeignKey("orders.id"), primary_key=True)
    position = sa.Column(sa.SmallInteger, primary_key=True)
    title = sa.Column(sa.String(80))
    quantity = sa.Column(sa.BigInteger)
    price = sa.Column(sa.Numeric(10, 2))


def upgrade():
    session = Session(bind=op.get_bind())
    for number in range(1, 6):
        order = Order(
            id=number,
            customer_id=number,
            status="open" if number % 2 else "closed",
            placed_at=datetime(2024, 3, number, 10, 30, tzinfo=timezone.utc),
        )
        for position in range(1, number + 1):
            order.lines.append(
                OrderLine(position=position, title=f"thing {position}", quantity=position, price=Decimal("1.25"))
            )
        session.add(order)
    session.flush()
    for order in session.scalars(sa.select(Order).order_by(Order.id)):
        order.total = sum((line.quantity * line.price for line in order.lines), Decimal(0))
    session.commit()
    with Session(op.get_bind()) as session, session.begin_nested() as inner:
        session.execute(sa.delete(Order).where(Order.id == 5))
        inner.rollback()


def downgrade():
    session = Session(bind=op.get_bind())
    for order in session.query(Order).filter(Order.id <= 5):
        session.delete(order)
    session.commit()
