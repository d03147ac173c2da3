const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/** A fresh id such as `cs_test_…`: `prefix` and `length` random characters. */
export function newId(prefix: string, length = 24): string {
  let id = prefix;
  for (const byte of crypto.getRandomValues(new Uint8Array(length))) id += ALPHABET[byte % ALPHABET.length];
  return id;
}
