"""From what was named to the MetaData objects that it means."""

from __future__ import annotations

import difflib
import importlib
import os
import sys
import traceback
from types import ModuleType
from typing import Any, Iterable, Iterator, List, Optional

from sqlalchemy import MetaData

from .errors import ModelsError


def metadata_of(names: Iterable[str]) -> List[MetaData]:
    """The MetaData objects of `module`, `module:attribute`, `module:attribute.path`, each once, in order."""
    names = list(names)
    # Models of a later module may be in the MetaData of an earlier one.
    modules = {name: imported(name.partition(":")[0]) for name in names}
    found: List[MetaData] = []
    for name in names:
        for metadata in held(name, modules[name]):
            if not any(metadata is known for known in found):
                found.append(metadata)
    return found


def held(name: str, module: ModuleType) -> List[MetaData]:
    path = name.partition(":")[2]
    value = attribute(module, path, name) if path else module
    found = list(meant(value))
    if not found:
        raise ModelsError(
            f"`{name}` is {described(value)}, not MetaData and nothing that has it",
            "name the MetaData, such as `app.models:SQLModel.metadata` or `app.models:Base.metadata`",
        )
    return found


def meant(value: Any) -> Iterator[MetaData]:
    """The MetaData objects that a value stands for."""
    if isinstance(value, MetaData):
        yield value
    elif isinstance(value, ModuleType):
        for held in list(vars(value).values()):
            if not isinstance(held, (ModuleType, list, tuple, set, frozenset, dict)):
                yield from meant(held)
    elif isinstance(value, (list, tuple, set, frozenset)):
        for held in value:
            yield from meant(held)
    elif isinstance(value, dict):
        yield from meant(list(value.values()))
    else:
        # A base class, a model, a `registry`.
        metadata = getattr(value, "metadata", None)
        if isinstance(metadata, MetaData):
            yield metadata


def described(value: Any) -> str:
    if isinstance(value, ModuleType):
        return "a module without models"
    return f"of type `{type(value).__name__}`"


def attribute(module: ModuleType, path: str, name: str) -> Any:
    value: Any = module
    for part in path.split("."):
        try:
            value = getattr(value, part)
        except AttributeError:
            raise ModelsError(f"`{name}`: there is no `{part}`", nearest(part, value)) from None
    return value


def nearest(part: str, value: Any) -> Optional[str]:
    close = difflib.get_close_matches(part, [known for known in dir(value) if not known.startswith("_")], n=1)
    return f"did you mean `{close[0]}`?" if close else None


def imported(module: str) -> ModuleType:
    if not module:
        raise ModelsError("a module is missing before `:`", "write `app.models:SQLModel.metadata`")
    try:
        return importlib.import_module(module)
    except ModuleNotFoundError as error:
        if error.name and (module == error.name or module.startswith(error.name + ".")):
            raise not_found(module, error.name) from None
        raise failed(module, error) from error
    except Exception as error:
        raise failed(module, error) from error


def not_found(module: str, missing: str) -> ModelsError:
    searched = ", ".join(os.path.abspath(folder) for folder in sys.path[:3])
    part = "" if missing == module else f" (there is no `{missing}`)"
    return ModelsError(
        f"no module `{module}`{part}; Python looks in {searched} first",
        f"run it in the folder that holds `{module.split('.')[0]}`, or add `--path DIR`",
    )


def failed(module: str, error: Exception) -> ModelsError:
    """The innermost place outside of libraries is where a person looks first."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if "site-packages" not in frame.filename and "importlib" not in frame.filename]
    own = [frame for frame in own if os.path.dirname(frame.filename) != os.path.dirname(__file__)]
    place = f" ({os.path.relpath(own[-1].filename)}:{own[-1].lineno})" if own else ""
    if isinstance(error, SyntaxError) and error.filename:
        place = f" ({os.path.relpath(error.filename)}:{error.lineno})"
    return ModelsError(f"importing `{module}` failed{place}: {type(error).__name__}: {error}")
