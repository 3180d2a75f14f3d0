/** What a model is given, and the names of the options that it has asked for. */
export interface Watched {
  options: object;
  asked: ReadonlySet<string>;
}

/** Options that note which of them are asked for: others would be ignored without a word. One that copies them all takes all. */
export function watched(given: Readonly<Record<string, unknown>>): Watched {
  const asked = new Set<string>();
  const options = new Proxy(given, {
    get(target, name, receiver) {
      if (typeof name === "string") asked.add(name);
      return Reflect.get(target, name, receiver) as unknown;
    },
  });
  return { options, asked };
}
