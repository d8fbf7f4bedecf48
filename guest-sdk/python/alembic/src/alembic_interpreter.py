"""The interpreter `alembic`: the interpreter `python` with SQLAlchemy and Alembic in it."""

from aludel_alembic import libraries, logs
from aludel_alembic.calling import call, unwrap
from aludel_alembic.environment import environment
from aludel_interpreter import modules
from aludel_interpreter.exports import exports

__all__ = ["Check", "Revision", "libraries"]

modules.load_standard_library()
logs.configure()
Revision, Check = exports(call=call, unwrap=unwrap, around=environment)
