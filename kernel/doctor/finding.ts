/** What was looked at, how it is, and what mends it. */
export interface Finding {
  about: string;
  /** "missing" is what one can do without, "broken" what should work and does not. */
  state: "ok" | "missing" | "broken";
  says: string;
  /** A command, in the first place. */
  remedy?: string;
}

export const ok = (about: string, says: string): Finding => ({ about, state: "ok", says });

export const missing = (about: string, says: string, remedy: string): Finding => ({
  about,
  state: "missing",
  says,
  remedy,
});

export const broken = (about: string, says: string, remedy: string): Finding => ({
  about,
  state: "broken",
  says,
  remedy,
});
