import { createHmac, getHashes, timingSafeEqual } from "node:crypto";

/** Signs and checks the four JSON parts of a message. */
export interface Signature {
  sign(parts: readonly Buffer[]): Buffer;
  matches(parts: readonly Buffer[], signature: Buffer): boolean;
  /** Whether a signature that matched has come before; from then on it is remembered. */
  repeats(signature: Buffer): boolean;
}

const unsigned: Signature = { sign: () => Buffer.alloc(0), matches: () => true, repeats: () => false };

/** As many as jupyter_client remembers; the oldest are forgotten first. */
const REMEMBERED = 2 ** 16;

/**
 * The signature of a connection: its scheme, such as "hmac-sha256", and its key. An empty key means that nothing is signed.
 * No two messages of a client are alike, since each has an id of its own: a signature seen twice is a message sent again by
 * somebody who need not know the key.
 *
 * @throws when the scheme is not an HMAC over a hash that Node knows
 */
export function signatureOf(scheme: string, key: string): Signature {
  if (key === "") return unsigned;
  const hash = scheme.startsWith("hmac-") ? scheme.slice("hmac-".length) : "";
  if (!getHashes().includes(hash)) {
    throw new Error(
      `expected signature_scheme "hmac-" and a hash, received "${scheme}"; Jupyter's own is "hmac-sha256"`,
    );
  }
  const sign = (parts: readonly Buffer[]) => {
    const hmac = createHmac(hash, key);
    for (const part of parts) hmac.update(part);
    return Buffer.from(hmac.digest("hex"));
  };
  const seen = new Set<string>();
  return {
    sign,
    matches(parts, signature) {
      const expected = sign(parts);
      return signature.length === expected.length && timingSafeEqual(signature, expected);
    },
    repeats(signature) {
      const text = signature.toString("latin1");
      if (seen.has(text)) return true;
      seen.add(text);
      if (seen.size > REMEMBERED) seen.delete(seen.values().next().value!);
      return false;
    },
  };
}
