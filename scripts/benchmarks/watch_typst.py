"""Watch a Typst document and set it anew at every change: `watch_typst.py PACKAGES FONTS OUTPUT SOURCE`."""

import sys

sys.path.insert(0, sys.argv[1])

import typst

fonts = typst.Fonts(
    include_system_fonts=False, include_embedded_fonts=False, font_paths=sys.argv[2].split(":")
)
typst.Compiler(sys.argv[4], font_paths=fonts, ignore_system_fonts=True).watch(
    sys.argv[3], pdf_standards=["a-2a", "ua-1"]
)
