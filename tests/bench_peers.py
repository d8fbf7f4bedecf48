"""What else can do the backfill of `bench_languages`: each is prepared and gives its command and its environment."""

import os, shutil, signal, subprocess

from bench_figures import CommandFailed

# Whatever takes longer to install or to build has come to a stop.
PREPARE_SECONDS_MAX = 600
UPDATE = "UPDATE customers SET email = lower(email)"


def peers(root, sources, folder):
    """Names and how to prepare them. What is installed goes below target/test-bench and stays there."""
    tools = root / "target/test-bench"
    return [
        ("one UPDATE, sqlite3", lambda: (["sqlite3", "DATABASE", UPDATE], {})),
        ("sqlx, an UPDATE for 1,000 rows", lambda: sqlx(sources, tools, [])),
        ("sqlx, an UPDATE a row", lambda: sqlx(sources, tools, ["rows"])),
        ("Alembic, SQLAlchemy Core", lambda: alembic(root, sources)),
        ("better-sqlite3 alone", lambda: better_sqlite3(sources, tools, folder)),
        ("knex, an UPDATE for 1,000 rows", lambda: knex(sources, tools, folder, "pages")),
        ("knex, an UPDATE a row", lambda: knex(sources, tools, folder, "rows")),
    ]


def alembic(root, sources):
    program = root / "target/test-python/bin/alembic"
    command = [str(program), "--config", str(sources / "alembic/alembic.ini"), "upgrade", "head"]
    return command, {"BENCH_DATABASE_URL": "sqlite:///DATABASE", "PYTHONDONTWRITEBYTECODE": "1"}


def sqlx(sources, tools, arguments):
    target = tools / "sqlx"
    prepare(["cargo", "build", "--release", "--quiet", "--manifest-path", str(sources / "sqlx/Cargo.toml"), "--target-dir", str(target)])
    return [str(target / "release/bench-sqlx"), "DATABASE", *arguments], {}


def better_sqlite3(sources, tools, folder):
    project = packages(sources, tools, folder)
    return ["node", str(project / "better-sqlite3.cjs")], {"BENCH_DATABASE": "DATABASE"}


def knex(sources, tools, folder, mode):
    project = packages(sources, tools, folder)
    command = [str(project / "node_modules/.bin/knex"), "migrate:latest", "--knexfile", str(project / "knexfile.cjs")]
    return command, {"BENCH_DATABASE": "DATABASE", "BENCH_MODE": mode}


def packages(sources, tools, folder):
    """The project for knex with its packages."""
    installed = tools / "knex"
    installed.mkdir(parents=True, exist_ok=True)
    # npm writes this file last, so that what it did not finish is installed again.
    if not (installed / "node_modules/.package-lock.json").is_file():
        shutil.copy(sources / "knex/package.json", installed)
        prepare(["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(installed)])
    project = folder / "knex"
    if not project.is_dir():
        shutil.copytree(sources / "knex", project)
        (project / "node_modules").symlink_to(installed / "node_modules")
    return project


def prepare(command):
    """Runs a command that installs or builds; one that does not end is ended, with all that it has started."""
    process = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True
    )
    try:
        output, _ = process.communicate(timeout=PREPARE_SECONDS_MAX)
    except BaseException as reason:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        if not isinstance(reason, subprocess.TimeoutExpired):
            raise
        words = f"error: `{' '.join(map(str, command[:2]))}` did not end within {PREPARE_SECONDS_MAX} s; is the registry there?"
        raise CommandFailed(command, None, words) from None
    if process.returncode != 0:
        raise CommandFailed(command, process.returncode, output.decode(errors="replace"))
