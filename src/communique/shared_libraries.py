"""The shared libraries with which the layout engine sets text: which versions and files this computer has."""

from __future__ import annotations

from functools import cache

LIBRARIES = {
    "Pango": (("libpango-1.0.so.0", "libpango-1.0.dylib", "libpango-1.0-0.dll"), "pango_version_string"),
    "HarfBuzz": (("libharfbuzz.so.0", "libharfbuzz.0.dylib", "libharfbuzz-0.dll"), "hb_version_string"),
}
"""By name, what platforms call the file, and the function that returns its version."""

UNKNOWN = "unknown"


@cache
def library_versions() -> dict[str, str]:
    """Return the versions of the libraries, by name.

    What can't be found is left for the engine to complain of.
    """
    return {library: _version(names, function) for library, (names, function) in LIBRARIES.items()}


def _version(names: tuple[str, ...], function: str) -> str:
    import ctypes

    for name in names:
        try:
            version = getattr(ctypes.CDLL(name), function)
        except (OSError, AttributeError):
            continue
        version.restype = ctypes.c_char_p
        return str(version().decode())
    return UNKNOWN


@cache
def library_files() -> tuple[str, ...]:
    """Return the files of the libraries, once their versions are known.

    None where the system doesn't tell.
    """
    library_versions()
    stems = tuple(name.partition(".so")[0] + ".so" for names, _ in LIBRARIES.values() for name in names[:1])
    try:
        with open("/proc/self/maps", encoding="utf-8", errors="surrogateescape") as maps:  # noqa: PTH123
            paths = {
                line.rstrip("\n").partition("/")[2] for line in maps if any(each in line for each in stems)
            }
    except OSError:
        return ()
    return tuple(sorted(f"/{each}" for each in paths))
