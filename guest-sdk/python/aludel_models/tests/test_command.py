"""The command as a project runs it: in its folder, by name."""

import os
import subprocess
import sys
import tempfile
import textwrap
import unittest

SOURCE = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "src")

MODELS = """
import datetime
import decimal
import enum
import uuid
from typing import List, Optional

from sqlalchemy import JSON, Column
from sqlmodel import Field, Relationship, SQLModel


class Mood(enum.Enum):
    sad = "sad"
    ok = "ok"


class Membership(SQLModel, table=True):
    team_id: Optional[int] = Field(default=None, foreign_key="team.id", primary_key=True)
    hero_id: Optional[int] = Field(default=None, foreign_key="hero.id", primary_key=True)


class Team(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    name: str = Field(index=True)
    heroes: List["Hero"] = Relationship(back_populates="teams", link_model=Membership)


class Hero(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    name: str
    token: uuid.UUID = Field(default_factory=uuid.uuid4)
    born: datetime.datetime
    pay: decimal.Decimal = Field(max_digits=10, decimal_places=2)
    mood: Mood = Mood.ok
    extra: dict = Field(default_factory=dict, sa_column=Column(JSON))
    teams: List[Team] = Relationship(back_populates="heroes", link_model=Membership)
"""

PLAIN = """
from sqlalchemy import Column, Integer, MetaData, Table
from sqlalchemy.orm import declarative_base

Base = declarative_base()
other = MetaData()
Table("note", other, Column("id", Integer, primary_key=True))
ALL = [Base.metadata, other]


class Book(Base):
    __tablename__ = "book"
    id = Column(Integer, primary_key=True)
"""


class Command(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        self.write("app/__init__.py", "")
        self.write("app/models.py", MODELS)
        self.write("app/plain.py", PLAIN)

    def write(self, path, text):
        path = os.path.join(self.folder, path)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            file.write(textwrap.dedent(text).lstrip())

    def run_it(self, *arguments):
        environment = {**os.environ, "PYTHONPATH": SOURCE, "PYTHONDONTWRITEBYTECODE": "1"}
        command = [sys.executable, "-m", "aludel_models", *arguments]
        return subprocess.run(command, cwd=self.folder, env=environment, capture_output=True, text=True, check=False)

    def printed(self, *arguments):
        ended = self.run_it(*arguments)
        self.assertEqual(ended.returncode, 0, ended.stderr)
        return ended.stdout

    def problem(self, *arguments):
        ended = self.run_it(*arguments, "--dialect", "sqlite")
        self.assertEqual((ended.returncode, ended.stdout), (2, ""))
        self.assertNotIn("Traceback", ended.stderr)
        return ended.stderr

    def test_models_are_printed_for_every_dialect(self):
        expected = {
            "sqlite": ["token CHAR(32)", "born DATETIME", "pay NUMERIC(10, 2)"],
            "postgresql": ["CREATE TYPE mood AS ENUM ('sad', 'ok')", "token UUID", "id SERIAL"],
            "mysql": ["name VARCHAR(255)", "mood ENUM('sad','ok')", "id INTEGER NOT NULL AUTO_INCREMENT"],
            "mariadb": ["name VARCHAR(255)", "mood ENUM('sad','ok')", "extra JSON"],
        }
        for dialect, parts in expected.items():
            text = self.printed("app.models:SQLModel.metadata", "--dialect", dialect)
            for part in [*parts, "-- atlas:pos team[type=table] app/models.py:21", "CREATE INDEX ix_team_name"]:
                self.assertIn(part, text, dialect)

    def test_models_can_be_named_in_many_ways(self):
        for name in ["app.plain:ALL", "app.plain"]:
            text = self.printed(name, "--dialect", "sqlite")
            self.assertIn("CREATE TABLE book", text)
            self.assertIn("CREATE TABLE note", text)
        for name in ["app.plain:Base", "app.plain:Base.metadata", "app.plain:Book"]:
            text = self.printed(name, "--dialect", "sqlite")
            self.assertEqual(text.count("CREATE TABLE"), 1)
        both = self.printed("app.plain:other", "app.models:Team", "--dialect", "sqlite")
        self.assertEqual(both.count("CREATE TABLE"), 4)
        self.assertIn("book", self.printed("plain:Base", "--path", "app", "--dialect", "sqlite"))

    def test_what_is_not_there_is_named(self):
        missing = self.problem("app.modls:Base")
        self.assertIn("error: no module `app.modls`; Python looks in ", missing)
        self.assertIn("hint: run it in the folder that holds `app`, or add `--path DIR`", missing)
        self.assertIn("there is no `nothing`", self.problem("nothing.models:Base"))
        attribute = self.problem("app.plain:Bse.metadata")
        self.assertIn("error: `app.plain:Bse.metadata`: there is no `Bse`\nhint: did you mean `Base`?", attribute)
        self.assertIn("not MetaData and nothing that has it", self.problem("app.plain:Integer"))

    def test_a_module_that_fails_is_told_with_its_place(self):
        self.write("app/broken.py", "import app.plain\n\nnothing_of_that_name\n")
        self.assertIn("error: importing `app.broken` failed (app/broken.py:3): NameError:", self.problem("app.broken"))
        self.write("app/unreadable.py", "def x(:\n")
        self.assertIn("importing `app.unreadable` failed (app/unreadable.py:1): SyntaxError:", self.problem("app.unreadable"))
        self.write("app/needy.py", "import os\nimport no_such_library\n")
        self.assertIn("importing `app.needy` failed (app/needy.py:2): ModuleNotFoundError:", self.problem("app.needy"))

    def test_models_without_tables_are_refused(self):
        self.write("app/empty.py", "from sqlalchemy import MetaData\nmetadata = MetaData()\n")
        self.assertIn("error: `app.empty:metadata` holds no table", self.problem("app.empty:metadata"))
        self.assertEqual(self.printed("app.empty:metadata", "--allow-empty", "--dialect", "sqlite"), "-- no tables\n")


if __name__ == "__main__":
    unittest.main()
