"""Jupyter's own test of a kernel, given cells in TypeScript."""

import unittest

import jupyter_kernel_test
from jupyter_client.manager import start_new_kernel


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



class SepconvManagerTests(unittest.TestCase):
    """Stop and Restart as a Jupyter server does them."""

    def setUp(self):
        self.manager, self.client = start_new_kernel(kernel_name="sepconv")

    def tearDown(self):
        self.client.stop_channels()
        self.manager.shutdown_kernel()

    def run_cell(self, code, on_output=lambda message: None):
        return self.client.execute_interactive(code, timeout=30, output_hook=on_output)["content"]

    def test_interrupt(self):
        def stop_once_it_prints(message):
            if message["msg_type"] == "stream":
                self.manager.interrupt_kernel()

        self.run_cell("const kept = 9;")
        stopped = self.run_cell("console.log('running'); while (true);", stop_once_it_prints)
        self.assertEqual(stopped["status"], "error")
        self.assertEqual(self.run_cell("if (kept !== 9) throw new Error();")["status"], "ok")

    def test_restart(self):
        self.run_cell("const old = 9;")
        connection = self.manager.get_connection_info()
        self.manager.restart_kernel()
        self.client.wait_for_ready(timeout=30)
        self.assertEqual(self.manager.get_connection_info(), connection)
        self.assertEqual(self.run_cell("old")["status"], "error")
        self.assertEqual(self.run_cell("const old = 1;")["status"], "ok")


if __name__ == "__main__":
    unittest.main(verbosity=2)
