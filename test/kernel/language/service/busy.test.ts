import { expect, test } from "vitest";
import { openNotebook } from "../notebook.ts";

test.each(["on", "off"] as const)(
  "completion and inspection answer while a cell loops, with types checked or not: %s",
  async (typecheck) => {
    const { run, interpreter } = openNotebook({}, { typecheck });
    await run("/** How often. */\nconst shadeCount = 1;");
    const started = Promise.withResolvers<void>();
    const looping = run("console.log('looping'); let turns = 0; while (true) turns++;", () => started.resolve());
    await started.promise;
    const { matches } = await interpreter.complete("shadeC", 6);
    expect(matches.map(({ text }) => text)).toEqual(["shadeCount"]);
    expect((await interpreter.inspect("shadeCount.toFixed(", 19, 0))?.["text/plain"]).toContain(
      "Number.toFixed(fractionDigits?: number): string",
    );
    expect((await interpreter.inspect("turns", 5, 0))?.["text/plain"]).toBe("let turns: number");
    interpreter.interrupt();
    expect((await looping).reply.status).toBe("error");
  },
);
