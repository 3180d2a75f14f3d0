import { createHmac, getHashes, timingSafeEqual } from "node:crypto";

/** Signs and checks the four JSON parts of a message. */
export interface Signature {
  sign(parts: readonly Buffer[]): Buffer;
  matches(parts: readonly Buffer[], signature: Buffer): boolean;
}

const unsigned: Signature = { sign: () => Buffer.alloc(0), matches: () => true };

/**
 * The signature of a connection: its scheme, such as "hmac-sha256", and its key. An empty key means that nothing is signed.
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
  return {
    sign,
    matches(parts, signature) {
      const expected = sign(parts);
      return signature.length === expected.length && timingSafeEqual(signature, expected);
    },
  };
}
