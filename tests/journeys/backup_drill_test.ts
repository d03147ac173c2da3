/** The drill of a lost disk, with the real commands: a rush, a backup in its midst, `kill -9`, no file left, and the backup restored. */
import assert from "node:assert/strict";
import { until } from "./server.ts";
import { person, ServedStudio } from "./studio.ts";

const CLIENTS = 8;

interface Seat {
  id: string;
  classId: string;
  session: string | null;
}

Deno.test("a backup made in a rush holds everything that was answered before it, whatever happens to the file afterwards", async () => {
  await using s = await ServedStudio.open();
  const classes = [await s.addClass(500, 0), await s.addClass(500, 2000)];
  const answered: Seat[] = [];
  let people = 0;
  let over = false;
  const clients = Array.from({ length: CLIENTS }, async () => {
    while (!over) {
      const n = ++people;
      const answer = await s.book(classes[n % 2], person(n)).catch(() => null);
      if (answer === null) return;
      assert.equal(answer.status, 200, JSON.stringify(answer.body));
      const { enrollmentId, checkoutSessionId } = answer.body;
      answered.push({ id: enrollmentId, classId: classes[n % 2], session: checkoutSessionId });
      if (checkoutSessionId && n % 3) await s.stripe.pay(checkoutSessionId).catch(() => {});
    }
  });

  await until(() => Promise.resolve(answered.length >= 40));
  const before = [...answered];
  const file = `${s.directory}/backup.db`;
  const made = await s.alera("backup", file);
  assert.equal(made.code, 0, made.says);
  const during = answered.length;
  assert.ok(during > before.length, "nobody booked while the backup was made: nothing was tested");
  await until(() => Promise.resolve(answered.length >= during + 20));
  await s.kill();
  over = true;
  await Promise.all(clients);

  for (const suffix of ["", "-wal", "-shm"]) await Deno.remove(`${s.directory}/alera.db${suffix}`).catch(() => {});
  const lost = await s.alera("doctor");
  assert.deepEqual([lost.code, /there is none/.test(lost.says)], [1, true], lost.says);
  const restored = await s.alera("restore", file);
  assert.equal(restored.code, 0, restored.says);
  const asks = await s.doctor();
  assert.deepEqual([asks.code, /^restored at [^\n]+ run alera reconcile\n$/.test(asks.says)], [1, true], asks.says);

  await s.start();
  // What was paid and is not in the backup Stripe knows.
  await until(async () => (await s.alera("reconcile")).code === 0, () => s.server.output());
  const seats = new Set<string>();
  for (const classId of classes) {
    const { enrollments, holds } = await s.manage("GET", `classes/${classId}/roster`);
    for (const { id } of [...enrollments, ...holds]) seats.add(id);
  }
  assert.deepEqual(before.filter(({ id }) => !seats.has(id)), [], "answered before the backup, and gone");
  const paid = new Set([...s.stripe.payments.values()].map(({ sessionId }) => sessionId));
  assert.deepEqual(
    answered.filter(({ id, session }) => session && paid.has(session) && !seats.has(id)),
    [],
    "paid, and gone",
  );
  const serving = await s.doctor();
  assert.equal(serving.code, 0, serving.says);
  assert.equal(await s.server.stop(), 0, s.server.output());
  const stopped = await s.doctor();
  assert.equal(stopped.code, 0, stopped.says);
});
