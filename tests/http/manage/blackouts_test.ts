import assert from "node:assert/strict";
import { invalid, isId, refused } from "../../support/http.ts";
import { studio } from "../../support/studio.ts";

Deno.test("a closure is added, listed by its start, and deleted", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const holiday = {
    label: "Studio closed for Memorial Day",
    startsAt: "2026-05-25T00:00:00.000Z",
    endsAt: "2026-05-27T00:00:00.000Z",
    allDay: true,
    kind: "holiday",
  };
  const made = await s.manage("POST", "blackouts", holiday);
  isId(made.body.id, "bo");
  assert.deepEqual([made.status, made.body], [201, { id: made.body.id, ...holiday }]);
  const earlier = await s.manage("POST", "blackouts", {
    label: "Works",
    startsAt: "2026-05-20T09:00:00+02:00",
    endsAt: "2026-05-20T10:00:00Z",
    allDay: false,
    kind: "maintenance",
  });
  assert.deepEqual([earlier.body.startsAt, earlier.body.endsAt], [
    "2026-05-20T07:00:00.000Z",
    "2026-05-20T10:00:00.000Z",
  ]);
  assert.deepEqual((await s.manage("GET", "blackouts")).body, { items: [earlier.body, made.body], nextCursor: null });
  const removed = await s.manage("DELETE", `blackouts/${made.body.id}`);
  assert.deepEqual([removed.status, removed.text], [204, ""]);
  refused(await s.manage("DELETE", `blackouts/${made.body.id}`), 404);
  assert.deepEqual((await s.manage("GET", "blackouts")).body.items, [earlier.body]);
  invalid(await s.manage("POST", "blackouts", { ...holiday, endsAt: holiday.startsAt }), "endsAt");
  invalid(await s.manage("POST", "blackouts", { ...holiday, endsAt: "2026-05-24T00:00:00.000Z" }), "endsAt");
  for (
    const startsAt of ["2026-05-25", "2026-05-25T00:00:00", "2026-02-30T00:00:00Z", "yesterday", 1779667200000, null]
  ) {
    invalid(await s.manage("POST", "blackouts", { ...holiday, startsAt }), "startsAt");
  }
  invalid(await s.manage("POST", "blackouts", { ...holiday, allDay: "yes" }), "allDay");
});
