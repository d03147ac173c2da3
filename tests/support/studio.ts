/** A small named world: one studio with a key, a service, and customers. Everything is made through HTTP. */
import { type Answer, type AppOptions, OPERATOR, startApp, type TestApp } from "./app.ts";
import { HOUR, iso } from "../../src/domain/time.ts";
import { giftCardCode } from "./world.ts";

/** For tests of several accounts: `deno task test:own` runs the others with one studio on its own account. */
export const CONNECT_ONLY = { ignore: Deno.env.get("ALERA_TEST_STRIPE_MODE") === "own" };
export const ORIGIN = "https://studio.example";
let handles = 0;

export interface Person {
  name: string;
  email: string;
  phone: string;
}

/** Different people for different numbers. */
export function person(n = 1): Person {
  return { name: `Jane ${n}`, email: `jane${n}@example.com`, phone: `555555${String(1000 + n)}` };
}

export interface ClassOptions {
  capacity?: number;
  priceCents?: number;
  /** From now. */
  inHours?: number;
  serviceId?: string;
}

/** A booking as its customer knows it, and its Checkout Session. */
export interface Held {
  id: string;
  session: string;
  url: string;
  cancelToken: string;
}

/** What a studio's developer and owner do, by HTTP. */
export class Studio {
  constructor(
    readonly t: TestApp,
    readonly id: string,
    readonly handle: string,
    readonly ownerToken: string,
    readonly key: string,
    readonly keyId: string,
    readonly serviceId: string,
    readonly accountId: string,
  ) {}

  get headers(): Record<string, string> {
    return { "x-alera-key": this.key, origin: ORIGIN };
  }

  /** A tenant-key request. */
  call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    return this.t.send(method, path, body, { ...this.headers, ...headers });
  }

  /** An owner's request. */
  manage(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    return this.t.send(method, `/api/manage/${path}`, body, { authorization: `Bearer ${this.ownerToken}`, ...headers });
  }

  /** A class's id. Capacity 6, $20.00 and in 72 hours unless told. */
  async addClass(options: ClassOptions = {}): Promise<string> {
    const made = await this.manage("POST", "classes", {
      serviceId: options.serviceId ?? this.serviceId,
      scheduledAt: iso(this.t.clock.now() + (options.inHours ?? 72) * HOUR),
      capacity: options.capacity,
      priceCents: options.priceCents,
    });
    if (made.status !== 201) throw new Error(`class not made: ${made.text}`);
    return made.body.id;
  }

  book(classId: string, who: Person, more: Record<string, unknown> = {}): Promise<Answer> {
    return this.call("POST", `/api/classes/${classId}/book`, { ...who, ...more });
  }

  /** Books and pays; answers the booking. */
  async bookPaid(classId: string, who: Person): Promise<Answer> {
    const booked = await this.book(classId, who);
    if (booked.status !== 200) throw new Error(`not booked: ${booked.text}`);
    await this.t.stripe.pay(booked.body.checkoutSessionId);
    await this.t.settle();
    return booked;
  }

  /** Books; the seat is held until its session is paid. */
  async hold(classId: string, who = person()): Promise<Held> {
    const { status, text, body } = await this.book(classId, who);
    if (status !== 200) throw new Error(`not booked: ${text}`);
    return {
      id: body.enrollmentId,
      session: body.checkoutSessionId,
      url: body.checkoutUrl,
      cancelToken: body.cancelToken,
    };
  }

  /** Books and pays. */
  async seat(classId: string, who = person()): Promise<Held> {
    const held = await this.hold(classId, who);
    await this.t.stripe.pay(held.session);
    await this.t.settle();
    return held;
  }

  /** The payment intent of a completed session. */
  paymentOf(session: string): string {
    return this.t.stripe.sessions.get(session)!.session.payment_intent as string;
  }

  /** This studio, seen through another app on the same database. */
  seenBy(t: TestApp): Studio {
    return new Studio(t, this.id, this.handle, this.ownerToken, this.key, this.keyId, this.serviceId, this.accountId);
  }

  wait(classId: string, who: Person): Promise<Answer> {
    return this.call("POST", `/api/classes/${classId}/waitlist`, who);
  }

  cancel(enrollmentId: string, cancelToken: string, cancelReason?: string): Promise<Answer> {
    return this.t.send("POST", `/api/enrollments/${enrollmentId}/cancel`, { cancelToken, cancelReason });
  }

  /** Starts the purchase of a new kind of pack; answers its session's id. */
  async startPack(who: Person, sessionsTotal = 5, validDays?: number): Promise<string> {
    const type = await this.manage("POST", "package-types", {
      name: `${sessionsTotal}-Class Pack`,
      sessionsTotal,
      priceCents: 9000,
      validDays,
    });
    const started = await this.call("POST", "/api/packages/start", {
      packageTypeId: type.body.id,
      handle: this.handle,
      ...who,
    });
    if (started.status !== 200) throw new Error(`pack not started: ${started.text}`);
    return started.body.checkoutSessionId;
  }

  /** Starts the purchase of a gift card; answers its session's id. */
  async startGiftCard(amountCents = 10_000): Promise<string> {
    const started = await this.call("POST", "/api/gift-cards/start", {
      handle: this.handle,
      amountCents,
      purchaserName: "Jane Doe",
      purchaserEmail: "buyer@example.com",
    });
    if (started.status !== 200) throw new Error(`gift card not started: ${started.text}`);
    return started.body.checkoutSessionId;
  }

  /** Starts a tip; answers its session's id. */
  async startTip(tipToken: string, amountCents = 500): Promise<string> {
    const started = await this.t.send("POST", "/api/tip/start", { token: tipToken, amountCents });
    if (started.status !== 200) throw new Error(`tip not started: ${started.text}`);
    return started.body.checkoutSessionId;
  }

  /** The rows of a table, as the studio's export has them. */
  // deno-lint-ignore no-explicit-any
  async books(table: string): Promise<any[]> {
    const lines = (await this.manage("GET", "export")).text.trim().split("\n").map((line) => JSON.parse(line));
    return lines.filter((line) => line.type === table);
  }

  async statusOf(enrollmentId: string): Promise<string> {
    return (await this.books("enrollments")).find((one) => one.id === enrollmentId)?.status;
  }

  /** `enrolled/held/left` of a class. */
  async seats(classId: string): Promise<string> {
    const { enrolledCount, heldCount, seatsLeft } = await this.class(classId);
    return `${enrolledCount}/${heldCount}/${seatsLeft}`;
  }

  // deno-lint-ignore no-explicit-any
  async class(classId: string): Promise<any> {
    return (await this.manage("GET", `classes/${classId}`)).body;
  }

  // deno-lint-ignore no-explicit-any
  async roster(classId: string): Promise<any> {
    return (await this.manage("GET", `classes/${classId}/roster`)).body;
  }

  /** A customer's sign-in token, read from the mail. */
  async signIn(email: string): Promise<string> {
    await this.call("POST", "/api/customer/signin-link", { email, handle: this.handle });
    await this.t.settle();
    const mail = this.t.mailer.of("signin_link", email).at(-1);
    const token = /\/me\/([A-Za-z0-9_-]+)/.exec(mail?.text ?? "")?.[1];
    if (!token) throw new Error("no sign-in link was mailed");
    return token;
  }

  /** Buys a pack; answers the customer's token and the pack's id. */
  async buyPack(who: Person, sessionsTotal = 5, validDays?: number): Promise<{ token: string; packId: string }> {
    await this.t.stripe.pay(await this.startPack(who, sessionsTotal, validDays));
    await this.t.settle();
    const token = await this.signIn(who.email);
    const me = await this.t.send("GET", "/api/customer/me", undefined, { "x-customer-token": token });
    return { token, packId: me.body.packages.at(-1).id };
  }

  /** Buys a gift card; answers its code. */
  async buyGiftCard(amountCents = 10_000): Promise<string> {
    await this.t.stripe.pay(await this.startGiftCard(amountCents));
    await this.t.settle();
    return giftCardCode(this.t.mailer.of("gift_card").at(-1)!);
  }

  /** A completed appointment; answers its id and tip token. */
  async completedAppointment(
    who: Person = person(),
    serviceId = this.serviceId,
  ): Promise<{ id: string; tipToken: string }> {
    const made = await this.manage("POST", "appointments", {
      serviceId,
      scheduledAt: iso(this.t.clock.now() - HOUR),
      client: who,
    });
    const done = await this.manage("POST", `appointments/${made.body.id}/complete`);
    return { id: made.body.id, tipToken: done.body.tipToken };
  }
}

