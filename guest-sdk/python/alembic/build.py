"""Builds the interpreter component `alembic`: CPython, SQLAlchemy, Alembic and the code of this folder in one file.

    python3 guest-sdk/python/alembic/build.py target/test-interpreters/alembic-0.1.0.wasm

Needs a Python with `venv` and `pip`; everything else is fetched into the folder `--work`. The output is built again only if something
that it is made of has changed.
"""

import argparse
import ast
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
COMPONENTIZE = "componentize-py==0.25.1"

# Parts of the packages that no revision file can use: test suites, templates, what needs a server or a driver of its own.
UNNEEDED = (
    "alembic/templates",
    "alembic/testing",
    "sqlalchemy/testing",
    "sqlalchemy/dialects/mssql",
    "sqlalchemy/dialects/oracle",
)
# Of SQLModel only the column types: the rest stands on native code.
OF_SQLMODEL = "sqlmodel/sql/sqltypes.py"


def main() -> None:
    """Reads the arguments and builds."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("output", type=Path, help="the component to write")
    parser.add_argument("--work", type=Path, help="where packages and tools are kept; beside the output unless told")
    arguments = parser.parse_args()
    output = arguments.output.resolve()
    work = (arguments.work or output.parent / "work").resolve()
    work.mkdir(parents=True, exist_ok=True)
    python = make_environment(work / "tools")
    site = fetch_packages(python, work / "packages")
    app = assemble(site, work / "app")
    # The same that builds the interpreter `python`, with more to take in; it knows whether anything changed.
    run([python, HERE.parent / "build", "--name", "alembic", "--path", app, "--out", output])


def make_environment(folder: Path) -> Path:
    """A Python with componentize-py."""
    python = folder / "bin" / "python"
    if not python.exists():
        venv.create(folder, with_pip=True)
    if not (folder / "bin" / "componentize-py").exists():
        run([python, "-m", "pip", "install", "--quiet", COMPONENTIZE])
    return python


def fetch_packages(python: Path, folder: Path) -> Path:
    """The packages as files, whatever the machine: only pure Python is taken."""
    wanted = (HERE / "packages.txt").read_text()
    fetched = folder / "fetched.txt"
    if not fetched.exists() or fetched.read_text() != wanted:
        shutil.rmtree(folder, ignore_errors=True)
        pure = "--platform any --implementation py --abi none --only-binary=:all: --no-deps".split()
        run([python, "-m", "pip", "install", "--quiet", *pure, "--target", folder, "-r", HERE / "packages.txt"])
        fetched.write_text(wanted)
    return folder


def assemble(site: Path, app: Path) -> Path:
    """Everything that is imported, in one folder."""
    shutil.rmtree(app, ignore_errors=True)
    for package in ("alembic", "sqlalchemy"):
        shutil.copytree(site / package, app / package, ignore=shutil.ignore_patterns("__pycache__", "*.so", "*.pyi"))
    shutil.copy(site / "typing_extensions.py", app)
    for unneeded in UNNEEDED:
        shutil.rmtree(app / unneeded)
    for path in app.rglob("*.py"):
        path.write_text(without_docstrings(path.read_text(encoding="utf-8")), encoding="utf-8")
    for folder in (HERE / "shims", HERE / "src"):
        shutil.copytree(folder, app, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(site / OF_SQLMODEL, app / OF_SQLMODEL)
    return app


def without_docstrings(source: str) -> str:
    """The same code on the same lines; a docstring is a dot and as many empty lines, for SQLAlchemy asserts that some are there."""
    lines = source.split("\n")
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)):
            continue
        first = node.body[0] if node.body else None
        if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str):
            blank(lines, first)
    return "\n".join(lines)


def blank(lines: list[str], docstring: ast.Expr) -> None:
    """Replaces a docstring in the lines of its file."""
    start, end = docstring.lineno - 1, (docstring.end_lineno or docstring.lineno) - 1
    before = lines[start].encode()[: docstring.col_offset].decode()
    after = lines[end].encode()[docstring.end_col_offset :].decode()
    lines[start] = before + '"."' + after
    for index in range(start + 1, end + 1):
        lines[index] = ""


def run(command: list) -> None:
    """Runs a program; what it says is shown, and its failure is the end."""
    # What the hashes of texts start from is kept in the component, so it must not differ from build to build.
    finished = subprocess.run([str(part) for part in command], env={**os.environ, "PYTHONHASHSEED": "0"}, check=False)
    if finished.returncode != 0:
        sys.exit(f"build.py: {Path(str(command[0])).name} failed")


if __name__ == "__main__":
    main()
