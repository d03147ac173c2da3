/**
 * Signed tokens, encrypted text and hashes of secrets. HKDF derives one key per purpose from ALERA_SECRET, so that a token of one purpose
 * never passes for another. `node:crypto` is ten times faster here than SubtleCrypto.
 */
import {
  createCipheriv,
  createDecipheriv,
  createHash,
  type Hash,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from "node:crypto";
import { Buffer } from "node:buffer";
import { randomText } from "./ids.ts";

export type TokenPurpose = "v1" | "tip-v1" | "cust-v1" | "wl-v1";
export type SealPurpose = "idempotency" | "gift-card-code" | "checkout" | "webhook-secret";

export type VerifiedToken =
  | { ok: true; record: string; expiresAtMs: number }
  | { ok: false; reason: "malformed" | "bad-signature" }
  /** Signed by us for this record, but too old. */
  | { ok: false; reason: "expired"; record: string };

export interface Tokens {
  /** base64url of `purpose|record|expiry|signature`; expiry in Unix seconds. */
  sign(purpose: TokenPurpose, record: string, expiresAtMs: number): string;
  verify(purpose: TokenPurpose, token: string, nowMs: number): VerifiedToken;
  /** AES-256-GCM under a key of its own purpose. */
  seal(purpose: SealPurpose, text: string): string;
  /** Null when neither the present nor the previous secret decrypts it. */
  open(purpose: SealPurpose, sealed: string): string | null;
}

/** @param secret at least 32 bytes; @param previous still verifies and decrypts during a rotation */
export function createTokens(secret: string, previous?: string): Tokens {
  const roots = previous ? [secret, previous] : [secret];
  const keys = new Map<string, Buffer>();
  const key = (root: number, purpose: string): Buffer => {
    const name = `${root}:${purpose}`;
    let made = keys.get(name);
    if (!made) {
      made = Buffer.from(hkdfSync("sha256", roots[root], "alera", purpose, 32));
      keys.set(name, made);
    }
    return made;
  };
  const macs = new Map<string, (body: string) => Hash>();
  const hmac = (root: number, purpose: string, body: string): Hash => {
    const name = `${root}:${purpose}`;
    let mac = macs.get(name);
    if (!mac) macs.set(name, mac = hmacSha256(key(root, `token:${purpose}`)));
    return mac(body);
  };

  return {
    sign(purpose, record, expiresAtMs) {
      const body = `${purpose}|${record}|${Math.floor(expiresAtMs / 1000)}`;
      return btoa(`${body}|${hmac(0, purpose, body).digest("base64url")}`).replaceAll("+", "-").replaceAll("/", "_")
        .replaceAll("=", "");
    },
    verify(purpose, token, nowMs) {
      const raw = token.length > 1024 ? null : bytesOf(token);
      if (!raw) return { ok: false, reason: "malformed" };
      const parts = raw.toString("utf8").split("|");
      if (parts.length !== 4) return { ok: false, reason: "malformed" };
      const [stated, record, expiry, given] = parts;
      if (stated !== purpose || !record || !/^\d{1,12}$/.test(expiry)) return { ok: false, reason: "malformed" };
      const givenBytes = bytesOf(given);
      if (givenBytes?.length !== 32) return { ok: false, reason: "malformed" };
      const body = `${stated}|${record}|${expiry}`;
      if (!roots.some((_, root) => timingSafeEqual(givenBytes, hmac(root, purpose, body).digest()))) {
        return { ok: false, reason: "bad-signature" };
      }
      const expiresAtMs = Number(expiry) * 1000;
      return nowMs >= expiresAtMs ? { ok: false, reason: "expired", record } : { ok: true, record, expiresAtMs };
    },
    seal(purpose, text) {
      const iv = randomBytes(12);
      const cipher = createCipheriv("aes-256-gcm", key(0, `seal:${purpose}`), iv);
      const sealed = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
      return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString("base64url");
    },
    open(purpose, sealed) {
      const raw = Buffer.from(sealed, "base64url");
      if (raw.length < 28) return null;
      for (const root of roots.keys()) {
        try {
          const decipher = createDecipheriv("aes-256-gcm", key(root, `seal:${purpose}`), raw.subarray(0, 12));
          decipher.setAuthTag(raw.subarray(12, 28));
          return Buffer.concat([decipher.update(raw.subarray(28)), decipher.final()]).toString("utf8");
        } catch { /* sealed under the other secret, or not ours */ }
      }
      return null;
    },
  };
}

/**
 * HMAC-SHA-256 (RFC 2104) by its two hashes: `createHmac` of Deno takes several times as long, and every booking signs two tokens.
 * @param key at most 64 bytes
 */
export function hmacSha256(key: Uint8Array): (body: string) => Hash {
  const pad = (fill: number) => Uint8Array.from({ length: 64 }, (_, i) => (key[i] ?? 0) ^ fill);
  const [inner, outer] = [pad(0x36), pad(0x5c)];
  return (body) => {
    const hashed = createHash("sha256").update(inner).update(body).digest("hex");
    return createHash("sha256").update(outer).update(hashed, "hex");
  };
}

/** Null unless it is the canonical base64url of some bytes. */
function bytesOf(text: string): Buffer | null {
  // Checked first: older versions of Deno throw where Node skips invalid characters.
  if (!/^[A-Za-z0-9_-]+$/.test(text) || text.length % 4 === 1) return null;
  const bytes = Buffer.from(text, "base64url");
  return bytes.toString("base64url") === text ? bytes : null;
}

/** SHA-256, hex. Enough for random credentials of 160 bits and more, which can't be guessed. */
export function hashSecret(secret: string): string {
  return createHash("sha256").update(secret).digest("hex");
}

/** Whether two secrets are the same, in constant time. */
export function sameSecret(a: string, b: string): boolean {
  return timingSafeEqual(createHash("sha256").update(a).digest(), createHash("sha256").update(b).digest());
}

/** How a secret and a publishable API key begin. */
export const SECRET = "alr_";
export const PUBLISHABLE = "alp_";

/** `alr_<4 letters of the handle>_<200 random bits>`; a publishable one begins with `alp_`. */
export function newApiKey(handle: string, kind: "secret" | "publishable"): { key: string; prefix: string } {
  const letters = handle.replace(/[^a-z]/g, "").slice(0, 4).padEnd(4, "x");
  const random = randomText(40);
  const start = `${kind === "secret" ? SECRET : PUBLISHABLE}${letters}_`;
  return { key: start + random, prefix: start + random.slice(0, 4) };
}

/** The owner's bearer token, 200 random bits. */
export function newOwnerToken(): string {
  return `alo_${randomText(40)}`;
}

/** A calendar feed's token, 160 random bits. */
export function newFeedToken(): string {
  return randomText(32);
}

const CODE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"; // 31 letters

/** 16 characters without look-alikes (no 0, O, 1, I, L), near 80 random bits. */
export function newGiftCardCode(): string {
  const bytes = new Uint8Array(64);
  let code = "";
  while (code.length < 16) {
    crypto.getRandomValues(bytes);
    for (const byte of bytes) {
      // Reject the remainder, or the first letters would come more often.
      if (byte < 248 && code.length < 16) code += CODE_ALPHABET[byte % 31];
    }
  }
  return code;
}
