"""Prints the DDL of SQLAlchemy and SQLModel models, as a target for Aludel."""

from .ddl import DIALECTS, render
from .errors import ModelsError
from .named import metadata_of

__all__ = ["DIALECTS", "ModelsError", "metadata_of", "render"]
