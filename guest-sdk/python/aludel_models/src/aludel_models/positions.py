"""Where the classes of tables are written."""

from __future__ import annotations

import inspect
import os
import sys
from typing import Dict, Iterable, Optional

from sqlalchemy import MetaData, Table


def positions(metadata: Iterable[MetaData]) -> Dict[Table, str]:
    """`app/models.py:12` for each table that a class of a loaded module stands for."""
    tables = {table for known in metadata for table in known.tables.values()}
    found: Dict[Table, str] = {}
    for module in list(sys.modules.values()):
        for value in list(getattr(module, "__dict__", {}).values()):
            table = table_of(value)
            if table is not None and table in tables and table not in found:
                place = place_of(value)
                if place:
                    found[table] = place
    return found


def table_of(value: object) -> Optional[Table]:
    """The table that a class is mapped to; one that it has from a class above is not its own."""
    if not isinstance(value, type):
        return None
    table = value.__dict__.get("__table__")
    return table if isinstance(table, Table) else None


def place_of(value: type) -> Optional[str]:
    try:
        file = inspect.getsourcefile(value)
        _, line = inspect.getsourcelines(value)
    except (OSError, TypeError):
        return None
    return f"{shown(file)}:{line}" if file else None


def shown(file: str) -> str:
    """Relative to the folder of the project, where the file is in it."""
    relative = os.path.relpath(file)
    return file if relative.startswith("..") else relative.replace(os.sep, "/")
