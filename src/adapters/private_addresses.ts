/** Which IP addresses lie in the public internet. Everything that is not surely public counts as private. */

/** Networks of IPv4 that are not public: https://www.iana.org/assignments/iana-ipv4-special-registry/ */
const PRIVATE_V4: [network: string, bits: number][] = [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.31.196.0", 24],
  ["192.52.193.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["192.175.48.0", 24],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 4], // multicast
  ["240.0.0.0", 4], // reserved, and broadcast
];

/** Of the one block that is given out (2000::/3), what is not public: https://www.iana.org/assignments/iana-ipv6-special-registry/ */
const PRIVATE_V6: [network: string, bits: number][] = [
  ["2001::", 23], // Teredo and others: some carry an IPv4 address
  ["2001:db8::", 32],
  ["2002::", 16], // 6to4 carries an IPv4 address
  ["2620:4f:8000::", 48],
  ["3fff::", 20],
];

/** @param address an IP address as a resolver gives it; anything else is not public */
export function isPublicAddress(address: string): boolean {
  const v4 = parseV4(address);
  if (v4 !== null) return !PRIVATE_V4.some(([network, bits]) => sameNetwork(v4, parseV4(network)!, bits, 32));
  const v6 = parseV6(address);
  if (v6 === null) return false;
  // IPv4-mapped, and NAT64 of it: what the address really is.
  if (v6 >> 32n === 0xffffn || v6 >> 32n === 0x64ff9b0000000000000000n) {
    return isPublicAddress(v4Text(v6 & 0xffffffffn));
  }
  if (v6 >> 125n !== 1n) return false; // not 2000::/3
  return !PRIVATE_V6.some(([network, bits]) => sameNetwork(v6, parseV6(network)!, bits, 128));
}

const sameNetwork = (a: bigint, b: bigint, bits: number, width: number) =>
  a >> BigInt(width - bits) === b >> BigInt(width - bits);

const v4Text = (value: bigint) => [24n, 16n, 8n, 0n].map((shift) => value >> shift & 255n).join(".");

/** Four decimal numbers, and nothing else that some libraries take for one. */
function parseV4(text: string): bigint | null {
  const parts = text.split(".");
  if (parts.length !== 4 || !parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256)) return null;
  return parts.reduce((sum, part) => sum << 8n | BigInt(part), 0n);
}

function parseV6(text: string): bigint | null {
  let rest = text.toLowerCase();
  const dotted = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(rest);
  if (dotted) {
    const v4 = parseV4(dotted[2]);
    if (v4 === null) return null;
    rest = `${dotted[1]}${(v4 >> 16n).toString(16)}:${(v4 & 0xffffn).toString(16)}`;
  }
  const halves = rest.split("::");
  if (halves.length > 2) return null;
  const [head, tail] = halves.map((half) => half === "" ? [] : half.split(":"));
  const missing = 8 - head.length - (tail?.length ?? 0);
  if (tail === undefined ? missing !== 0 : missing < 1) return null;
  const groups = tail === undefined ? head : [...head, ...Array(missing).fill("0"), ...tail];
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/.test(group))) return null;
  return groups.reduce((sum, group) => sum << 16n | BigInt(`0x${group}`), 0n);
}
