r"""Makes the golden files again: runs every other script of this folder, each of which writes the .json of its own name.

    pip install torch==2.13.0 torchvision==0.28.0 torchsummary==1.5.1 torchinfo==1.8.0 fvcore==0.1.5.post20221221 \
        thop==0.1.1.post2209072238 ptflops==0.7.5 calflops==0.3.2 transformers==5.24.0 deepspeed==0.19.8 timm==1.0.31 \
        pytorchcv==0.0.74 keras==3.15.1 onnx==1.23.2 onnxscript==0.7.2 ipywidgets==8.1.9
    python test/golden/make.py            # all of them
    python test/golden/make.py conv2d     # one
"""

import pathlib
import subprocess
import sys

FOLDER = pathlib.Path(__file__).parent
SHARED = {"make", "packing", "vision"}

for name in sys.argv[1:] or sorted(path.stem for path in FOLDER.glob("*.py") if path.stem not in SHARED):
    subprocess.run([sys.executable, FOLDER / f"{name}.py"], check=True)
    print(f"{name}.json: {(FOLDER / f'{name}.json').stat().st_size / 1e6:.2f} MB")
