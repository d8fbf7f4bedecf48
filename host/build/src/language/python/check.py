"""Compiles one file and says what is wrong with it. Arguments: the file, and what messages call it."""

import sys

path, name = sys.argv[1:]
with open(path, "rb") as file:
    source = file.read()
try:
    compile(source, name, "exec", dont_inherit=True)
except (SyntaxError, ValueError) as error:
    line = getattr(error, "lineno", None) or 1
    message = getattr(error, "msg", None) or str(error)
    text = (getattr(error, "text", None) or "").rstrip()
    shown = f"{name}:{line}: {type(error).__name__}: {message}"
    if text.strip():
        column = max((getattr(error, "offset", None) or 1) - 1 - (len(text) - len(text.lstrip())), 0)
        shown += f"\n    {text.strip()}\n    {' ' * column}^"
    sys.stdout.buffer.write(shown.encode())
    sys.exit(3)
