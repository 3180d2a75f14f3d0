"""Takes from wheels what a binding to TensorFlow needs: python unpack.py DESTINATION WHEEL...

Prints the names of the packages that the extra "and-cuda" of a wheel asks for, when called with --extra.
"""

import fnmatch
import os
import sys
import zipfile

TENSORFLOW = [
    "tensorflow/libtensorflow_cc.so.2",
    "tensorflow/libtensorflow_framework.so.2",
    "tensorflow/include/tensorflow/c/*.h",
    "tensorflow/include/*/tsl/c/*.h",
    "tensorflow/include/*/platform/ctstring*.h",
]
# CUDA's compiler is a program, and the rest of it libraries; headers and static libraries are for those who compile
CUDA = ["nvidia/*.so*", "nvidia/cuda_nvcc/*"]


def unpack(wheel, destination):
    with zipfile.ZipFile(wheel) as archive:
        for info in archive.infolist():
            if any(fnmatch.fnmatchcase(info.filename, pattern) for pattern in TENSORFLOW + CUDA):
                path = archive.extract(info, destination)
                mode = info.external_attr >> 16
                if mode and os.path.isfile(path):
                    os.chmod(path, mode & 0o777)


def requirements(wheel, extra):
    with zipfile.ZipFile(wheel) as archive:
        name = next(n for n in archive.namelist() if fnmatch.fnmatchcase(n, "*.dist-info/METADATA"))
        for line in archive.read(name).decode().splitlines():
            requirement, _, marker = line.partition(";")
            if requirement.startswith("Requires-Dist: ") and f'extra == "{extra}"' in marker:
                print(requirement.removeprefix("Requires-Dist: ").strip())


if sys.argv[1] == "--extra":
    requirements(sys.argv[3], sys.argv[2])
else:
    for wheel in sys.argv[2:]:
        unpack(wheel, sys.argv[1])
