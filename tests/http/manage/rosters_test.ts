import assert from "node:assert/strict";
import { iso } from "../../../src/domain/time.ts";
import { isId, refused } from "../../support/http.ts";
import { person, studio } from "../../support/studio.ts";

Deno.test("the roster shows the class, who has or had a seat, who holds, who waits, each with their details", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const id = await s.addClass({ capacity: 3 });
  const went = await s.seat(id, person(1));
  const seat = await s.seat(id, person(2));
  await s.cancel(went.id, went.cancelToken);
  const dropped = await s.hold(id, person(3));
  await s.cancel(dropped.id, dropped.cancelToken);
  const held = await s.hold(id, person(4));
  await s.hold(id, person(5));
  const waits = await s.wait(id, person(6));
  const got = await s.manage("GET", `classes/${id}/roster`);
  assert.equal(got.status, 200);
  assert.deepEqual(Object.keys(got.body).sort(), ["class", "enrollments", "holds", "waitlist"]);
  assert.deepEqual(got.body.class, await s.class(id));
  const now = iso(t.clock.now());
  const view = (of: { id: string; client: { id: string } }, who: number) => ({
    id: of.id,
    classId: id,
    bookedAt: now,
    client: { id: of.client.id, ...person(who) },
  });
  const by = (list: { id: string }[], one: string) => list.find((found) => found.id === one) as never;
  const kept = (of: Record<string, unknown>, ...names: string[]) =>
    Object.fromEntries(names.map((name) => [name, of[name]]));
  const fields = ["id", "classId", "bookedAt", "client"];
  const { enrollments, holds, waitlist } = got.body;
  assert.deepEqual(enrollments.map((one: { id: string }) => one.id).sort(), [went.id, seat.id].sort());
  for (const [one, who, status] of [[went, 1, "Cancelled"], [seat, 2, "Confirmed"]] as const) {
    const found = by(enrollments, one.id) as { id: string; client: { id: string }; status: string };
    assert.deepEqual(kept(found as never, ...fields), view(found, who));
    assert.equal(found.status, status);
  }
  assert.equal(holds.length, 2);
  const hold = by(holds, held.id) as { id: string; client: { id: string }; status: string; expiresAt: string };
  assert.deepEqual(kept(hold as never, ...fields), view(hold, 4));
  assert.equal(hold.status, "PendingPayment");
  const lasts = Date.parse(hold.expiresAt) - t.clock.now();
  assert.ok(lasts >= 30 * 60_000 && lasts <= 32 * 60_000, hold.expiresAt);
  isId(waits.body.waitlistEntryId, "wl");
  assert.deepEqual(waitlist, [{
    id: waits.body.waitlistEntryId,
    joinedAt: now,
    position: 1,
    client: { id: waitlist[0].client.id, ...person(6) },
  }]);
  isId(waitlist[0].client.id, "cli");
  refused(await s.manage("GET", "classes/class-none/roster"), 404);
});