/** A studio in an app that runs already. */
export async function addStudio(
  t: TestApp,
  options: { onboarded?: boolean; timezone?: string; cancelWindowHours?: number } = {},
): Promise<Studio> {
  const handle = `studio-${++handles}`;
  const made = await t.send("POST", "/api/manage/providers", {
    handle,
    displayName: "Sculpt Pilates Co.",
    email: `owner-${handle}@example.com`,
    timezone: options.timezone ?? "America/Chicago",
    cancelWindowHours: options.cancelWindowHours,
  }, { authorization: `Bearer ${OPERATOR}` });
  if (made.status !== 201) throw new Error(`provider not made: ${made.text}`);
  const ownerToken = made.body.ownerToken;
  const manage = (method: string, path: string, body?: unknown) =>
    t.send(method, `/api/manage/${path}`, body, { authorization: `Bearer ${ownerToken}` });
  const key = await manage("POST", "api-keys", { label: "Website", allowedOrigins: [ORIGIN] });
  const service = await manage("POST", "services", {
    name: "Pilates Class",
    durationMin: 50,
    priceCents: 2000,
    capacity: 6,
  });
  let accountId = t.ctx.settings.stripeMode === "own" ? (await manage("GET", "stripe")).body.accountId : "";
  if (!accountId && (options.onboarded ?? true)) {
    const link = await manage("POST", "stripe/onboarding", {
      returnUrl: `${ORIGIN}/done`,
      refreshUrl: `${ORIGIN}/again`,
    });
    if (link.status !== 200) throw new Error(`onboarding not started: ${link.text}`);
    accountId = (await manage("GET", "stripe")).body.accountId;
    await t.stripe.setAccount(accountId, { chargesEnabled: true, payoutsEnabled: true, detailsSubmitted: true });
    await manage("GET", "stripe");
    await t.stripe.deliver();
  }
  return new Studio(
    t,
    made.body.provider.id,
    handle,
    ownerToken,
    key.body.key,
    key.body.id,
    service.body.id,
    accountId,
  );
}

/** `await using t = await studio();` then `t.studio` */
export async function studio(
  options: AppOptions & { onboarded?: boolean; timezone?: string; cancelWindowHours?: number } = {},
) {
  const t = await startApp(options);
  try {
    return Object.assign(t, { studio: await addStudio(t, options) });
  } catch (error) {
    await t[Symbol.asyncDispose]();
    throw error;
  }
}

/** Lets what runs go on until it has come to that; fails when it never does. */
export async function waitFor(come: () => boolean | Promise<boolean>): Promise<void> {
  for (let looks = 0; !await come(); looks++) {
    if (looks > 10_000) throw new Error(`It never came to that: ${come}`);
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}
