/** The process is killed in the middle of a rush, twice: what was answered is there, what was owed is done, and nothing is done twice. */
import assert from "node:assert/strict";
import { until } from "./server.ts";
import { type Answer, type Person, person, ServedStudio } from "./studio.ts";

const CLIENTS = 12;

interface Asked {
  classId: string;
  who: Person;
  credit: boolean;
  /** Null: the connection broke before an answer came. */
  answer: Answer | null;
}

Deno.test("a server killed in the middle of a rush, and again, keeps every promise it has answered", async () => {
  await using s = await ServedStudio.open();
  const free = await s.addClass(25, 0);
  const paid = await s.addClass(18, 2000);
  const spare = await s.addClass(40, 0);
  const pack = await s.buyPack(person(0), 3);
  const byCredit: string[] = [];
  for (let i = 0; i < 8; i++) byCredit.push(await s.addClass(2, 2000));

  const asked: Asked[] = [];
  const payments: Promise<void>[] = [];
  let people = 0;

  async function ask(classId: string, who: Person, credit = false): Promise<Asked> {
    const one: Asked = { classId, who, credit, answer: null };
    asked.push(one);
    one.answer = await s.book(classId, who, credit ? pack : {}).catch(() => null);
    const session = one.answer?.body.checkoutSessionId;
    // Two of three customers pay at once, whether or not we are there to be told.
    if (one.answer?.status === 200 && session && Number(who.phone) % 3 > 0) payments.push(s.stripe.pay(session));
    return one;
  }

  /** Clients book one after another until the process is gone: killed with answers on their way, after so many. */
  async function rush(killAfter: number): Promise<void> {
    let answered = 0;
    const { promise: enough, resolve } = Promise.withResolvers<void>();
    let over = false;
    const clients = Array.from({ length: CLIENTS }, async (_, i) => {
      while (!over) {
        const n = ++people;
        const one = i === 0
          ? await ask(byCredit[n % byCredit.length], person(0), true)
          : await ask([free, paid, spare, paid][n % 4], person(n));
        if (one.answer === null) break;
        if (++answered >= killAfter) resolve();
      }
    });
    await enough;
    await s.kill();
    over = true;
    await Promise.all(clients);
  }

  // Stripe takes its time, before and after it has made a page, so that there is always one on its way.
  for (let i = 0; i < 500; i++) {
    s.stripe.fail({ route: "POST /v1/checkout/sessions", mode: i % 2 ? "slow" : "late", delayMs: 30 });
  }
  await rush(10 + Math.floor(Math.random() * 25));
  const first = asked.length;
  await s.start();
  await rush(10 + Math.floor(Math.random() * 25));
  assert.ok(asked.length > first);
  s.stripe.clearFaults();
  await s.start();

  const unanswered = asked.filter((one) => one.answer === null);
  assert.ok(unanswered.length > 0, "nobody was cut off: nothing was tested");
  for (const { answer } of asked) if (answer) assert.ok([200, 409].includes(answer.status), JSON.stringify(answer));

  // A hold whose payment page was just being made gets it, though its customer has gone away.
  // deno-lint-ignore no-explicit-any
  const roster = async (classId: string): Promise<any> => await s.manage("GET", `classes/${classId}/roster`);
  await until(async () => {
    const pages = new Set([...s.stripe.sessions.values()].map(({ session }) => session.metadata?.alera_subject));
    return (await roster(paid)).holds.every((hold: { id: string }) => pages.has(hold.id));
  }, () => "a payment page for every hold");

  // Every second who got no answer asks again, and others fill the class.
  await Promise.all(
    unanswered.filter((one, i) => !one.credit && i % 2 === 0).map((one) => ask(one.classId, one.who)),
  );
  await Promise.all(Array.from({ length: 60 }, (_, i) => ask([free, paid][i % 2], person(++people))));
  await Promise.all(payments);
  const sessions = new Set(
    [...s.stripe.payments.values()].map((one) => one.sessionId),
  );

  const confirmed = asked.filter(({ answer }) =>
    answer?.status === 200 &&
    (answer.body.checkoutSessionId === null || sessions.has(answer.body.checkoutSessionId))
  );
  assert.ok(confirmed.some((one) => one.classId === paid) && confirmed.some((one) => one.classId === free));
  await until(async () => {
    const seats = (await Promise.all([free, paid, spare, ...byCredit].map(roster))).flatMap((one) => one.enrollments);
    return confirmed.every(({ answer }) =>
      seats.some((seat) => seat.id === answer!.body.enrollmentId && seat.status === "Confirmed")
    );
  }, () => `every seat that was answered or paid\n${s.server.output()}`);

  for (
    const [classId, capacity] of [[free, 25], [paid, 18], [spare, 40], ...byCredit.map((id) => [id, 2])] as [
      string,
      number,
    ][]
  ) {
    const { class: session, enrollments, holds } = await roster(classId);
    // deno-lint-ignore no-explicit-any
    const everybody = [...enrollments, ...holds].map((one: any) => one.client.email);
    assert.ok(everybody.length <= capacity, `${everybody.length} seats of ${capacity}`);
    assert.equal(new Set(everybody).size, everybody.length, "a customer has two seats");
    assert.equal(session.seatsLeft, capacity - everybody.length);
    if (classId === free || classId === paid) assert.equal(session.seatsLeft, 0, "after the rush it is full");
    // Who was answered and has not paid still holds the same seat, at the same address.
    for (const { answer, who } of asked.filter((one) => one.classId === classId && one.answer?.status === 200)) {
      // deno-lint-ignore no-explicit-any
      const seat = [...enrollments, ...holds].find((one: any) => one.client.email === who.email);
      assert.equal(seat?.id, answer!.body.enrollmentId);
    }
  }
  const hold = asked.find(({ answer }) =>
    answer?.status === 200 && answer.body.checkoutSessionId && !sessions.has(answer.body.checkoutSessionId)
  );
  if (hold) assert.equal((await s.book(paid, hold.who)).body.checkoutUrl, hold.answer!.body.checkoutUrl);

  // One customer, one session at Stripe for a class, whatever was cut off; one credit for each of the pack's bookings.
  const keys = [...s.stripe.sessions.values()].map(({ session }) => session.client_reference_id);
  assert.equal(new Set(keys).size, keys.length);
  const me = await s.call("GET", "/api/customer/me", undefined, { "x-customer-token": pack.customerToken });
  // deno-lint-ignore no-explicit-any
  const taken = me.body.enrollments.filter((one: any) => one.status === "Confirmed").length;
  assert.equal(me.body.packages[0]?.sessionsRemaining ?? 0, 3 - taken);
  assert.equal(s.stripe.refunds.size, 0);

  await until(async () => {
    const { queued, dead } = await s.messages();
    return queued === 0 && dead === 0 && (await s.mailbox()).length > 0;
  }, () => "every mail");
  const unsent = (await s.mailbox()).filter((one) => one.state !== "sent");
  assert.deepEqual(unsent.map((one) => `${one.kind} ${one.state}`), []);

  const serving = await s.doctor();
  assert.equal(serving.code, 0, serving.says);
  assert.equal(await s.server.stop(), 0, s.server.output());
  const stopped = await s.doctor();
  assert.equal(stopped.code, 0, stopped.says);
});
