import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { Client } from "./client.ts";

/** Node's interface for addons, declared here since its headers need not be installed. */
const ADDON = `
typedef struct napi_env__ *env;
typedef struct napi_value__ *value;
extern int napi_create_function(env, const char *, __SIZE_TYPE__, value (*)(env, void *), void *, value *);
extern int napi_set_named_property(env, value, const char *, value);
static value fault(env e, void *info) { *(volatile int *)0 = 1; return 0; }
value napi_register_module_v1(env e, value exports) {
  value f;
  napi_create_function(e, "fault", 5, fault, 0, &f);
  napi_set_named_property(e, exports, "fault", f);
  return exports;
}`;

const hasCompiler = process.platform === "linux" && spawnSync("cc", ["--version"]).status === 0;

test.skipIf(!hasCompiler)(
  "a fault in a native addon ends the process of cells alone, and is told of (needs cc)",
  async () => {
    const client = await Client.start({ SEPCONV_TYPECHECK: "off" });
    try {
      const source = join(client.folder, "fault.c");
      writeFileSync(source, ADDON);
      const built = spawnSync("cc", ["-shared", "-fPIC", "-o", join(client.folder, "fault.node"), source], {
        encoding: "utf8",
      });
      expect(built).toMatchObject({ status: 0, stderr: "" });
      const { serverId } = client;
      const { reply, output } = await client.execute(
        `let before = 1; const addon = require("./fault.node"); console.log(typeof addon.fault); addon.fault();`,
      );
      expect(output).toContainEqual(expect.objectContaining({ content: { name: "stdout", text: "function\n" } }));
      expect(reply).toMatchObject({
        status: "error",
        ename: "EvaluatorExit",
        evalue: expect.stringContaining("was ended by SIGSEGV"),
      });
      expect(await client.ask("control", "kernel_info_request")).toMatchObject({ status: "ok" });
      expect(await client.beat("still there?")).toBe("still there?");
      const after = await client.execute("typeof before");
      expect(after.reply).toMatchObject({ status: "ok", execution_count: 2 });
      expect(after.output).toContainEqual(
        expect.objectContaining({
          msg_type: "execute_result",
          content: expect.objectContaining({ data: { "text/plain": expect.stringContaining("undefined") } }),
        }),
      );
      expect(client.serverId).toBe(serverId);
    } finally {
      await client.stop();
    }
  },
);
