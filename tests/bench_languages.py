"""The same backfill in every language and by other tools, as one table of costs.

A million rows of `customers` are read, their addresses written in small letters and put back by key, on SQLite. Every
language has a project of its own and an empty cache, so that the first build is the first one on a machine that has the
toolchain. Every run begins with a copy of the same database, and its result is looked at.
"""

import os, shutil, sqlite3, sys
from pathlib import Path

from bench_figures import CommandFailed, measure, median
from bench_peers import peers

ROWS = 1_000_000
# What a migration without work costs is little, so that more runs are needed to see it.
SHORT_RUNS = 7
# What takes longer than that is run once.
LONG_SECONDS = 15
LANGUAGES = [
    ("SQL", "bench_sql.sql", "--"),
    ("Rust", "bench_rust", "//"),
    ("Python", "bench_python.py", "#"),
    ("JavaScript", "bench_javascript.js", "//"),
    ("TypeScript", "bench_typescript.ts", "//"),
    ("Go", "bench_go.go", "//"),
    ("C", "bench_c.c", "//"),
    ("C++", "bench_cpp.cpp", "//"),
    ("Zig", "bench_zig.zig", "//"),
    ("AssemblyScript", "bench_assemblyscript.as.ts", "//"),
    ("WAT", "bench_wat.wat", ";;"),
]
# An unmodified revision of Alembic is a migration too.
ALEMBIC = ("Alembic's Python", "versions/bench_alembic.py", "#")
TITLES = [
    "written in", "first build", "after a change", "component", "compiling", "no rows", f"{ROWS:,} rows", "rows a second",
]
WIDTHS = [42, 16, 16, 11, 10, 9, 16, 13]
EXPLANATION = """
Builds and the backfill: seconds of CPU, then of the clock. `compiling`: seconds of CPU that the first run spends on machine
code, which is kept; of the interpreter, where there is one. `no rows`: the whole process over an empty table, in milliseconds of CPU.
"""


