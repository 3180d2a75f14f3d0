import { utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openNotebook } from "../language/notebook.ts";

test("a file is read again though it was changed twice at the same time, and so is one that it imports", async () => {
  const { run, folder } = openNotebook();
  const write = (path: string, text: string) => {
    writeFileSync(join(folder, path), text);
    utimesSync(join(folder, path), 1000, 1000);
  };
  write("top.ts", "import deep from './deep.ts'; export default (): string => 'a' + deep;");
  write("deep.ts", "export default 1;");
  expect((await run("import top from './top.ts'; top()")).value).toBe("'a1'");
  write("deep.ts", "export default 2;");
  expect((await run("import top from './top.ts'; top()")).value).toBe("'a2'");
  write("top.ts", "import deep from './deep.ts'; export default (): string => 'b' + deep;");
  expect((await run("import top from './top.ts'; top()")).value).toBe("'b2'");
  expect((await run("(await import('./top.ts')).default === top")).value).toBe("true");
});
