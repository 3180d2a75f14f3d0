import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { pythonWith } from "./python.ts";
import { registerKernel } from "./registered.ts";

const { run } = registerKernel();
const script = fileURLToPath(new URL("jupyter_kernel.py", import.meta.url));
const python = pythonWith("jupyter_kernel_test");

/** Each test of jupyter_kernel_test, and this kernel's own under Jupyter's manager: none may be left out. */
const NAMES = [
  "clear_output",
  "completion",
  "display_data",
  "error",
  "execute_result",
  "execute_stderr",
  "execute_stdout",
  "history",
  "inspect",
  "is_complete",
  "kernel_info",
  "pager",
  "recv_iopub_welcome_msg",
  "input",
  "interrupt",
  "killed",
  "restart",
];

test.skipIf(!python)("passes every test of Jupyter's own kernel test (needs Python with jupyter_kernel_test)", () => {
  const { stdout, stderr, status } = run(python!, [script]);
  expect({ status, stderr }).toMatchObject({ status: 0 });
  const passed = JSON.parse(stdout.trim().split("\n").at(-1)!) as string[];
  expect(passed.toSorted()).toEqual(NAMES.toSorted());
});
