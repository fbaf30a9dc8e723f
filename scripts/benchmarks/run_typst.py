"""Set Typst documents as PDF/A-2a and PDF/UA-1: `run_typst.py PACKAGES FONTS OUTPUT SOURCE…`.

Run with `python -I -S`, so that the compiler starts as fast as a module can. FONTS are folders joined by `:`;
nothing else is looked through for typefaces.
"""

import sys
from pathlib import Path

sys.path.insert(0, sys.argv[1])

import typst

fonts = typst.Fonts(
    include_system_fonts=False, include_embedded_fonts=False, font_paths=sys.argv[2].split(":")
)
output = Path(sys.argv[3])
for name in sys.argv[4:]:
    typst.compile(
        name,
        output=str(output / Path(name).with_suffix(".pdf").name),
        font_paths=fonts,
        ignore_system_fonts=True,
        pdf_standards=["a-2a", "ua-1"],
    )
