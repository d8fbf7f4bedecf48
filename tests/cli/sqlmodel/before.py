"""The models of a small application, as it begins."""

import datetime
import decimal
import enum
import uuid
from typing import List, Optional

from sqlalchemy import JSON, Column
from sqlmodel import Field, Relationship, SQLModel


class Rank(enum.Enum):
    novice = "novice"
    master = "master"


class Membership(SQLModel, table=True):
    team_id: Optional[int] = Field(default=None, foreign_key="team.id", primary_key=True)
    hero_id: Optional[int] = Field(default=None, foreign_key="hero.id", primary_key=True)


class Team(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    name: str = Field(index=True)
    heroes: List["Hero"] = Relationship(back_populates="teams", link_model=Membership)


class Hero(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    name: str = Field(max_length=80)
    token: uuid.UUID = Field(default_factory=uuid.uuid4, unique=True)
    joined: datetime.datetime = Field(default_factory=datetime.datetime.now)
    pay: decimal.Decimal = Field(max_digits=10, decimal_places=2)
    rank: Rank = Rank.novice
    extra: dict = Field(default_factory=dict, sa_column=Column(JSON))
    teams: List[Team] = Relationship(back_populates="heroes", link_model=Membership)


class Motto(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    text: str
