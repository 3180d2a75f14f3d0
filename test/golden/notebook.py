"""What PyTorch's originals in notebooks/04-pytorch-groups.ipynb print: by the id of the TypeScript cell below each."""

import contextlib
import io
import json
import pathlib
import re

FOLDER = pathlib.Path(__file__).parent
NOTEBOOK = FOLDER.parents[1] / "notebooks" / "04-pytorch-groups.ipynb"

cells = json.loads(NOTEBOOK.read_text())["cells"]
scope, printed = {}, {}
for cell, below in zip(cells, cells[1:]):
    for original in re.findall(r"```python\n(.*?)```", "".join(cell["source"]), re.DOTALL):
        with contextlib.redirect_stdout(io.StringIO()) as output:
            exec(original, scope)
        printed[below["id"]] = output.getvalue()

(FOLDER / "notebook.json").write_text(json.dumps(printed, indent=1, ensure_ascii=False) + "\n")
