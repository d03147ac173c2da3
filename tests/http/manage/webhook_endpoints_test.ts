import assert from "node:assert/strict";
import { createWebhookSender } from "../../../src/adapters/webhooks.ts";
import { invalid, refused } from "../../support/http.ts";
import { startReceiver } from "../../support/receiver.ts";
import { addStudio, person, studio } from "../../support/studio.ts";

const HOOK = { url: "https://hooks.example/alera", types: ["*"] };

Deno.test("an endpoint is made, listed, changed and deleted; its secret is shown once", async () => {
  await using t = await studio();
  const s = t.studio;
  const made = await s.manage("POST", "webhook-endpoints", { ...HOOK, types: ["booking.held", "booking.held"] });
  assert.equal(made.status, 201, made.text);
  const { secret, ...endpoint } = made.body;
  assert.match(secret, /^whsec_[A-Za-z0-9+/]{43}=$/);
  assert.equal(made.headers.get("cache-control"), "no-store");
  assert.match(endpoint.id, /^we-[0-9a-z]{20,}$/);
  assert.deepEqual([endpoint.url, endpoint.types, endpoint.status], [HOOK.url, ["booking.held"], "enabled"]);
  assert.deepEqual((await s.manage("GET", "webhook-endpoints")).body.items, [endpoint]);
  assert.deepEqual((await s.manage("GET", `webhook-endpoints/${endpoint.id}`)).body, endpoint);

  const changed = await s.manage("PATCH", `webhook-endpoints/${endpoint.id}`, { types: ["tip.paid", "*"] });
  assert.deepEqual(changed.body, { ...endpoint, types: ["*"] });
  const off = await s.manage("PATCH", `webhook-endpoints/${endpoint.id}`, { status: "disabled" });
  assert.deepEqual([off.body.status, off.body.disabledReason], ["disabled", "owner"]);
  refused(await s.manage("POST", `webhook-endpoints/${endpoint.id}/test`), 409);

  assert.equal((await s.manage("DELETE", `webhook-endpoints/${endpoint.id}`)).status, 204);
  refused(await s.manage("GET", `webhook-endpoints/${endpoint.id}`), 404);
  refused(await s.manage("DELETE", `webhook-endpoints/${endpoint.id}`), 404);
  assert.deepEqual((await s.manage("GET", "webhook-endpoints")).body.items, []);
});

Deno.test("what no endpoint may be is refused, also in a change", async () => {
  await using t = await studio();
  const s = t.studio;
  const { body: { id } } = await s.manage("POST", "webhook-endpoints", HOOK);
  const refusals: [unknown, string][] = [
    [{ url: "ftp://hooks.example/x" }, "url"],
    [{ url: "hooks.example" }, "url"],
    [{ url: "https://user:pass@hooks.example/" }, "url"],
    [{ url: "https://user@hooks.example/" }, "url"],
    [{ url: 5 }, "url"],
    [{ types: [] }, "types"],
    [{ types: "*" }, "types"],
    [{ types: ["booking.lost"] }, "types.0"],
    [{ types: ["ping"] }, "types.0"],
  ];
  for (const [wrong, path] of refusals) {
    invalid(await s.manage("POST", "webhook-endpoints", { ...HOOK, ...wrong as object }), path);
    invalid(await s.manage("PATCH", `webhook-endpoints/${id}`, wrong), path);
  }
  invalid(await s.manage("PATCH", `webhook-endpoints/${id}`, { status: "deleted" }), "status");
  invalid(await s.manage("POST", "webhook-endpoints", {}), "url", "types");
});

Deno.test("private addresses are refused when made or changed; a name that resolves to nothing passes", async () => {
  const names: Record<string, string[]> = { "inside.example": ["8.8.8.8", "10.0.0.7"], "outside.example": ["8.8.8.8"] };
  const resolve = (host: string) => Promise.resolve(names[host] ?? (/^[\d.:a-f]+$/.test(host) ? [host] : []));
  await using t = await studio({ webhooks: createWebhookSender({ allowPrivate: false, resolve }) });
  const s = t.studio;
  const { body: { id } } = await s.manage("POST", "webhook-endpoints", { ...HOOK, url: "https://outside.example/" });
  for (
    const url of [
      "http://outside.example/",
      "https://inside.example/",
      "https://127.0.0.1/",
      "https://2130706433/",
      "https://[::1]/",
      "https://[::ffff:10.0.0.1]/",
      "https://169.254.169.254/latest/meta-data",
      "https://100.64.0.1/",
    ]
  ) {
    invalid(await s.manage("POST", "webhook-endpoints", { ...HOOK, url }), "url");
    invalid(await s.manage("PATCH", `webhook-endpoints/${id}`, { url }), "url");
  }
  assert.equal((await s.manage("POST", "webhook-endpoints", { ...HOOK, url: "https://nowhere.example/" })).status, 201);
});

