/** A module's export under its name; of a CommonJS module also what its exports object holds beside the names that Node detected. */
function exported(module: object, name: string, specifier: string): unknown {
  if (name === "*") return module;
  const fallback: unknown = Reflect.get(module, "default");
  if (name === "default" && isObject(fallback) && "__esModule" in fallback && "default" in fallback)
    return fallback.default;
  if (name in module) return Reflect.get(module, name);
  if (isObject(fallback) && name in fallback) return Reflect.get(fallback, name);
  throw new SyntaxError(`The requested module '${specifier}' does not provide an export named '${name}'`);
}

const isObject = (value: unknown): value is object =>
  (typeof value === "object" && value !== null) || typeof value === "function";

/** Makes a module's exports readable by their local names in this cell and the later ones, always with the module's own current value. */
export function bindImports(specifier: string, module: object, names: Record<string, string>): void {
  for (const [local, name] of Object.entries(names)) {
    Object.defineProperty(globalThis, local, {
      configurable: true,
      get: () => exported(module, name, specifier),
      set: () => {
        throw new TypeError(`Assignment to constant variable: '${local}' is an import of '${specifier}'`);
      },
    });
  }
}

/** For a name that an earlier cell declared as a variable: an import then is a copy, since the variable cannot become a reference. */
export function copyImport(specifier: string, module: object, name: string): unknown {
  return exported(module, name, specifier);
}
