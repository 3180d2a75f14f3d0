type Show = (value: unknown, options?: object) => unknown;

/** What this project's kernel puts into the global scope. */
interface Globals {
  display?: Show & Partial<Record<"html" | "markdown" | "svg" | "image" | "json", Show>>;
  clearOutput?: (options?: { wait?: boolean }) => void;
  input?: (prompt?: string, options?: { password?: boolean }) => Promise<string>;
}

/** The kernel's own functions, read at once: an import of the library's puts those in their place. */
export const { display, clearOutput, input } = globalThis as Globals;
