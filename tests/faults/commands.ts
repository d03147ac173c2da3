/** What can happen, each chosen by a few numbers so that fast-check can shrink a run to the shortest that fails. */
import fc from "fast-check";
import { MINUTE } from "../../src/domain/time.ts";
import { person } from "../support/studio.ts";
import { FAILPOINTS } from "./failpoints.ts";
import type { FaultWorld } from "./fault_world.ts";
import type { Promises } from "./promises.ts";

export type Happening = [name: keyof typeof HAPPENINGS, a: number, b: number, c: number];
type Deed = (world: FaultWorld, promises: Promises, a: number, b: number, c: number) => Promise<void>;

const pick = <T>(of: T[], n: number): T | undefined => of[n % Math.max(1, of.length)];
const sessions = (world: FaultWorld, status: string) =>
  [...world.t.stripe.sessions.values()].map((one) => one.session).filter((one) => one.status === status);
/** What the simulator does not allow in this state did not happen. */
const ifPossible = (deed: Promise<unknown>) =>
  deed.catch((error) => {
    if (
      error.name !== "StripeRefusal" && !/^(Session|Refund|Charge|This|The simulator)\b/.test(error.message)
    ) throw error;
  });

export const HAPPENINGS = {
  book: async (world, promises, a, b) => {
    const of = pick(world.classes, a)!;
    const who = person(b % 8);
    promises.noteBooking(of, who, await world.survive(() => world.studio.book(of.id, who)));
  },
  bookByCredit: async (world, promises, a) => {
    const of = pick(world.classes, a)!;
    const { packId: useClientPackageId, token: customerToken } = world.pack;
    const more = { useClientPackageId, customerToken };
    promises.noteBooking(of, person(1), await world.survive(() => world.studio.book(of.id, person(1), more)));
  },
  bookByGiftCard: async (world, promises, a, b) => {
    const of = pick(world.classes, a)!;
    const [who, more] = [person(b % 8), { giftCardCode: world.card }];
    promises.noteBooking(of, who, await world.survive(() => world.studio.book(of.id, who, more)));
  },
  cancel: async (world, promises, a) => {
    const one = pick([...promises.booked.values()], a);
    if (!one) return;
    const answer = await world.survive(() => world.studio.cancel(one.id, one.cancelToken));
    promises.noteCancel("cancel", one, answer, sessions(world, "open").map(({ id }) => id));
  },
  ownerCancels: async (world, promises, a, b) => {
    const one = pick([...promises.booked.values()], a);
    if (!one) return;
    const refund = ["policy", "full", "none"][b % 3];
    const ask = () => world.studio.manage("POST", `enrollments/${one.id}/cancel`, { refund });
    const answer = await world.survive(ask);
    promises.noteCancel("owner cancels", one, answer, sessions(world, "open").map(({ id }) => id));
  },
  cancelClass: async (world, promises, a) => {
    const of = pick(world.classes, a)!;
    promises.cancelledClasses.add(of.id);
    promises.count("cancel class", await world.survive(() => world.studio.manage("POST", `classes/${of.id}/cancel`)));
    const add = () => world.studio.addClass({ capacity: of.capacity, priceCents: of.priceCents });
    // Only an armed failpoint stops it, once: the next process makes the class.
    const id = await world.survive(add) ?? await add();
    world.classes[world.classes.indexOf(of)] = { ...of, id };
  },
  wait: async (world, promises, a, b) => {
    const of = pick(world.classes, a)!;
    promises.count("wait", await world.survive(() => world.studio.wait(of.id, person(b % 8))));
  },
  promote: async (world, promises, a) => {
    const of = pick(world.classes, a)!;
    const waiting = (await world.studio.roster(of.id)).waitlist[0];
    if (!waiting) return;
    promises.count("promote", await world.survive(() => world.studio.manage("POST", `waitlist/${waiting.id}/promote`)));
  },
  pay: async (world, _promises, a, b) => {
    const session = pick(sessions(world, b % 8 === 0 ? "expired" : "open"), a);
    if (!session) return;
    const late = session.status === "expired";
    await ifPossible(
      b % 4 === 1 ? world.t.stripe.payLater(session.id, { late }) : world.t.stripe.pay(session.id, { late }),
    );
  },
  bank: async (world, _promises, a, b) => {
    const session = pick(sessions(world, "complete").filter((one) => one.payment_status === "unpaid"), a);
    if (!session) return;
    await ifPossible(b % 3 ? world.t.stripe.bankSucceeds(session.id) : world.t.stripe.bankFails(session.id));
  },
  events: async (world, _promises, a, b) => {
    const again = pick(world.t.stripe.events, a)?.event.id;
    if (b % 5 === 0 && again) world.t.stripe.resend(again);
    const some = (one: { id: string }) => b % 2 === 0 || one.id.charCodeAt(8) % 2 === 0;
    await world.survive(() => world.t.stripe.deliver(some));
  },
  work: async (world) => {
    await world.survive(() => world.t.jobs.runUntilIdle());
  },
  pass: async (world, _promises, a) => {
    world.t.clock.advance((1 + a % 45) * MINUTE);
    await world.t.stripe.expireDue();
  },
  dashboard: async (world, _promises, a, b) => {
    const payment = pick([...world.t.stripe.payments.keys()], a);
    if (payment) await ifPossible(world.t.stripe.refundInDashboard(payment, b % 2 ? 500 : undefined));
  },
  refundFails: async (world, _promises, a, b) => {
    world.t.stripe.refundStatus = b % 2 ? "pending" : "succeeded";
    const refund = pick([...world.t.stripe.refunds.keys()], a);
    if (refund) await ifPossible(world.t.stripe.failRefund(refund));
  },
  manualRefund: async (world, promises, a) => {
    const refunds = (await world.studio.manage("GET", "refunds")).body.items;
    const one = pick<{ id: string }>(refunds, a);
    if (!one) return;
    const ask = () => world.studio.manage("POST", `refunds/${one.id}/paid-by-hand`);
    promises.count("paid by hand", await world.survive(ask));
  },
  stripeFault: (world, _promises, a, b) => {
    const route = pick(
      [
        "POST /v1/refunds",
        "GET /v1/refunds",
        "POST /v1/checkout/sessions",
        "POST /v1/checkout/sessions/:id/expire",
        "GET /v1/checkout/sessions/:id",
      ] as const,
      a,
    )!;
    const error = { type: "invalid_request_error", code: "charge_disputed" };
    const fault = pick(
      [
        { route, status: 400, error },
        { route, status: 500 },
        { route, mode: "lost", times: 3 },
        { route, mode: "drop" },
      ] as const,
      b,
    )!;
    world.t.stripe.fail(fault);
    return Promise.resolve();
  },
  processEnds: (world, _promises, a, b) => {
    world.points.arm(pick(FAILPOINTS, a)!, 1 + b % 4);
    return Promise.resolve();
  },
  redeem: async (world, promises, a, b) => {
    const appointmentId = `visit-${a % 5}`;
    const body = { code: world.card, providerId: world.studio.id, requestedDebitCents: 100 + b, appointmentId };
    const ask = () => world.studio.call("POST", "/api/gift-cards/redeem", { ...body, mode: "commit" });
    promises.noteDebit(appointmentId, await world.survive(ask));
  },
} satisfies Record<string, Deed>;

const WEIGHTS: Partial<Record<keyof typeof HAPPENINGS, number>> = {
  book: 8,
  pay: 7,
  events: 5,
  cancel: 4,
  work: 4,
  processEnds: 4,
  dashboard: 3,
  refundFails: 3,
  ownerCancels: 2,
  stripeFault: 3,
};

const number = fc.nat({ max: 999 });

/** One happening. @param often what happens far more often than else; @param only and nothing else */
export function happening(often: (keyof typeof HAPPENINGS)[] = [], only = false): fc.Arbitrary<Happening> {
  const names = only ? often : Object.keys(HAPPENINGS) as (keyof typeof HAPPENINGS)[];
  return fc.oneof(...names.map((name) => ({
    weight: (WEIGHTS[name] ?? 1) + (often.includes(name) ? 20 : 0),
    arbitrary: fc.tuple(fc.constant(name), number, number, number),
  })));
}

/** Does it. */
export function happen(world: FaultWorld, promises: Promises, [name, a, b, c]: Happening): Promise<void> {
  return (HAPPENINGS[name] as Deed)(world, promises, a, b, c);
}
