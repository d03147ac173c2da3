import assert from "node:assert/strict";
import { type Answer, answer } from "../support/app.ts";
import { studio } from "../support/studio.ts";

type World = Awaited<ReturnType<typeof studio>>;

const limited = (trustProxy?: string) => studio({ rateLimits: true, trustProxy });

async function from(
  t: World,
  peer: string,
  path: string,
  headers: Record<string, string> = {},
  method = "GET",
  body?: string,
): Promise<Answer> {
  return await answer(await t.app.request(path, { method, headers: { ...t.studio.headers, ...headers }, body }, peer));
}

/** How many requests get through before the first 429. */
async function room(send: () => Promise<Answer>, most = 500): Promise<number> {
  for (let n = 0; n < most; n++) if ((await send()).status === 429) return n;
  return most;
}

Deno.test("IPv6 clients are counted by their /64, IPv4 ones by their address, in whatever notation", async () => {
  await using t = await limited();
  const send = (peer: string) => () => from(t, peer, "/api/customer/signin-link", {}, "POST", "{}");
  const groups: [string, ...string[]][] = [
    [
      "2001:db8:1:2::1",
      "2001:db8:1:2:ffff:ffff:ffff:ffff",
      "2001:0DB8:0001:0002::9",
      "[2001:db8:1:2::3]",
      "2001:db8:1:2::4%eth0",
    ],
    ["2001:db8:1:3::1"],
    ["2001:db8:1::1", "2001:db8:1:0:0:0:0:2"],
    ["198.51.100.7", "::ffff:198.51.100.7", "::FFFF:198.51.100.7", "::ffff:c633:6407"],
    ["198.51.100.8", "::ffff:c633:6408"],
    ["fe80::1%eth0", "fe80::2%eth1"],
    ["::1", "0:0:0:0::2"],
  ];
  for (const [first, ...others] of groups) {
    assert.equal(await room(send(first)), 5, first);
    for (const other of others) assert.equal(await room(send(other)), 0, `${other} is ${first}`);
  }
});

Deno.test("without ALERA_TRUST_PROXY no header changes who the client is", async () => {
  await using t = await limited();
  const headers = (n: number) => ({
    "x-forwarded-for": `10.0.0.${n}`,
    "fly-client-ip": `10.0.0.${n}`,
    forwarded: `for=10.0.0.${n}`,
  });
  let n = 0;
  assert.equal(await room(() => from(t, "192.0.2.1", "/api/customer/signin-link", headers(n++), "POST", "{}")), 5);
});

Deno.test("with ALERA_TRUST_PROXY the last address of that header counts, and the peer where it is absent", async () => {
  await using t = await limited("x-forwarded-for");
  const send = (forwarded: string | null, peer = "192.0.2.1") => () =>
    from(
      t,
      peer,
      "/api/customer/signin-link",
      forwarded === null ? {} : { "x-forwarded-for": forwarded },
      "POST",
      "{}",
    );
  assert.equal(await room(send("203.0.113.1")), 5);
  // What a client adds in front is not believed; from which peer it comes is no matter.
  assert.equal(await room(send("198.51.100.9, 203.0.113.1")), 0);
  assert.equal(await room(send("203.0.113.1", "192.0.2.77")), 0);
  assert.equal(await room(send(" 203.0.113.1 ")), 0);
  assert.equal(await room(send("203.0.113.1, 203.0.113.2")), 5);
  assert.equal(await room(send("2001:db8::1, 2001:db8:0:0:1::9")), 5);
  assert.equal(await room(send("2001:db8::2")), 0);
  // None, or none in it: the peer.
  assert.equal(await room(send(null)), 5);
  assert.equal(await room(send("")), 0);
  assert.equal(await room(send(" ")), 0);
  assert.equal(await room(send(null, "192.0.2.2")), 5);
  // Another header is not believed.
  assert.equal(
    (await from(t, "192.0.2.1", "/api/customer/signin-link", { "fly-client-ip": "203.0.113.99" }, "POST", "{}")).status,
    429,
  );
});
