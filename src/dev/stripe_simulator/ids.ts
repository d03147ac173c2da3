const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/** Whose the key is: the platform's account, or with `own` the studio's. Events about it name no account. */
export const OWN_ACCOUNT = "acct_1SimulatedPlatfm";

/** A fresh id such as `cs_test_…`: `prefix` and `length` random characters. */
export function newId(prefix: string, length = 24): string {
  let id = prefix;
  for (const byte of crypto.getRandomValues(new Uint8Array(length))) id += ALPHABET[byte % ALPHABET.length];
  return id;
}
