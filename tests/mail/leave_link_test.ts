/** The link of a waitlist's mails that leaves it. */
import assert from "node:assert/strict";
import { person, studio } from "../support/studio.ts";

/** Of a mail's text: the entry and its token. */
function leaveLink(text: string): { id: string; leaveToken: string } {
  const [, id, leaveToken] = /^https:\/\/studio\.example\/waitlist\/leave\/([\w-]+)#(\S+)$/m.exec(text) ?? [];
  assert.ok(leaveToken, text);
  return { id, leaveToken };
}

Deno.test("the mails of joining and of an offer have a link that leaves, each for its own entry", async () => {
  await using t = await studio();
  await t.studio.manage("PATCH", "provider", { waitlistMode: "automatic" });
  const classId = await t.studio.addClass({ capacity: 1, inHours: 72 });
  const seat = await t.studio.seat(classId, person(1));
  for (const n of [2, 3]) await t.studio.wait(classId, person(n));
  await t.settle();
  await t.studio.cancel(seat.id, seat.cancelToken);
  await t.settle();
  const [joined] = t.mailer.of("waitlist_joined", person(3).email).map(({ text }) => leaveLink(text));
  const [offered] = t.mailer.of("waitlist_promoted", person(2).email).map(({ text }) => leaveLink(text));
  const leave = async ({ id, leaveToken }: typeof joined) =>
    (await t.send("POST", `/api/waitlist/${id}/leave`, { leaveToken })).status;
  assert.equal(await leave({ ...joined, leaveToken: offered.leaveToken }), 401);
  assert.deepEqual([await leave(joined), await leave(offered)], [200, 200]);
  assert.equal(await t.studio.seats(classId), "0/0/1", "the offer's seat is free");
});
