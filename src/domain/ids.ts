const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"; // Crockford's base 32: 5 bits a character, no i, l, o, u

// One system call fills many ids: getRandomValues per id was a tenth of a free booking's time.
const pool = new Uint8Array(4096);
let used = pool.length;

/** `length` random characters of 5 bits each. */
export function randomText(length: number, alphabet = ALPHABET): string {
  if (used + length > pool.length) {
    crypto.getRandomValues(pool);
    used = 0;
  }
  let text = "";
  for (let i = 0; i < length; i++) {
    text += alphabet[pool[used] & 31];
    pool[used++] = 0;
  }
  return text;
}

export type IdPrefix =
  | "prov"
  | "key"
  | "ins"
  | "svc"
  | "class"
  | "bo"
  | "cli"
  | "enr"
  | "wl"
  | "pkg"
  | "credit" // deno-fmt-ignore
  | "gc"
  | "debit"
  | "appt"
  | "chk"
  | "rf";

/** An opaque id: the prefix and 120 random bits. */
export function newId(prefix: IdPrefix): string {
  return `${prefix}-${randomText(24)}`;
}
