/** The desk and the site ask for the last seats at once; without its guards the desk oversells. */
import assert from "node:assert/strict";
import type { Answer } from "../../support/app.ts";
import { Sabotage } from "../../support/sabotage.ts";
import { person, type Studio, studio } from "../../support/studio.ts";

const PAYMENTS = ["offline", "none", "link"];

/** Eight at the desk and eight on the site. */
function rush(s: Studio, classId: string): Promise<Answer[]> {
  return Promise.all(
    Array.from(
      { length: 16 },
      (_, n) =>
        n % 2
          ? s.book(classId, person(n))
          : s.manage("POST", `classes/${classId}/enrollments`, { client: person(n), payment: PAYMENTS[n % 3] }),
    ),
  );
}

const taken = (answers: Answer[]) => answers.filter((one) => one.status < 300).length;

Deno.test("three seats are given three times, to the desk or to the site", async () => {
  await using t = await studio();
  const classId = await t.studio.addClass({ capacity: 3 });
  const answers = await rush(t.studio, classId);
  assert.equal(taken(answers), 3);
  for (const { status, body } of answers.filter((one) => one.status >= 300)) {
    assert.deepEqual([status, body.code], [409, "class_full"]);
  }
  assert.equal((await t.studio.class(classId)).seatsLeft, 0);
});

Deno.test("without the look at the seats the constraint still refuses, as class_full", async () => {
  const sabotage = new Sabotage({ rewrite: { "c.held_count AS heldCount": "-1000 AS heldCount" } });
  await using t = await studio({ wrapDatabase: sabotage.wrap, broken: true });
  const classId = await t.studio.addClass({ capacity: 3 });
  const answers = await sabotage.during(() => rush(t.studio, classId));
  assert.equal(taken(answers), 3);
  assert.ok(answers.every(({ status, body }) => status < 300 || body.code === "class_full"));
});

Deno.test("control: without both guards more are booked in than there are seats", async () => {
  const sabotage = new Sabotage({ rewrite: { "c.held_count AS heldCount": "-1000 AS heldCount" }, checks: true });
  await using t = await studio({ wrapDatabase: sabotage.wrap, broken: true });
  const classId = await t.studio.addClass({ capacity: 3 });
  assert.ok(taken(await sabotage.during(() => rush(t.studio, classId))) > 3);
});

Deno.test("one client booked in twice at once has one seat and one payment", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const classId = await s.addClass();
  const { body: client } = await s.manage("POST", "clients", { name: "Sam" });
  const ask = () => s.manage("POST", `classes/${classId}/enrollments`, { clientId: client.id, payment: "offline" });
  const answers = await Promise.all([ask(), ask(), ask()]);
  assert.deepEqual(answers.map((one) => one.status).sort(), [201, 409, 409]);
  assert.equal((await s.books("offline_payments")).length, 1);
});
