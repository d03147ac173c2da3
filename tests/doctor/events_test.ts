import assert from "node:assert/strict";
import { person, studio } from "../support/studio.ts";
import { findingsAfter } from "./breaches.ts";

Deno.test("an event that was lost on its way to an endpoint that wanted it is found", async () => {
  await using t = await studio({ onFile: true });
  const s = t.studio;
  const add = async (types: string[]) =>
    (await s.manage("POST", "webhook-endpoints", { url: "http://127.0.0.1:1/hooks", types })).body.id as string;
  const all = await add(["*"]);
  const tips = await add(["tip.paid"]);
  const off = await add(["*"]);
  await s.manage("PATCH", `webhook-endpoints/${off}`, { status: "disabled" });
  await s.book(await s.addClass({ priceCents: 0 }), person(1));
  await s.manage("POST", `webhook-endpoints/${tips}/test`);
  await t.settle();
  const sound = `${t.directory}/sound.db`;
  await t.db.backup(sound);
  const { body: { items: [event] } } = await s.manage("GET", "events?type=booking.confirmed");
  const [{ id: delivery }] = await t.db.read("SELECT id FROM webhook_deliveries WHERE event_id = ?", [event.id]);

  assert.deepEqual(await findingsAfter(sound, ""), []);
  assert.deepEqual(await findingsAfter(sound, `DELETE FROM webhook_deliveries WHERE id = '${delivery}'`), [
    `event ${event.id}: ${all} wanted it, and it is neither delivered nor owed`,
  ]);
  const given = `UPDATE webhook_deliveries SET state = 'failed', next_attempt_at = NULL WHERE id = '${delivery}'`;
  assert.deepEqual(await findingsAfter(sound, given), [
    `delivery ${delivery}: failed after 1 tries, though its endpoint was on and nothing said that it is gone`,
  ]);
  const orphaned =
    `UPDATE webhook_endpoints SET status = 'disabled', disabled_reason = 'owner' WHERE id = '${tips}'; UPDATE webhook_endpoints SET types = '["tip.paid"]' WHERE id = '${all}'`;
  assert.match(
    (await findingsAfter(sound, orphaned)).join(),
    /^delivery dlv-\w+: still to be made, but its endpoint is disabled$/,
  );
});
