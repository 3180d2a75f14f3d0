import { expect, test } from "vitest";
import { signatureOf } from "../../../kernel/wire/signature.ts";

const parts = ["what do ", "ya want ", "for ", "nothing?"].map((text) => Buffer.from(text));

test("agrees with RFC 4231, test case 2, over the four parts together", () => {
  const signed = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
  expect(signatureOf("hmac-sha256", "Jefe").sign(parts).toString()).toBe(signed);
  expect(signatureOf("hmac-sha256", "Jefe").matches(parts, Buffer.from(signed))).toBe(true);
});

test.each([
  ["of another key", signatureOf("hmac-sha256", "other").sign(parts)],
  ["that is cut short", signatureOf("hmac-sha256", "Jefe").sign(parts).subarray(0, 63)],
  ["that is missing", Buffer.alloc(0)],
])("refuses a signature %s", (_name, signed) => {
  expect(signatureOf("hmac-sha256", "Jefe").matches(parts, signed)).toBe(false);
});

test("signs nothing under an empty key", () => {
  expect(signatureOf("hmac-sha256", "").sign(parts)).toHaveLength(0);
});

test("takes the hash that the scheme names", () => {
  expect(signatureOf("hmac-sha512", "Jefe").sign(parts).toString()).toMatch(/^164b7a7bfcf819e2e395fbe73b56e0a3/);
});

test.each(["sha256", "hmac-", "hmac-nothing", ""])("refuses the scheme %j, and says what Jupyter uses", (scheme) => {
  expect(() => signatureOf(scheme, "Jefe")).toThrow(`received "${scheme}"; Jupyter's own is "hmac-sha256"`);
});

test("remembers as many signatures as jupyter_client does, and forgets the oldest", () => {
  const { repeats } = signatureOf("hmac-sha256", "Jefe");
  const numbered = (i: number) => Buffer.from(String(i).padStart(64, "0"));
  for (let i = 0; i <= 2 ** 16; i++) expect(repeats(numbered(i))).toBe(false);
  expect(repeats(numbered(1))).toBe(true);
  expect(repeats(numbered(2 ** 16))).toBe(true);
  expect(repeats(numbered(0))).toBe(false);
});
