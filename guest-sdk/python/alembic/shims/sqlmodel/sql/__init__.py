"""Holds `sqltypes`, which is SQLModel's own file."""

from . import sqltypes
