"""The C definitions of the layout engine, parsed and written as Python: how `engine_types` is made."""

from __future__ import annotations

import ast
import re
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

MODULE = '''"""WeasyPrint's definitions of C types and functions, as cffi has parsed them.

Written by `scripts/make-engine-types`; a test says so when that was forgotten.
"""

# fmt: off
# ruff: noqa
from __future__ import annotations

from typing import Any

DIGEST = "{digest}"

ARGUMENTS: dict[str, Any] = {{
{arguments}
}}
'''


def write_types() -> str:
    """Return the text of `engine_types`, for the WeasyPrint that is installed."""
    definitions = _definitions()
    arguments = "\n".join(f'    "{name}": {value!r},' for name, value in _parsed(definitions).items())
    return MODULE.format(digest=sha256(definitions.encode()).hexdigest(), arguments=arguments)


def _definitions() -> str:
    """Return what WeasyPrint hands to cffi, without importing it."""
    package = find_spec("weasyprint")
    source = Path((package and package.origin) or "").parent / "text" / "ffi.py"
    found = re.search(r"ffi\.cdef\('''(.*?)'''\)", source.read_text(encoding="utf-8"), re.DOTALL)
    if found is None:
        raise ValueError(f"{source} has no definitions where they were expected")
    return found[1]


def _parsed(definitions: str) -> dict[str, Any]:
    """Return the arguments of the compiled FFI that cffi writes for definitions."""
    from cffi import FFI  # type: ignore[import-untyped]
    from cffi.recompiler import make_py_source  # type: ignore[import-untyped]

    builder = FFI()
    builder.cdef(definitions)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "engine_types.py"
        make_py_source(builder, "engine_types", str(path))
        tree = ast.parse(path.read_text(encoding="utf-8"))
    call = next(node for node in ast.walk(tree) if isinstance(node, ast.Call))
    return {word.arg: ast.literal_eval(word.value) for word in call.keywords if word.arg}
