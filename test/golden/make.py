"""Makes the golden files again: runs every other script of this folder, each of which writes the .json of its own name.

    pip install torch==2.13.0 torchsummary==1.5.1
    python test/golden/make.py            # all of them
    python test/golden/make.py conv2d     # one
"""

import pathlib
import subprocess
import sys

FOLDER = pathlib.Path(__file__).parent
SHARED = {"make", "packing"}

for name in sys.argv[1:] or sorted(path.stem for path in FOLDER.glob("*.py") if path.stem not in SHARED):
    subprocess.run([sys.executable, FOLDER / f"{name}.py"], check=True)
    print(f"{name}.json: {(FOLDER / f'{name}.json').stat().st_size / 1e6:.2f} MB")
