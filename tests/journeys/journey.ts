/** One customer's and one owner's day, by HTTP only: `deno task journey`. Prints what it does; throws at the first surprise. */
import { startServer, until } from "./server.ts";

export interface JourneyWorld {
  url: string;
  // deno-lint-ignore no-explicit-any
  demo: any;
  print: (line: string) => void;
}

// deno-lint-ignore no-explicit-any
type Json = any;

/** Books, pays, cancels, waits, is promoted; buys and redeems a pack and a gift card; tips. */
export async function journey({ url, demo, print }: JourneyWorld): Promise<void> {
  const step = (text: string) => print(`· ${text}`);
  const tenant = { "x-alera-key": demo.key, origin: demo.origin };
  const owner = { authorization: `Bearer ${demo.ownerToken}` };
  const call = async (
    method: string,
    path: string,
    body?: Json,
    headers: Record<string, string> = tenant,
    expected = 200,
  ): Promise<Json> => {
    const answer = await fetch(path.startsWith("http") ? path : `${url}${path}`, {
      method,
      headers: { ...headers, ...(body === undefined ? {} : { "content-type": "application/json" }) },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await answer.text();
    if (answer.status !== expected) {
      throw new Error(`${method} ${path} answered ${answer.status}, not ${expected}: ${text}`);
    }
    return answer.headers.get("content-type")?.startsWith("application/json") ? JSON.parse(text) : text;
  };
  const pay = async (checkoutUrl: string) => {
    const page = await fetch(checkoutUrl);
    if (!(await page.text()).includes("Pay")) throw new Error("the checkout page does not offer to pay");
    const paid = await fetch(`${checkoutUrl}/pay`, { method: "POST", redirect: "manual" });
    await paid.body?.cancel();
    if (paid.status !== 303) throw new Error(`paying answered ${paid.status}`);
    return paid.headers.get("location")!;
  };
  const mail = async (kind: string, to: string): Promise<Json> => {
    let found: Json;
    await until(async () => {
      const { items } = await call("GET", "/dev/mailbox.json");
      return (found = items.find((one: Json) => one.kind === kind && one.recipient === to && one.state === "sent")) !==
        undefined;
    }, () => `a ${kind} mail`);
    return found;
  };
  const people = (n: number) => ({
    name: `Jo ${n}`,
    email: `jo${n}-${crypto.randomUUID().slice(0, 8)}@example.com`,
    phone: `55555${String(Math.floor(Math.random() * 1e5)).padStart(5, "0")}`,
  });
  const jo = people(1);
  const sam = people(2);
  const from = new Date().toISOString().slice(0, 10);
  const to = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);

  const { classes } = await call("GET", `/api/classes?handle=${demo.handle}&from=${from}&to=${to}`);
  step(
    `${classes.length} classes in the next 30 days; the first: ${classes[0].nameSnapshot}, ${classes[0].scheduledAt}`,
  );

  const owned = await call(
    "POST",
    "/api/manage/classes",
    {
      serviceId: demo.serviceId,
      scheduledAt: new Date(Date.now() + 5 * 86_400_000).toISOString(),
      capacity: 1,
    },
    owner,
    201,
  );
  const booked = await call("POST", `/api/classes/${owned.id}/book`, jo);
  step(`booked ${owned.id}, to be paid at ${booked.checkoutUrl}`);
  const back = await pay(booked.checkoutUrl);
  if (!back.includes(booked.checkoutSessionId)) throw new Error("the way back does not name the session");
  step(`paid at the simulated checkout, and sent back to ${back}`);
  const confirmation = await mail("booking_confirmed", jo.email);
  const token = /\/cancel\/[^#\s]+#([A-Za-z0-9_-]+)/.exec(confirmation.text)?.[1];
  if (token !== booked.cancelToken) throw new Error("the mail does not hold the cancel token");
  step(`the signed webhook confirmed it; the mail "${confirmation.subject}" holds the cancel link`);

  await call("POST", "/api/customer/signin-link", { email: jo.email, handle: demo.handle });
  const portal = /\/me\/([A-Za-z0-9_-]+)/.exec((await mail("signin_link", jo.email)).text)![1];
  const me = await call("GET", "/api/customer/me", undefined, { "x-customer-token": portal });
  step(
    `signed in by the mailed link: ${me.client.name}, ${me.enrollments.length} booking, ${me.enrollments[0].status}`,
  );
  const feed = await call("GET", me.calendarFeedUrl.replace(/^https?:\/\/[^/]+/, ""), undefined, {});
  if (!feed.startsWith("BEGIN:VCALENDAR") || !feed.includes(booked.enrollmentId)) {
    throw new Error("the feed lacks the booking");
  }
  step(`subscribed to ${me.calendarFeedUrl}: ${feed.split("BEGIN:VEVENT").length - 1} event`);

  const waiting = await call("POST", `/api/classes/${owned.id}/waitlist`, sam);
  step(`the class is full, so Sam waits at position ${waiting.position}`);
  const cancelled = await call("POST", `/api/enrollments/${booked.enrollmentId}/cancel`, { cancelToken: token }, {});
  if (cancelled.refundedCents !== 2000 || !cancelled.refundId) throw new Error("no refund");
  step(`cancelled in time: ${cancelled.refundedCents} cents go back as ${cancelled.refundId}`);
  await mail("booking_cancelled", jo.email);

  const promoted = await call("POST", `/api/manage/waitlist/${waiting.waitlistEntryId}/promote`, {}, owner);
  const offer = await mail("waitlist_promoted", sam.email);
  if (!offer.text.includes(promoted.checkoutUrl)) throw new Error("the promotion's mail lacks the link");
  await pay(promoted.checkoutUrl);
  await mail("booking_confirmed", sam.email);
  const roster = await call("GET", `/api/manage/classes/${owned.id}/roster`, undefined, owner);
  step(
    `the owner promoted Sam, who paid by the mailed link; the roster: ${
      roster.enrollments.map((one: Json) => `${one.client.name} ${one.status}`).join(", ")
    }`,
  );

  const pack = await call("POST", "/api/packages/start", {
    packageTypeId: demo.packageTypeId,
    handle: demo.handle,
    ...jo,
  });
  await pay(pack.checkoutUrl);
  const packToken = /\/me\/([A-Za-z0-9_-]+)/.exec((await mail("pack_bought", jo.email)).text)![1];
  const before = (await call("GET", `/api/customer/me?token=${packToken}`, undefined, {})).packages[0];
  const byCredit = await call("POST", `/api/classes/${demo.paidClassId}/book`, {
    ...jo,
    useClientPackageId: before.id,
    customerToken: packToken,
  });
  if (byCredit.checkoutUrl !== null) throw new Error("a credit should need no checkout");
  const after = (await call("GET", `/api/customer/me?token=${packToken}`, undefined, {})).packages[0];
  step(
    `bought a ${before.packageTypeName} and redeemed a credit: ${before.sessionsRemaining} → ${after.sessionsRemaining}`,
  );

  const gift = await call("POST", "/api/gift-cards/start", {
    handle: demo.handle,
    amountCents: 5000,
    purchaserName: jo.name,
    purchaserEmail: jo.email,
    recipientName: sam.name,
    recipientEmail: sam.email,
    giftMessage: "Happy birthday!",
  });
  await pay(gift.checkoutUrl);
  const code = /\b[2-9A-HJKMNP-Z]{16}\b/.exec((await mail("gift_card", sam.email)).text)![0];
  const redeem = { code, providerId: demo.providerId, requestedDebitCents: 2000 };
  const preview = await call("POST", "/api/gift-cards/redeem", redeem);
  const commit = await call("POST", "/api/gift-cards/redeem", { ...redeem, mode: "commit", appointmentId: "visit-1" });
  const again = await call("POST", "/api/gift-cards/redeem", { ...redeem, mode: "commit", appointmentId: "visit-1" });
  if (preview.balanceCents !== 5000 || commit.balanceRemainingCents !== 3000 || !again.alreadyRedeemed) {
    throw new Error("the gift card is wrong");
  }
  step(`gave a gift card of 5000 cents and redeemed 2000 of it, once: ${commit.balanceRemainingCents} are left`);

  const visit = await call(
    "POST",
    "/api/manage/appointments",
    {
      serviceId: demo.serviceId,
      scheduledAt: new Date(Date.now() - 3_600_000).toISOString(),
      client: jo,
    },
    owner,
    201,
  );
  await call("POST", `/api/manage/appointments/${visit.id}/complete`, {}, owner);
  const tipToken = /\/tip#([A-Za-z0-9_-]+)/.exec((await mail("post_visit", jo.email)).text)![1];
  const tip = await call("POST", "/api/tip/start", { token: tipToken, amountCents: 1000 }, {});
  await pay(tip.checkoutUrl);
  let tipped: Json;
  await until(async () => {
    const { items } = await call("GET", "/api/manage/appointments?limit=200", undefined, owner);
    return (tipped = items.find((one: Json) => one.id === visit.id && one.tipChargeId?.startsWith("ch_"))) !==
      undefined;
  }, () => "the tip");
  step(
    `completed an appointment; the mailed link took a tip of ${tipped.tipAmountCents} cents, charge ${tipped.tipChargeId}`,
  );
}

if (import.meta.main) {
  await using server = await startServer();
  console.log(`A server of its own at ${server.url}, Stripe simulated at ${server.simulatorUrl}`);
  await journey({ url: server.url, demo: server.demo, print: console.log });
  console.log("All of it worked.");
}
