"""Fill Word templates: `run_docxtpl.py OUTPUT TEMPLATE…`, with the text of each in a `.json` beside it."""

import json
import sys
from pathlib import Path

from docxtpl import DocxTemplate

output = Path(sys.argv[1])
for name in map(Path, sys.argv[2:]):
    template = DocxTemplate(name)
    template.render(json.loads(name.with_suffix(".json").read_text(encoding="utf-8")), autoescape=True)
    template.save(output / name.name)
