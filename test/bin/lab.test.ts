import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { cp, mkdir, mkdtemp, readFile, readdir, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { pythonWith } from "../kernel/server/python.ts";
import { userEnvironment } from "../package/installed.ts";
import { withTslab } from "../tslab/with-tslab.ts";

const checkout = fileURLToPath(new URL("../..", import.meta.url));
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "sepconv-lab-"));
  for (const path of ["bin", "package.json", "requirements.txt"]) {
    await cp(join(checkout, path), join(folder, path), { recursive: true });
  }
  await mkdir(join(folder, "path"));
});
afterEach(() => rm(folder, { recursive: true }));

/** Puts a python3 of a version on PATH, which can make no environment, as Debian's without python3-venv. */
const pythonOf = (version: string) =>
  writeFile(join(folder, "path", "python3"), `#!/bin/sh\n[ "$1" = -c ] && echo ${version}\n`, { mode: 0o755 });

const lab = () =>
  spawnSync(process.execPath, [join(folder, "bin", "lab.js")], {
    encoding: "utf8",
    env: { PATH: join(folder, "path") },
  });

test("without Python says what is needed and what works without it", () => {
  const { status, stderr } = lab();
  expect(stderr).toContain("expected Python 3.10 or newer on PATH for JupyterLab, received none");
  expect(stderr).toContain("npm start");
  expect(status).toBe(1);
});

test("with an old Python says which it found", async () => {
  await pythonOf("3 8");
  expect(lab()).toMatchObject({ status: 1, stderr: expect.stringContaining("received python3 3.8") });
});

test("with a Python that makes no environments names the package that mends it", async () => {
  await pythonOf("3 12");
  expect(lab()).toMatchObject({ status: 1, stderr: expect.stringContaining("apt install python3-venv") });
});

test("makes an environment afresh whose making was interrupted, and keeps one that it did not make", async () => {
  await pythonOf("3 12");
  lab();
  await writeFile(join(folder, ".venv", "half"), "");
  lab();
  expect(existsSync(join(folder, ".venv", "half"))).toBe(false);

  await rm(join(folder, ".venv"), { recursive: true });
  await mkdir(join(folder, ".venv"));
  await writeFile(join(folder, ".venv", "own"), "");
  lab();
  expect(existsSync(join(folder, ".venv", "own"))).toBe(true);
});

const python = pythonWith("jupyter_client");

test.skipIf(!python)(
  "registers our kernel and tslab, for which the checkout's library is a package too",
  { timeout: 180_000 },
  async () => {
    await fillCheckout();
    const { status, stderr } = lab();
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });

    const argv = async (name: string): Promise<string[]> =>
      JSON.parse(await readFile(join(folder, ".venv/share/jupyter/kernels", name, "kernel.json"), "utf8")).argv;
    expect((await argv("sepconv")).at(-1)).toBe("{connection_file}");
    await withTslab(await argv("tslab"), join(folder, "notebooks"), userEnvironment, async (kernel) => {
      const code =
        'import { spatial } from "sepconv";\nconst rank: number = spatial.rank(spatial.kernels.sobelX);\nrank';
      const { reply, output } = await kernel.execute(code);
      const streams = output.filter(({ msg_type }) => msg_type === "stream").map(({ content }) => content.text);
      expect({ status: reply.status, streams }).toEqual({ status: "ok", streams: ["1\n"] });
      expect((await kernel.execute("spatial.rank(1)")).reply.status).toBe("error");
    });
  },
);

test.skipIf(!python)("opens JupyterLab also where tslab is not installed, and says so", async () => {
  await fillCheckout();
  await rm(join(folder, "node_modules/tslab"));
  expect(lab()).toMatchObject({
    status: 0,
    stderr: expect.stringContaining("without tslab: expected node_modules/tslab"),
  });
  expect(await readdir(join(folder, ".venv/share/jupyter/kernels"))).toEqual(["sepconv"]);
});

async function fillCheckout(): Promise<void> {
  for (const path of ["kernel", "src", "notebooks", "tsconfig.json"]) {
    await cp(join(checkout, path), join(folder, path), { recursive: true });
  }
  await linkPackages();
  await environmentOf(python!);
}

/** A node_modules of the folder's own that holds the checkout's packages. */
async function linkPackages(): Promise<void> {
  await mkdir(join(folder, "node_modules"));
  for (const name of await readdir(join(checkout, "node_modules"))) {
    if (name !== "sepconv") await symlink(join(checkout, "node_modules", name), join(folder, "node_modules", name));
  }
}

/** A finished .venv that borrows a Python with Jupyter, which opens no JupyterLab. */
async function environmentOf(python: string): Promise<void> {
  const script = `#!/bin/sh\n[ "$2" = jupyterlab ] && exit\nexec "${python}" "$@"\n`;
  await mkdir(join(folder, ".venv/bin"), { recursive: true });
  await writeFile(join(folder, ".venv/bin/python"), script, { mode: 0o755 });
  await cp(join(folder, "requirements.txt"), join(folder, ".venv/.sepconv-requirements.txt"));
}
