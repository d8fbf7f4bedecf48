"""Makes the package and the interpreter importable from their folders."""

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent
for folder in (HERE / "sdk", HERE / "interpreter"):
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))
