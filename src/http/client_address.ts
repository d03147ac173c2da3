/** Whom a rate limit counts. */
import { z } from "@hono/zod-openapi";

/**
 * The last address in the trusted header, else the peer's. IPv6 addresses count by their /64: one household has more of them than a
 * limit allows requests.
 */
export function clientAddress(peer: string, trusted: string | null): string {
  const named = trusted?.split(",").at(-1)?.trim();
  const address = named || peer;
  return address.includes(":") ? network64(address) : address;
}

const IPV4 = z.ipv4();
const IPV6 = z.ipv6();

/** A visitor's address as their site saw it, counted the same way; null unless it is one IP address. */
export function visitorAddress(text: string): string | null {
  const address = text.trim();
  if (IPV4.safeParse(address).success) return address;
  return /^[0-9a-f:.]+$/i.test(address) && IPV6.safeParse(address).success ? network64(address) : null;
}

function network64(address: string): string {
  const bare = address.replace(/^\[|\](:\d+)?$/g, "").split("%")[0].toLowerCase();
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(bare);
  if (mapped) return mapped[1];
  if (/^\d+\.\d+\.\d+\.\d+:\d+$/.test(bare)) return bare.split(":")[0];
  const [head, tail] = bare.split("::");
  const left = head ? head.split(":") : [];
  const right = tail ? tail.split(":") : [];
  const full = tail === undefined
    ? left
    : [...left, ...Array(Math.max(0, 8 - left.length - right.length)).fill("0"), ...right];
  const mappedInHex = /^(0+:){5}ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(full.join(":"));
  if (mappedInHex) {
    return mappedInHex.slice(2).flatMap((pair) => [parseInt(pair, 16) >> 8, parseInt(pair, 16) & 255]).join(".");
  }
  return full.slice(0, 4).map((part) => part.replace(/^0+(?=.)/, "")).join(":") + "::/64";
}
