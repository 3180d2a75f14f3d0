"""Jupyter's own test of a kernel, given cells in TypeScript."""

import unittest

import jupyter_kernel_test


class SepconvKernelTests(jupyter_kernel_test.KernelTests):
    kernel_name = "sepconv"
    language_name = "typescript"
    file_extension = ".ts"
    code_hello_world = "console.log('hello, world')"
    code_stderr = "console.error('to stderr')"
    complete_code_samples = ["1", "const x = 1;", "function f() { return 1; }"]
    incomplete_code_samples = ["function f() {", "[1, 2", "const text = `one"]
    invalid_code_samples = ["const = 1", "1 +* 2"]
    code_generate_error = "throw new RangeError('no such tap')"
    code_execute_result = [{"code": "[[], {}]", "result": "[ [], {} ]"}]
    code_display_data = [
        {
            "code": "display({ [Symbol.for('Jupyter.display')]: () => ({ 'text/html': '<b>9</b>' }) })",
            "mime": "text/html",
        }
    ]
    code_clear_output = "clearOutput()"


class SepconvWelcomeTests(jupyter_kernel_test.IopubWelcomeTests):
    kernel_name = "sepconv"
    support_iopub_welcome = True



if __name__ == "__main__":
    unittest.main(verbosity=2)
