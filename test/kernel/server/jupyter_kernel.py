"""Jupyter's own test of a kernel, given cells in TypeScript."""

import json
import sys
import unittest

import jupyter_kernel_test
from jupyter_client.manager import start_new_kernel


class SepconvKernelTests(jupyter_kernel_test.KernelTests):
    kernel_name = "sepconv"
    language_name = "typescript"
    file_extension = ".ts"
    code_hello_world = "console.log('hello, world')"
    code_stderr = "console.error('to stderr')"
    completion_samples = [
        {"text": "clearOut", "matches": ["clearOutput"]},
        {"text": "const blur = { taps: 9, sigma: 1 }; blur.", "matches": ["taps", "sigma"]},
        {"text": "%typech", "matches": ["%typecheck"]},
        {"text": "nothing starts so"},
    ]
    complete_code_samples = ["1", "const x = 1;", "function f() { return 1; }", "await null"]
    incomplete_code_samples = ["function f() {", "[1, 2", "const text = `one", "if (true)"]
    invalid_code_samples = ["const = 1", "1 +* 2", "}"]
    code_page_something = "Math.max?"
    code_generate_error = "throw new RangeError('no such tap')"
    code_execute_result = [
        {"code": "[[], {}]", "result": "[ [], {} ]"},
        {"code": "({ [Symbol.for('Jupyter.display')]: () => ({ 'text/html': '<b>9</b>' }) })", "mime": "text/html"},
        {"code": "await Promise.resolve([[], {}])", "result": "[ [], {} ]"},
    ]
    code_display_data = [
        {"code": "display({ [Symbol.for('Jupyter.display')]: () => ({ 'text/html': '<b>9</b>' }) })", "mime": "text/html"},
        {"code": "display.markdown('**9**')", "mime": "text/markdown"},
        {"code": "display.json({ taps: 9 })", "mime": "application/json"},
    ]
    code_history_pattern = "*Promise.resolve(*"
    supported_history_operations = ("tail", "range", "search")
    code_inspect_sample = "clearOutput"
    code_clear_output = "clearOutput()"


class SepconvWelcomeTests(jupyter_kernel_test.IopubWelcomeTests):
    kernel_name = "sepconv"
    support_iopub_welcome = True


class SepconvManagerTests(unittest.TestCase):
    """Stop, Restart and an input box as a Jupyter server has them."""

    def setUp(self):
        self.manager, self.client = start_new_kernel(kernel_name="sepconv")

    def tearDown(self):
        self.client.stop_channels()
        self.manager.shutdown_kernel()

    def run_cell(self, code, on_output=lambda message: None, **options):
        return self.client.execute_interactive(code, timeout=30, output_hook=on_output, **options)["content"]

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

    def test_killed(self):
        self.manager.provisioner.process.kill()
        self.manager.restart_kernel(now=True)
        self.client.wait_for_ready(timeout=30)
        self.assertEqual(self.run_cell("1")["execution_count"], 1)

    def test_input(self):
        asked = []

        def answer(message):
            asked.append((message["content"]["prompt"], message["content"]["password"]))
            self.client.input("blur")

        code = "[prompt('filter?'), await input('again?', { password: true })].join() === 'blur,blur' || missing()"
        self.assertEqual(self.run_cell(f"declare function missing(): never; {code}", stdin_hook=answer)["status"], "ok")
        self.assertEqual(asked, [("filter?", False), ("again?", True)])


class Passed(unittest.TextTestResult):
    """Keeps the names, which on stderr are broken by what kernels write there."""

    names = []

    def addSuccess(self, test):
        super().addSuccess(test)
        self.names.append(test._testMethodName.removeprefix("test_"))


if __name__ == "__main__":
    program = unittest.main(exit=False, testRunner=unittest.TextTestRunner(resultclass=Passed))
    print(json.dumps(Passed.names), file=sys.__stdout__)
    sys.exit(not program.result.wasSuccessful())
