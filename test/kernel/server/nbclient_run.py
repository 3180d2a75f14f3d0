"""Runs the notebook that is on stdin by nbclient, on the kernel named by its metadata, and prints the executed one."""

import sys

import nbclient
import nbformat

notebook = nbformat.read(sys.stdin, as_version=4)
nbclient.NotebookClient(notebook, timeout=60, allow_errors=True).execute()
nbformat.write(notebook, sys.stdout)
