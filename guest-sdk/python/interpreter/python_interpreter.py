"""The interpreter `python`: runs a script with `aludel` and the standard library."""

from aludel_interpreter import modules
from aludel_interpreter.exports import exports

modules.load_standard_library()
Revision, Check = exports()
