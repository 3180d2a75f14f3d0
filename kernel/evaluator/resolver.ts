import { createRequire, registerHooks } from "node:module";
import { isAbsolute, join } from "node:path";
import { pathToFileURL } from "node:url";

/** Where a cell stands for imports: a module in the notebook's folder that need not exist. */
const notebook = pathToFileURL(join(process.cwd(), "notebook.ts")).href;

/** Imports as a module in the notebook's folder would; a package that is not there is taken from the kernel's own installation. */
export async function importFromNotebook(specifier: string, options?: ImportCallOptions): Promise<object> {
  return (await import(specifier, options)) as object;
}

export const requireFromNotebook = createRequire(notebook);

/** What `import.meta` is in a cell. */
export const notebookMeta = {
  url: notebook,
  dirname: process.cwd(),
  filename: join(process.cwd(), "notebook.ts"),
  main: false,
  resolve: (specifier: string): string => import.meta.resolve(specifier),
};

/** Resolves what this module imports on behalf of cells from the notebook's folder. */
export function resolveFromNotebook(): void {
  registerHooks({
    resolve(specifier, context, nextResolve) {
      const fromCell = context.parentURL === import.meta.url;
      const asked = fromCell && isAbsolute(specifier) ? pathToFileURL(specifier).href : specifier;
      try {
        return nextResolve(asked, fromCell ? { ...context, parentURL: notebook } : context);
      } catch (error) {
        if (!isBare(specifier) || (error as NodeJS.ErrnoException).code !== "ERR_MODULE_NOT_FOUND") throw error;
        return nextResolve(specifier, { ...context, parentURL: import.meta.url });
      }
    },
  });
}

const isBare = (specifier: string): boolean => !/^(?:\.{0,2}\/|[a-z]+:)/i.test(specifier);
