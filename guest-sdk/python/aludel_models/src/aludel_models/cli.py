"""The command line: names of models in, DDL out."""

from __future__ import annotations

import argparse
import sys
from typing import List, Optional

from .errors import ModelsError

SQLALCHEMY_MISSING = "SQLAlchemy is not installed for {python}"


def main(arguments: Optional[List[str]] = None) -> int:
    """Prints the DDL. Gives 0, or 2 where something is wrong with what was named."""
    options = parser().parse_args(arguments)
    # A script's own folder comes first for Python; the models are where it is started.
    sys.path[:0] = [*options.path, ""]
    try:
        print_ddl(options)
    except ModelsError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        return 0
    return 0


def parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="aludel_models", description=__doc__)
    parser.add_argument(
        "models",
        nargs="+",
        metavar="MODULE[:ATTRIBUTE]",
        help="a MetaData, a base class of models or a list of those; a module alone for all in it",
    )
    parser.add_argument(
        "--dialect",
        required=True,
        choices=["sqlite", "postgresql", "mysql", "mariadb"],
        help="the kind of database",
    )
    parser.add_argument("--path", action="append", default=[], metavar="DIR", help="where modules are looked up first")
    parser.add_argument("--allow-empty", action="store_true", help="take models without any table")
    return parser


def print_ddl(options: argparse.Namespace) -> None:
    try:
        import sqlalchemy  # noqa: F401
    except ModuleNotFoundError as error:
        if error.name != "sqlalchemy":
            raise
        message = SQLALCHEMY_MISSING.format(python=sys.executable)
        raise ModelsError(message, "name the application's own Python in `program`, such as `.venv/bin/python`") from None
    from .ddl import render
    from .named import metadata_of

    found = metadata_of(options.models)
    if not options.allow_empty and not any(metadata.tables for metadata in found):
        named = ", ".join(f"`{name}`" for name in options.models)
        raise ModelsError(
            f"{named} holds no table",
            "name the modules that define the models, so that they are imported; `--allow-empty` if there are none yet",
        )
    text = render(found, options.dialect)
    sys.stdout.write(text or "-- no tables\n")
    sys.stdout.flush()
