/** Throws the library's one form of error: who refuses, what was expected, what was received, and the remedy. */
export function refuse(who: string, expected: string, received: string, remedy: string): never {
  throw new Error(`${who}: expected ${expected}, received ${received}; ${remedy}`);
}