Deno.test("a studio has at most twenty endpoints", async () => {
  await using t = await studio();
  const s = t.studio;
  const made = await Promise.all(Array.from({ length: 20 }, () => s.manage("POST", "webhook-endpoints", HOOK)));
  assert.ok(made.every((one) => one.status === 201));
  refused(await s.manage("POST", "webhook-endpoints", HOOK), 409);
  await s.manage("DELETE", `webhook-endpoints/${made[0].body.id}`);
  assert.equal((await s.manage("POST", "webhook-endpoints", HOOK)).status, 201);
  assert.equal((await (await addStudio(t)).manage("POST", "webhook-endpoints", HOOK)).status, 201);
});

Deno.test("a test is sent to one endpoint alone and is in no list of events; an event is sent again to whom it is asked", async () => {
  await using t = await studio();
  await using receiver = startReceiver();
  const s = t.studio;
  const add = async (path: string, types: string[]) =>
    (await s.manage("POST", "webhook-endpoints", { url: receiver.url + path, types })).body.id as string;
  const bookings = await add("/bookings", ["booking.confirmed"]);
  const all = await add("/all", ["*"]);
  const tips = await add("/tips", ["tip.paid"]);
  const ping = await s.manage("POST", `webhook-endpoints/${tips}/test`);
  assert.equal(ping.status, 200, ping.text);
  assert.deepEqual([ping.body.type, ping.body.state, ping.body.attempts, ping.body.endpointId], [
    "ping",
    "pending",
    0,
    tips,
  ]);
  await t.settle();
  assert.deepEqual(receiver.received.map((one) => [one.path, JSON.parse(one.body).type]), [["/hooks/tips", "ping"]]);
  assert.ok(!(await s.manage("GET", "events")).text.includes("ping"));
  refused(await s.manage("POST", `events/${ping.body.eventId}/replay`, {}), 404);

  await s.book(await s.addClass({ priceCents: 0 }), person(1));
  await t.settle();
  receiver.received.length = 0;
  const { body: { items: [event] } } = await s.manage("GET", "events?type=booking.confirmed");
  const again = await s.manage("POST", `events/${event.id}/replay`, {});
  assert.equal(again.status, 200, again.text);
  assert.deepEqual(
    again.body.items.map((one: { endpointId: string }) => one.endpointId).sort(),
    [bookings, all].sort(),
  );
  const toTips = await s.manage("POST", `events/${event.id}/replay`, { endpointId: tips });
  assert.deepEqual(
    toTips.body.items.map((one: { endpointId: string; eventId: string }) => [one.endpointId, one.eventId]),
    [
      [tips, event.id],
    ],
  );
  await t.settle();
  assert.deepEqual(receiver.received.map((one) => one.path).sort(), ["/hooks/all", "/hooks/bookings", "/hooks/tips"]);
  const stranger = await addStudio(t);
  refused(await stranger.manage("POST", `events/${event.id}/replay`, {}), 404);
  refused(await s.manage("POST", `events/${event.id}/replay`, { endpointId: "we-none" }), 404);
});

Deno.test("disabling fails what is pending, and what happens meanwhile is never owed", async () => {
  await using t = await studio();
  await using receiver = startReceiver();
  const s = t.studio;
  const { body: { id } } = await s.manage("POST", "webhook-endpoints", { url: receiver.url, types: ["class.created"] });
  await s.addClass();
  await s.manage("PATCH", `webhook-endpoints/${id}`, { status: "disabled" });
  await s.addClass();
  await s.manage("PATCH", `webhook-endpoints/${id}`, { status: "enabled" });
  await t.settle();
  assert.equal(receiver.received.length, 0);
  const { body: { items } } = await s.manage("GET", `webhook-endpoints/${id}/deliveries`);
  assert.deepEqual(items.map((one: { state: string; nextAttemptAt: null }) => [one.state, one.nextAttemptAt]), [
    ["failed", null],
  ]);
});
