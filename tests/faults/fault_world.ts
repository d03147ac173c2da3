/** One studio whose process can end at any failpoint and start again on the same file, while Stripe and the clock go on. */
import { HOUR } from "../../src/domain/time.ts";
import { resumeDeliveries } from "../../src/workflows/notifications/deliver_messages.ts";
import { resumeCheckouts } from "../../src/workflows/payments/reconcile_checkouts.ts";
import { startApp, type TestApp } from "../support/app.ts";
import type { Database } from "../../src/db/database.ts";
import type { OutgoingMail } from "../../src/ports/mail.ts";
import { addStudio, person, type Studio } from "../support/studio.ts";
import { type Control, dropGuard, withoutGuard } from "./controls.ts";
import { type Failpoint, Failpoints } from "./failpoints.ts";

/** A class as the test made it. */
export interface SomeClass {
  id: string;
  capacity: number;
  priceCents: number;
}

/** Notes each statement that broke a constraint, or changed another number of rows than it had to. */
function noting(db: Database, refusals: string[]): Database {
  const note = (error: unknown): never => {
    const { code, message } = error as { code?: unknown; message: string };
    if (/^SQLITE_CONSTRAINT/.test(String(code)) || /rows were changed, expected 1/.test(message)) {
      refusals.push(message);
    }
    throw error;
  };
  return {
    read: (sql, args) => db.read(sql, args),
    version: (scope) => db.version(scope),
    snapshot: (work) => db.snapshot(work),
    backup: (file) => db.backup(file),
    close: () => db.close(),
    write: (scope, work) => db.write(scope, work).catch(note),
  };
}

export class FaultWorld implements AsyncDisposable {
  t!: TestApp;
  studio!: Studio;
  points = new Failpoints();
  classes: SomeClass[] = [];
  card = "";
  pack = { packId: "", token: "" };
  restarts = 0;
  /** How often each point was passed, over all processes. */
  readonly passed: Partial<Record<Failpoint, number>> = {};
  /** Every mail that left, whichever process sent it. */
  readonly mails: OutgoingMail[] = [];
  /** Mails that may have left twice: the process ended between sending and noting. */
  crashesWhileMailing = 0;
  /** What the database refused, for whatever process: the code relies on its guards, and should never meet one. */
  readonly refusals: string[] = [];
  /** Pieces of SQL of the control that were met. */
  readonly met = new Set<string>();
  #control: Control | null = null;
  #home!: TestApp;
  #directory = "";

  /** @param control whose guard is switched off once the studio has what it begins with */
  static async open(control: Control | null = null): Promise<FaultWorld> {
    const world = new FaultWorld();
    world.#directory = await Deno.makeTempDir({ prefix: "alera-faults-" });
    await world.#start();
    world.studio = await addStudio(world.t);
    for (const [capacity, priceCents, inHours] of [[2, 0, 72], [2, 2000, 72], [1, 2000, 20], [3, 1500, 48]]) {
      const id = await world.studio.addClass({ capacity, priceCents, inHours });
      world.classes.push({ id, capacity, priceCents });
    }
    world.pack = await world.studio.buyPack(person(1), 3);
    world.card = await world.studio.buyGiftCard(6000);
    world.#collect();
    if (!control) return world;
    world.#control = control;
    await dropGuard(control, world.t.db);
    await world.restart();
    world.restarts = 0;
    return world;
  }

  async #start(): Promise<void> {
    this.points = new Failpoints();
    const first = this.#home === undefined;
    this.t = await startApp({
      databasePath: `${this.#directory}/alera.db`,
      wrapDatabase: (db) => {
        const wrapped = this.points.wrapDatabase(noting(db, this.refusals));
        return this.#control ? withoutGuard(this.#control, this.met)(wrapped) : wrapped;
      },
      after: first ? undefined : this.#home,
      broken: true,
    });
    this.points.wrapPorts(this.t.ctx);
    this.#control?.ports?.(this.t.ctx);
    if (this.#control) await dropGuard(this.#control, this.t.db);
    if (first) this.#home = this.t;
    else this.studio = this.studio.seenBy(this.t);
  }

  #collect(): void {
    this.mails.push(...this.t.mailer.sent.splice(0));
    for (const [point, times] of Object.entries(this.points.passed)) {
      this.passed[point as Failpoint] = (this.passed[point as Failpoint] ?? 0) + times;
      delete this.points.passed[point as Failpoint];
    }
  }

  get hasEnded(): boolean {
    return this.points.ended;
  }

  /** The process is gone; another one starts on its file. */
  async restart(): Promise<void> {
    this.#collect();
    this.restarts++;
    await this.t.end();
    await this.#start();
    await resumeDeliveries(this.t.ctx);
    await resumeCheckouts(this.t.ctx);
  }

  /** Runs what may end the process; whatever it throws then is the end of that process, not of the test. */
  async survive<T>(deed: () => Promise<T>): Promise<T | null> {
    try {
      return await deed();
    } catch (error) {
      if (!this.hasEnded) throw error;
      return null;
    } finally {
      if (this.hasEnded) await this.restart();
      this.#collect();
    }
  }

  /** Faults end, banks decide, events arrive, time passes: nothing may be left under way. */
  async settle(): Promise<void> {
    const { stripe } = this.t;
    this.points.disarm();
    stripe.clearFaults();
    stripe.refundStatus = "succeeded";
    for (const { sessionId, paymentIntent } of [...stripe.payments.values()]) {
      if (paymentIntent.status === "processing") await stripe.bankSucceeds(sessionId);
    }
    for (const { refund } of [...stripe.refunds.values()]) {
      if (refund.status === "pending") await stripe.settleRefund(refund.id);
    }
    await this.t.settle();
    for (const hours of [1, 25, 7, 24, 24]) await this.t.pass(hours * HOUR);
    this.#collect();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.t.end();
    await this.#home.stripe.close();
    await Deno.remove(this.#directory, { recursive: true });
  }
}
