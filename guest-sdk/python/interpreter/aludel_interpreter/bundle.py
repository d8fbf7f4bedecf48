"""The script of the component, and the modules that it imports."""

from __future__ import annotations

import json
import sys
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import CodeType, ModuleType
from typing import Any, Dict, Optional, Sequence, Set

from aludel import context

from .refusals import missing_module

PACKAGE_FILE = "__init__.py"
MAIN_MODULE = "migration"
"""What the script itself is called; it is imported under no other name."""


class Bundle(MetaPathFinder, Loader):
    """The script and all that it imports: texts by the names of their files, which tracebacks show."""

    def __init__(self, main: str, texts: Dict[str, str]) -> None:
        """Takes the texts by their names, the main one's among them."""
        self.main = main
        self.texts = texts
        self._files = _files_by_module(main, texts)

    @classmethod
    def read(cls) -> Bundle:
        """Reads the bundle from the component's section `script`."""
        section = context.section("script")
        if section is None:
            raise RuntimeError("the interpreter has no script: its component lacks the section `aludel:script`")
        content = json.loads(section)
        return cls(content["main"], {module["name"]: module["text"] for module in content["modules"]})

    def own_files(self) -> Set[str]:
        """The files of the migration itself: its own, and those in its folder. All others are packages."""
        folder = _folder(self.main)
        is_folder = self.main.endswith("/migration.py")
        return {name for name in self.texts if name == self.main or (is_folder and name.startswith(folder))}

    def load(self) -> ModuleType:
        """Runs the script, once, and gives its module."""
        loaded = sys.modules.get(MAIN_MODULE)
        if loaded is not None:
            return loaded
        sys.meta_path.append(self)
        module = ModuleType(MAIN_MODULE)
        module.__file__ = self.main
        module.__loader__ = self
        sys.modules[MAIN_MODULE] = module
        exec(self._compiled(self.main), module.__dict__)
        return module

    def _compiled(self, name: str) -> CodeType:
        return compile(self.texts[name], name, "exec", dont_inherit=True)

    def find_spec(
        self, fullname: str, path: Optional[Sequence[str]] = None, target: Optional[ModuleType] = None
    ) -> ModuleSpec:
        """Finds a module of the bundle, and says of any other why it is not there."""
        file = self._files.get(fullname)
        if file is None:
            raise missing_module(fullname)
        return ModuleSpec(fullname, self, origin=file, is_package=file.endswith("/" + PACKAGE_FILE))

    def create_module(self, spec: ModuleSpec) -> Optional[ModuleType]:
        """Leaves the making of modules to Python."""
        return None

    def exec_module(self, module: ModuleType) -> None:
        """Runs a module of the bundle."""
        file = self._files[module.__name__]
        module.__file__ = file
        exec(self._compiled(file), module.__dict__)

    def get_source(self, fullname: str) -> Optional[str]:
        """Gives the text of a module, for tracebacks that show lines."""
        file = self.main if fullname == MAIN_MODULE else self._files.get(fullname)
        return None if file is None else self.texts[file]

    def get_resource_reader(self, fullname: str) -> Any:
        """Says that modules of a bundle have no files beside them."""
        return None


def _files_by_module(main: str, texts: Dict[str, str]) -> Dict[str, str]:
    """Finds the names that files are imported by. The first of several files of one name counts, as in a search path."""
    files: Dict[str, str] = {}
    for file in texts:
        if file != main:
            files.setdefault(_module_name(file, texts), file)
    return files


def _module_name(file: str, texts: Dict[str, str]) -> str:
    """The name begins above the outermost folder that is a package, as a folder with `__init__.py` is."""
    stem = file[: -len("/" + PACKAGE_FILE)] if file.endswith("/" + PACKAGE_FILE) else file[: -len(".py")]
    parts = stem.split("/")
    start = len(parts) - 1
    while start > 0 and "/".join([*parts[:start], PACKAGE_FILE]) in texts:
        start -= 1
    return ".".join(parts[start:])


def _folder(file: str) -> str:
    return file[: file.rfind("/") + 1]
