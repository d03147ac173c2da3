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
  | "ser"
  | "sc"
  | "bo"
  | "cli"
  | "enr"
  | "wl"
  | "pkg"
  | "credit" // deno-fmt-ignore
  | "gc"
  | "debit"
  | "desk"
  | "appt"
  | "chk"
  | "rf"
  | "mr"
  | "dr"
  | "cs"
  | "paid"
  | "evt"
  | "we"
  | "dlv";

/** How long, and for how many, ids share the place where they begin. */
const CLUSTER_MS = 50;
const CLUSTER_SIZE = 256;
let cluster = "";
let clusterLeft = 0;
let clusterUntil = 0;

/**
 * An opaque id: the prefix, and 24 random characters of which 20 (100 bits) are its own. The first four are shared by what is made at the
 * same moment, and drawn anew for the next: rows written together lie together in every index, which is a third
 * of a booking's time, and yet no id tells which came before or after.
 */
export function newId(prefix: IdPrefix): string {
  const now = performance.now(); // no domain time: only a hint for the disk
  if (clusterLeft-- === 0 || now > clusterUntil) {
    cluster = randomText(4);
    clusterLeft = CLUSTER_SIZE;
    clusterUntil = now + CLUSTER_MS;
  }
  return `${prefix}-${cluster}${randomText(20)}`;
}
