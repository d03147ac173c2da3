/** What was promised by an answer, and whether it was kept: the small model beside the running program. */
import type { Answer } from "../support/app.ts";
import type { Person } from "../support/studio.ts";
import type { FaultWorld, SomeClass } from "./fault_world.ts";

interface Booked {
  id: string;
  cancelToken: string;
  /** Its Checkout Session, if it is to be paid. */
  session: string | null;
  classId: string;
  who: Person;
  /** Confirmed in the answer: free, or paid by a credit or a gift card. */
  confirmed: boolean;
}

/** An answer that can't be right, whatever comes after it. */
export class BrokenPromise extends Error {
  override name = "BrokenPromise";
}

export class Promises {
  readonly booked = new Map<string, Booked>();
  /** Cancellations that were answered 200, by enrollment. */
  readonly cancelled = new Map<string, { refundedCents: number }>();
  /** What may have been cancelled: asked for, and not answered 200. */
  readonly maybeCancelled = new Set<string>();
  readonly cancelledClasses = new Set<string>();
  /** Gift-card debits that were answered, by the tenant's reference. */
  readonly debits = new Map<string, number>();
  /** Debits that may have been made: asked for, and not answered. */
  readonly maybeDebits = new Set<string>();
  readonly answers: Record<string, number> = {};

  count(what: string, answer: Answer | null): void {
    const key = `${what} ${answer?.status ?? "ended"}`;
    this.answers[key] = (this.answers[key] ?? 0) + 1;
    if (answer && ![200, 204, 400, 404, 409, 410, 412, 500, 502].includes(answer.status)) {
      throw new BrokenPromise(`${what} answered ${answer.status}: ${answer.text}`);
    }
  }

  /** @throws Error when the answer itself can't be right */
  noteBooking(of: SomeClass, who: Person, answer: Answer | null): void {
    this.count("book", answer);
    if (answer?.status !== 200) return;
    const { enrollmentId: id, cancelToken, checkoutUrl, checkoutSessionId: session } = answer.body;
    this.booked.set(id, { id, cancelToken, session, classId: of.id, who, confirmed: checkoutUrl === null });
    this.maybeCancelled.delete(id);
    const seats = [...this.booked.values()].filter((one) =>
      one.classId === of.id && one.confirmed && !this.cancelled.has(one.id) && !this.maybeCancelled.has(one.id) &&
      !this.cancelledClasses.has(of.id)
    );
    if (seats.length > of.capacity) {
      throw new BrokenPromise(`${of.id}: ${seats.length} seats answered, ${of.capacity} exist`);
    }
  }

  /** @param payable Checkout Sessions that Stripe would still let be paid. @throws BrokenPromise when a cancelled one is among them */
  noteCancel(what: string, { id, session }: Booked, answer: Answer | null, payable: string[]): void {
    this.count(what, answer);
    if (answer?.status === 200 && session && payable.includes(session)) {
      throw new BrokenPromise(`${id}: answered as cancelled, and its page can be paid`);
    }
    if (answer?.status === 200) this.cancelled.set(id, { refundedCents: answer.body.refundedCents });
    else this.maybeCancelled.add(id);
  }

  noteDebit(reference: string, answer: Answer | null): void {
    this.count("redeem", answer);
    if (answer?.status !== 200) return void this.maybeDebits.add(reference);
    const before = this.debits.get(reference);
    if (before !== undefined && before !== answer.body.debitCents) {
      throw new BrokenPromise(`${reference}: ${before} cents were taken, and now ${answer.body.debitCents}`);
    }
    this.debits.set(reference, answer.body.debitCents);
  }

  /** Promises that were not kept, once nothing is under way any more. */
  async broken(world: FaultWorld): Promise<string[]> {
    const { studio } = world;
    const found: string[] = [];
    const enrollments = await studio.books("enrollments");
    const statusOf = (id: string) => enrollments.find((one) => one.id === id)?.status;
    for (const { id, classId, confirmed } of this.booked.values()) {
      const status = statusOf(id);
      if (status === undefined) found.push(`${id}: answered, and not there`);
      const mayBeCancelled = this.cancelled.has(id) || this.maybeCancelled.has(id) ||
        this.cancelledClasses.has(classId);
      if (confirmed && !mayBeCancelled && status === "Cancelled") found.push(`${id}: cancelled by nobody`);
      if (confirmed && status === "Expired") found.push(`${id}: was confirmed, and expired`);
    }
    for (const id of this.cancelled.keys()) {
      if (statusOf(id) !== "Cancelled") found.push(`${id}: answered as cancelled, and is ${statusOf(id)}`);
    }
    const entries = await studio.books("gift_card_entries");
    for (const [reference, cents] of this.debits) {
      const rows = entries.filter((one) => one.appointment_id === reference);
      if (rows.length !== 1 || rows[0].debit_cents !== cents) {
        found.push(
          `${reference}: ${cents} cents answered, ${JSON.stringify(rows.map((one) => one.debit_cents))} taken`,
        );
      }
    }
    for (const { appointment_id: reference } of entries) {
      if (reference === null) continue; // a booking's: the doctor knows what was paid
      if (!this.debits.has(reference) && !this.maybeDebits.has(reference)) found.push(`${reference}: taken by nobody`);
    }
    return found;
  }
}