class Languages:
    """Prints the table."""

    def __init__(self, binary, runs, folder, root):
        self.binary, self.runs, self.root = str(binary), runs, root
        self.folder = folder / "languages"
        self.guests = root / "tests/guests/bench/languages/migrations"
        self.peers = root / "tests/guests/bench/peers"
        self.environment = with_tools(root)

    def run(self, only):
        """Only the rows with one of these words in their names, if there are such words."""
        self.folder.mkdir()
        seed(self.folder / "full.db", ROWS)
        seed(self.folder / "empty.db", 0)
        print_row(TITLES)
        print_row(["---", *["---:"] * (len(TITLES) - 1)])
        for name, cost in self.rows():
            if not only or any(word in name.lower().strip("_").replace(",", "").split() for word in only):
                self.attempt(name, cost)
        print(EXPLANATION)

    def rows(self):
        """Names of rows, and what finds their costs."""
        languages = [(name, self.guests / file, comment) for name, file, comment in LANGUAGES]
        name, file, comment = ALEMBIC
        languages.append((name, self.peers / "alembic" / file, comment))
        rows = [(row[0], lambda row=row: self.language(*row)) for row in languages]
        others = peers(self.root, self.peers, self.folder)
        return rows + [(f"_{name}_", lambda prepare=prepare: self.peer(*prepare())) for name, prepare in others]

    def attempt(self, name, cost):
        """A row of the table; what cannot be run says so in its place."""
        try:
            print_row([name, *cost()])
        except CommandFailed as failure:
            print_row([name, f"not run: {reason(failure.output)}"])
        except OSError as failure:
            print_row([name, f"not run: {failure}"])

    def language(self, name, guest, comment):
        project, main = self.project(name, guest)
        environment = {**self.environment, "XDG_CACHE_HOME": str(project / "cache")}
        environment.pop("GOCACHE", None)

        def aludel(*arguments):
            return measure([self.binary, "-q", *arguments], project, environment=environment)

        def upgrade(database):
            return self.on_copy(database, lambda copy: aludel("--url", f"sqlite://{copy}", "upgrade"))

        first = aludel("build", "--out", "components")
        with main.open("a") as source:
            source.write(f"\n{comment} Changed.\n")
        changed = aludel("build", "--out", "components")
        size = sum(component.stat().st_size for component in (project / "components").rglob("*.wasm"))
        compiling = upgrade("empty.db")
        empty = median([upgrade("empty.db") for _ in range(SHORT_RUNS)])
        full = median([upgrade("full.db") for _ in range(self.runs)])
        compiling_cpu = max(compiling.cpu - empty.cpu, 0)
        return [seconds(first), seconds(changed), bytes_text(size), f"{compiling_cpu:.2f} s", *backfill_cells(empty, full)]

    def project(self, name, guest):
        """A project of that migration alone, and the file of the migration that can be changed."""
        project = self.folder / name.replace(" ", "-").replace("+", "p").replace("'", "")
        copy = project / "migrations" / guest.name
        copy.parent.mkdir(parents=True)
        (project / "aludel.toml").write_text('[project]\nmigrations = ["migrations"]\n\n[database]\nallow_superuser = true\n')
        if guest.is_file():
            shutil.copy(guest, copy)
            return project, copy
        shutil.copytree(guest, copy, symlinks=True, ignore=shutil.ignore_patterns("target"))
        library = copy / ".sdk"
        library.unlink()
        library.symlink_to((guest / ".sdk").resolve())
        return project, copy / "src/lib.rs"

    def peer(self, command, environment):
        """A tool that is no part of Aludel. `DATABASE` in its command and environment is the database's path."""

        def run(database):
            return self.on_copy(database, lambda copy: measure(filled(command, copy), self.folder, environment=named(copy)))

        def named(copy):
            return {**self.environment, **dict(zip(environment, filled(environment.values(), copy)))}

        empty = median([run("empty.db") for _ in range(SHORT_RUNS)])
        # A minute more or less of an UPDATE a row says nothing new.
        first = run("full.db")
        again = [] if first.wall > LONG_SECONDS else [run("full.db") for _ in range(self.runs - 1)]
        full = median([first, *again])
        return ["", "", "", "", *backfill_cells(empty, full)]

    def on_copy(self, database, run):
        """Runs on a copy of a database; addresses with large letters left in it end the benchmark."""
        copy = self.folder / "work.db"
        for old in self.folder.glob("work.db*"):
            old.unlink()
        shutil.copyfile(self.folder / database, copy)
        figure = run(copy)
        connection = sqlite3.connect(copy)
        rows, done = connection.execute("SELECT count(*), count(*) FILTER (WHERE email = lower(email)) FROM customers").fetchone()
        connection.close()
        if (rows, done) != (ROWS if database == "full.db" else 0, rows):
            sys.exit(f"the backfill left {rows - done:,} of {rows:,} rows as they were")
        return figure


def with_tools(root):
    """The environment with the compilers and interpreters that `tests/setup` installs."""
    folders = [root / "target" / part for part in ("test-go/bin", "test-zig/bin", "test-assemblyscript/node_modules/.bin")]
    environment = {**os.environ, "PATH": os.pathsep.join([os.environ["PATH"], *map(str, folders)])}
    environment.setdefault("ALUDEL_INTERPRETERS", str(root / "target/test-interpreters"))
    return environment


def seed(path, rows):
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE customers (id INTEGER NOT NULL PRIMARY KEY, email VARCHAR(200) NOT NULL)")
    customers = ((number, f"Customer.{number}@Example.COM") for number in range(1, rows + 1))
    connection.executemany("INSERT INTO customers (id, email) VALUES (?, ?)", customers)
    connection.commit()
    connection.close()


def filled(words, database):
    return [word.replace("DATABASE", str(database)) for word in words]


def backfill_cells(empty, full):
    return [f"{empty.cpu * 1_000:.0f} ms", seconds(full), f"{ROWS / full.wall:,.0f}"]


def seconds(figure):
    return f"{figure.cpu:.2f} s, {figure.wall:.2f} s"


def bytes_text(size):
    return f"{size / 1_048_576:.1f} MiB" if size >= 1_048_576 else f"{size / 1_024:.1f} KiB"


def reason(output):
    """The line of a command's output that says what was wrong."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    errors = [line for line in lines if "error" in line.lower()]
    return (errors or lines or ["it said nothing"])[0]


def print_row(cells):
    padded = [cell.ljust(width) if place == 0 else cell.rjust(width) for place, (cell, width) in enumerate(zip(cells, WIDTHS))]
    print(f"| {' | '.join(padded)} |", flush=True)
