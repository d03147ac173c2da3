import assert from "node:assert/strict";
import { isPublicAddress } from "../../src/adapters/private_addresses.ts";

Deno.test("only what lies surely in the public internet is public", () => {
  for (
    const address of ["8.8.8.8", "1.1.1.1", "172.32.0.1", "100.128.0.1", "192.169.0.1", "2606:4700::1111", "2a00::1"]
  ) {
    assert.equal(isPublicAddress(address), true, address);
  }
  for (
    const address of [
      "0.0.0.0",
      "10.1.2.3",
      "100.64.0.1",
      "100.127.255.255",
      "127.0.0.1",
      "127.255.255.254",
      "169.254.169.254",
      "172.16.0.1",
      "172.31.255.255",
      "192.0.0.8",
      "192.0.2.1",
      "192.168.1.1",
      "198.18.0.1",
      "198.19.255.255",
      "198.51.100.1",
      "203.0.113.1",
      "224.0.0.1",
      "255.255.255.255",
      "::",
      "::1",
      "::ffff:127.0.0.1",
      "::ffff:7f00:1",
      "::ffff:10.0.0.1",
      "::127.0.0.1",
      "64:ff9b::10.0.0.1",
      "64:ff9b:1::1",
      "100::1",
      "fc00::1",
      "fd12:3456::1",
      "fe80::1",
      "fe80::1%eth0",
      "fec0::1",
      "ff02::1",
      "2001::1",
      "2001:db8::1",
      "2002:7f00:1::",
      "3fff::1",
      // Not what a resolver gives, and read differently by different libraries.
      "",
      "127.1",
      "0177.0.0.1",
      "2130706433",
      "0x7f.0.0.1",
      "1.2.3.4.5",
      "256.1.1.1",
      "1::2::3",
      "12345::",
      "localhost",
    ]
  ) assert.equal(isPublicAddress(address), false, address);
  assert.equal(isPublicAddress("::ffff:8.8.8.8"), true);
});
