/** Payments: how the Stripe account stands, the way to Stripe, and refunds that need the owner: tried again or paid manually, once. */
import { deepStrictEqual as same, match, ok as truth, strictEqual as equal } from "node:assert";
import { DAY, HOUR, MINUTE } from "../../src/domain/time.ts";
import { type Owner, readable, signIn } from "../support/console.ts";
import { addStudio, type Held, person, studio, waitFor } from "../support/studio.ts";

type World = Awaited<ReturnType<typeof studio>>;

/** What a reader sees, without the space that a tag before a comma leaves. */
const seen = (html: string) => readable(html).replace(/ ([,.])/g, "$1");
const PAGE = "/console/payments";
const read = async (owner: Owner) => seen((await owner.page(PAGE)).text);
const clean = async (t: World) => same(await t.doctor(), []);

/** How often Stripe was asked to make a refund. */
const asked = (t: World) =>
  t.stripe.requests.filter((one) => one.method === "POST" && one.path.startsWith("/v1/refunds")).length;
const refuse = (t: World, code = "balance_insufficient", times = 99) =>
  t.stripe.fail({ route: "POST /v1/refunds", status: 402, times, error: { type: "invalid_request_error", code } });

interface Stuck extends Held {
  classId: string;
  refundId: string;
}
/** A paid seat of a cancelled class, whose refund Stripe refuses until its owner is told. */
async function stuck(t: World, who = person(1), code?: string): Promise<Stuck> {
  const classId = await t.studio.addClass({ inHours: 24 * 20 });
  const held = await t.studio.seat(classId, who);
  const fault = refuse(t, code);
  equal((await t.studio.manage("POST", `classes/${classId}/cancel`)).body.refundFailures, 1);
  for (let refusals = 0; refusals < 4; refusals++) await t.pass(HOUR);
  fault.remove();
  equal(await t.studio.statusOf(held.id), "Confirmed");
  return { ...held, classId, refundId: await refundOf(t, held.id) };
}
/** Money for a seat that was gone, whose refund gets no answer after its owner was told. */
async function inDoubt(t: World, mode: "lost" | "drop"): Promise<Stuck> {
  const one = await stuck(t);
  t.stripe.fail({ route: "POST /v1/refunds", mode, times: 99 });
  for (let tries = 0; tries < 2; tries++) await t.pass(HOUR);
  return one;
}
async function refundOf(t: World, enrollmentId: string): Promise<string> {
  return (await t.studio.books("refunds")).filter((one) => one.enrollment_id === enrollmentId).at(-1)!.id;
}
async function stateOf(t: World, refundId: string): Promise<string> {
  const row = (await t.studio.books("refunds")).find((one) => one.id === refundId);
  return `${row.state}${row.manual_refund_at ? ", by hand" : ""}`;
}
const again = (owner: Owner, id: string) => owner.submit(PAGE, {}, `${PAGE}/refunds/${id}/retry`);
const manual = (owner: Owner, id: string) => owner.submit(`${PAGE}/refunds/${id}/manual`);

// ---------------------------------------------------------------- the account

Deno.test("how the account stands, what that means and what to do, freshly asked", async () => {
  await using t = await studio({ onboarded: false });
  const s = t.studio;
  const owner = await signIn(t, s);
  match(
    await read(owner),
    /Not connected\. Free classes can be booked\. Paid classes, packs, gift cards and tips can’t: .* Connect Stripe/,
  );
  await s.manage("POST", "stripe/onboarding", { returnUrl: "https://a.example", refreshUrl: "https://a.example" });
  const accountId = (await s.manage("GET", "stripe")).body.accountId;
  match(
    await read(owner),
    /Begun, but Stripe still needs details from you\. .* Your details Missing .* Continue at Stripe/,
  );
  // No word of these came by webhook: the page asks.
  await t.stripe.setAccount(accountId, { detailsSubmitted: true });
  match(
    await read(owner),
    /Stripe has your details, but does not let you take payments yet\. .* Your details Submitted Taking payments Not yet .* Continue at Stripe/,
  );
  await t.stripe.setAccount(accountId, { chargesEnabled: true });
  match(
    await read(owner),
    /You can take payments, but Stripe does not pay them out yet\. .* Taking payments On Payouts to your bank Not yet Continue at Stripe/,
  );
  await t.stripe.setAccount(accountId, { payoutsEnabled: true });
  const good = await owner.page(PAGE);
  match(seen(good.text), /All is well\. You can take payments, and Stripe pays them out to your bank\./);
  truth(!good.text.includes(`${PAGE}/connect`), "nothing more to do");
  match(good.text, /href="https:\/\/dashboard\.stripe\.com\/test\/dashboard"/);
  match(good.text, /href="https:\/\/dashboard\.stripe\.com\/test\/disputes"/);
  match(seen(good.text), /Refunds that need you None\./);

  const fault = t.stripe.fail({ route: "GET /v1/accounts/:id", mode: "drop", times: 9 });
  match(
    await read(owner),
    /Stripe does not answer just now\. This is what was last known; it may have changed\. .* All is well\./,
  );
  fault.remove();
  await t.stripe.setAccount(accountId, { chargesEnabled: false, payoutsEnabled: false });
  match(await read(owner), /does not let you take payments yet/);
  await t.settle();
});

Deno.test("nobody waits long for a Stripe that hangs, and what it says in the end is kept", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  const answer = Promise.withResolvers<void>();
  await t.stripe.setAccount(t.studio.accountId, { payoutsEnabled: false });
  const fault = t.stripe.fail({ route: "GET /v1/accounts/:id", mode: "slow", until: answer.promise });
  match(await read(owner), /Stripe does not answer just now\. .* All is well\./);
  answer.resolve();
  await waitFor(async () => !(await t.studio.manage("GET", "provider")).body.stripe.payoutsEnabled);
  equal(fault.left, 0);
  await t.settle();
});

Deno.test("the way to Stripe is a page that goes on by itself, with a way back; clicked twice, one account", async () => {
  await using t = await studio({ onboarded: false });
  const owner = await signIn(t, t.studio);
  const got = await owner.submit(PAGE, {}, `${PAGE}/connect`);
  equal(got.status, 200, "no redirect: the policy lets no form lead off this server");
  const url = /<meta http-equiv="refresh" content="0; url=([^"]+)"\/?>/.exec(got.text)![1];
  truth(url.startsWith(t.stripe.url), url);
  truth(got.text.includes(`<a class="button primary" href="${url}">Continue at Stripe</a>`));
  const link = t.stripe.requests.find((one) => one.path === "/v2/core/account_links")!;
  match(link.body, /"return_url":"http:\/\/localhost:8000\/console\/payments\?done=back"/);
  match(link.body, /"refresh_url":"http:\/\/localhost:8000\/console\/payments\/again"/);
  equal((await owner.submit(PAGE, {}, `${PAGE}/connect`)).status, 200);
  equal(t.stripe.requests.filter((one) => one.path === "/v2/core/accounts" && one.method === "POST").length, 1);
  match(seen((await owner.page(`${PAGE}?done=back`)).text), /You are back from Stripe\./);
  match(seen((await owner.page(`${PAGE}/again`)).text), /That link has expired .* Continue at Stripe/);
  equal((await owner.submit(`${PAGE}/again`, {}, `${PAGE}/connect`)).status, 200);
});

Deno.test("Stripe that does not answer is told, and nothing is lost", async () => {
  await using t = await studio({ onboarded: false });
  const owner = await signIn(t, t.studio);
  for (const route of ["POST /v2/core/accounts", "POST /v2/core/account_links"] as const) {
    const fault = t.stripe.fail({ route, mode: "drop", times: 9 });
    const got = await owner.submit(PAGE, {}, `${PAGE}/connect`);
    equal(got.status, 400);
    match(seen(got.text), /Stripe does not answer just now\. Nothing is lost/);
    match(got.text, /role="alert"/);
    fault.remove();
  }
  match(await read(owner), /Begun, but Stripe still needs details/, "the account made meanwhile is kept");
  equal((await owner.submit(PAGE, {}, `${PAGE}/connect`)).status, 200);
  equal(t.stripe.accounts.size, 1);
});

Deno.test("the server's own fee is said in words, if there is one", async () => {
  await using t = await studio({ settings: { platformFeeBps: 250 } });
  match(await read(await signIn(t, t.studio)), /keeps 2\.5% of every payment, besides Stripe’s own fees\./);
  await using free = await studio();
  truth(!/keeps/.test(await read(await signIn(free, free.studio))));
});

// ---------------------------------------------------------------- tried again

Deno.test("a stuck refund says to whom, for what and why, is tried again at a click, and paid once", async () => {
  await using t = await studio();
  const odd = { ...person(1), name: '<b>"x"&' };
  const one = await stuck(t, odd);
  const owner = await signIn(t, t.studio);
  const page = await owner.page(PAGE);
  match(
    seen(page.text),
    /Refunds that need you \$20\.00 to <b>"x"& Class cancelled: Pilates Class, Sun, May 31, 10:00 AM\. Asked for Mon, May 11, 10:00 AM\. Your balance at Stripe is too low\. Add funds at Stripe, then try again; nobody is refunded twice\. Alera retries automatically, next at Mon, May 11, .* Try again, refund \$20\.00/,
  );
  truth(!page.text.includes('<b>"x'), "escaped");
  match(page.text, new RegExp(`href="/console/classes/${one.classId}"`));
  match(page.text, new RegExp(`href="/console/payments/refunds/${one.refundId}/manual" data-dialog`));
  match(page.text, /href="https:\/\/dashboard\.stripe\.com\/test\/payments\/pi_/);
  match(seen((await owner.page("/console")).text), /A refund needs you\./);

  const body = new URLSearchParams(formBody(page.text, `${PAGE}/refunds/${one.refundId}/retry`)).toString();
  const clicks = await Promise.all(
    [1, 2].map(() => owner.send("POST", `${PAGE}/refunds/${one.refundId}/retry`, body)),
  );
  for (const got of clicks) equal(got.to, `${PAGE}?done=refunded`);
  match(seen((await owner.follow(clicks[0])).text), /The refund is on its way\. .* Refunds that need you None\./);
  equal(t.stripe.refunds.size, 1);
  equal(await t.studio.statusOf(one.id), "Cancelled");
  equal(await stateOf(t, one.refundId), "succeeded");
  await clean(t);
  // Long after, from a page kept open: still once.
  await t.pass(DAY);
  equal((await owner.send("POST", `${PAGE}/refunds/${one.refundId}/retry`, body)).status, 303);
  equal(t.stripe.refunds.size, 1);
  equal((await manualRefundOf(owner, one.refundId)).to, `${PAGE}?done=made`, "what Stripe paid is not paid manually");
  equal(await stateOf(t, one.refundId), "succeeded");
});

/** Name and value of every hidden field of a form. */
function formBody(html: string, action: string): Record<string, string> {
  const form = html.split("<form").find((one) => one.includes(`action="${action}"`))!;
  return Object.fromEntries(
    [...form.matchAll(/<input type="hidden" name="(\w+)" value="([^"]*)"/g)].map(([, name, value]) => [name, value]),
  );
}
/** Sent without its page, which is gone once nothing needs the owner. */
async function manualRefundOf(owner: Owner, id: string) {
  const { text } = await owner.page("/console/settings/devices");
  const csrf = /name="csrf" value="([^"]+)"/.exec(text)![1];
  const body = new URLSearchParams({ csrf, once: "0".repeat(32) }).toString();
  return await owner.send("POST", `${PAGE}/refunds/${id}/manual`, body);
}

Deno.test("refused once more, it is told why, and goes on as before", async () => {
  await using t = await studio();
  const one = await stuck(t);
  const owner = await signIn(t, t.studio);
  refuse(t, "charge_disputed", 1);
  const got = await again(owner, one.refundId);
  equal(got.status, 400);
  match(
    seen(got.text),
    /It did not work this time either, and nothing was changed\. The reason is below\. .* The client’s bank disputes this payment/,
  );
  equal(await t.studio.statusOf(one.id), "Confirmed");
  await clean(t);
  await t.pass(HOUR);
  equal(await stateOf(t, one.refundId), "succeeded", "by itself");
  equal(t.mailer.of("refund_stuck").length, 1);
});

Deno.test("each reason is told in plain words", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  for (
    const [code, words] of [
      ["charge_already_refunded", /Stripe says that all of it is refunded already\./],
      ["some_new_reason", /Stripe refused it: some new reason\. Check in Stripe that your balance covers it/],
      ["<b>", /Stripe refused it and did not say why\./],
      ["account_closed", /Your Stripe account is no longer connected here/],
    ] as const
  ) {
    const one = await stuck(t, person(1), code);
    match(await read(owner), words, code);
    await again(owner, one.refundId);
    await t.settle();
  }
});

// ---------------------------------------------------------------- paid manually

Deno.test("paid manually, a refund is closed for good: Stripe is never asked for it again, and the booking ends", async () => {
  await using t = await studio();
  const one = await stuck(t);
  const owner = await signIn(t, t.studio);
  const question = await owner.page(`${PAGE}/refunds/${one.refundId}/manual`);
  match(question.text, /data-dialog-body/);
  match(
    seen(question.text),
    /You refunded \$20\.00 to Jane 1 yourself\? .* The class is cancelled and everybody is notified; the booking ends now too, and no other email is sent\. This can’t be undone\. Close refund, I paid \$20\.00 Keep refund open/,
  );
  const before = asked(t);
  const mails = t.mailer.sent.length;
  const fields = new URLSearchParams(formBody(question.text, `${PAGE}/refunds/${one.refundId}/manual`)).toString();
  const clicks = await Promise.all(
    [1, 2, 3].map(() => owner.send("POST", `${PAGE}/refunds/${one.refundId}/manual`, fields)),
  );
  for (const got of clicks) equal(got.to, `${PAGE}?done=manual`);
  match(
    seen((await owner.follow(clicks[0])).text),
    /Recorded: you refunded it yourself\. .* Refunds that need you None\./,
  );
  equal(await stateOf(t, one.refundId), "failed, by hand");
  equal(await t.studio.statusOf(one.id), "Cancelled");
  await clean(t);
  for (let hours = 0; hours < 30; hours++) await t.pass(HOUR);
  await t.worker.runUntilIdle();
  equal((await t.studio.manage("POST", `classes/${one.classId}/cancel`)).status, 200);
  equal((await owner.send("POST", `${PAGE}/refunds/${one.refundId}/retry`, fields)).status, 400);
  equal(asked(t), before, "Stripe was asked once more");
  equal(t.stripe.refunds.size, 0);
  equal(t.mailer.sent.length, mails);
  await clean(t);
  equal((await owner.send("GET", `${PAGE}/refunds/${one.refundId}/manual`)).status, 404);
  // Sales count one refund, also when it was made in the dashboard: that was the owner too.
  const sales = async () => seen((await owner.page("/console/sales")).text);
  match(await sales(), /Refunds −\$20\.00/);
  match(
    seen((await owner.page("/console/sales/refunds")).text),
    /Class cancelled: Pilates Class, .* Paid back by you Mon, May 11, .* −\$20\.00/,
  );
  await t.stripe.refundInDashboard(t.studio.paymentOf(one.session));
  await t.settle();
  match(await sales(), /Refunds −\$20\.00/);
  await clean(t);
});

Deno.test("a refund that a bank sent back is not tried again; paid manually, nobody is mailed any more", async () => {
  await using t = await studio();
  const held = await t.studio.seat(await t.studio.addClass());
  const first = await t.studio.cancel(held.id, held.cancelToken);
  await t.settle();
  await t.stripe.failRefund(first.body.refundId);
  await t.settle();
  const id = await refundOf(t, held.id);
  const owner = await signIn(t, t.studio);
  const { text } = await owner.page(PAGE);
  match(
    seen(text),
    /The bank sent it back: .* The money is in your Stripe balance again\. The booking stays cancelled\./,
  );
  truth(!text.includes(`${id}/again`), "another try is not offered");
  const csrf = formBody((await owner.page(`${PAGE}/refunds/${id}/manual`)).text, `${PAGE}/refunds/${id}/manual`);
  const got = await owner.send("POST", `${PAGE}/refunds/${id}/retry`, new URLSearchParams(csrf).toString());
  equal(got.status, 400);
  match(seen(got.text), /The bank sent this refund back, and would again/);
  // A part is given back in the dashboard: the rest is still owed.
  await t.stripe.refundInDashboard(t.studio.paymentOf(held.session), 500);
  await t.settle();
  match(await read(owner), /\$15\.00 to Jane 1/);
  const mails = t.mailer.sent.length;
  match(seen((await owner.follow(await manual(owner, id))).text), /Recorded: you refunded it yourself/);
  await t.pass(3 * DAY);
  equal(await stateOf(t, id), "failed, by hand");
  equal(t.stripe.refunds.size, 2);
  const refunds = seen((await owner.page("/console/sales/refunds")).text);
  match(refunds, /Paid back by you [^−]* −\$15\.00/);
  match(refunds, /Made in your Stripe dashboard[^−]* −\$5\.00/);
  equal(t.mailer.sent.length, mails);
  same((await t.studio.cancel(held.id, held.cancelToken)).body, first.body);
  match(seen((await owner.page("/console/sales")).text), /Refunds −\$20\.00/);
});

Deno.test("refused at once, the booking stands: cancelled anew it is a new refund; paid manually it goes too, and the mail is true", async () => {
  await using t = await studio();
  const classId = await t.studio.addClass({ inHours: 72 });
  const [one, two] = [await t.studio.seat(classId, person(1)), await t.studio.seat(classId, person(2))];
  refuse(t, "charge_disputed", 4);
  for (const held of [one, two, one, two]) equal((await t.studio.cancel(held.id, held.cancelToken)).status, 502);
  const owner = await signIn(t, t.studio);
  const { text } = await owner.page(PAGE);
  equal(text.match(/disputes this payment/g)!.length, 2, "two tries of one booking are one thing to do");
  match(seen(text), /Booking kept: Pilates Class, .* So nothing was cancelled: the booking still stands\./);
  match(text, new RegExp(`href="/console/bookings/${one.id}/cancel" data-dialog`));
  const [first, second] = [await refundOf(t, one.id), await refundOf(t, two.id)];
  const needed = [...text.matchAll(/refunds\/(rf-\w+)\/manual/g)].map((link) => link[1]);
  equal(needed.length, 2);
  await t.studio.manage("POST", `enrollments/${one.id}/cancel`, { refund: "full" });
  equal(t.stripe.refunds.size, 1);

  // Less than the window remains: the rule gives nothing, the owner's hand did.
  await t.pass(60 * HOUR);
  const left = (await read(await signIn(t, t.studio))).match(/to Jane 2/g)!;
  truth(left.length > 0);
  const later = await signIn(t, t.studio);
  const id = needed.find((link) => link !== first && link !== second) ?? second;
  const question = seen((await later.page(`${PAGE}/refunds/${id}/manual`)).text);
  match(
    question,
    /The booking of Pilates Class is cancelled now, and an email says so, and that you have refunded it\./,
  );
  equal((await manual(later, id)).status, 303);
  await t.settle();
  equal(await t.studio.statusOf(two.id), "Cancelled");
  const mails = t.mailer.of("booking_cancelled", person(2).email);
  equal(mails.length, 1);
  match(mails[0].text, /We have paid \$20\.00 back to you ourselves, so nothing goes to your card\./);
  truth(!/nothing is paid back|goes back to you/.test(mails[0].text), mails[0].text);
  equal(t.stripe.refunds.size, 1);
  const cancelled = await t.studio.cancel(two.id, two.cancelToken);
  same([cancelled.status, cancelled.body.refundedCents, cancelled.body.refundId], [200, 2000, null]);
  await clean(t);
});

Deno.test("once its class has begun, a refused cancel needs nobody any more", async () => {
  await using t = await studio();
  const held = await t.studio.seat(await t.studio.addClass({ inHours: 48 }));
  refuse(t, "charge_disputed", 1);
  await t.studio.cancel(held.id, held.cancelToken);
  const id = await refundOf(t, held.id);
  match(await read(await signIn(t, t.studio)), /\$20\.00 to Jane 1/);
  t.clock.advance(49 * HOUR);
  const owner = await signIn(t, t.studio);
  match(await read(owner), /Refunds that need you None\./);
  equal((await owner.send("GET", `${PAGE}/refunds/${id}/manual`)).status, 404);
});

Deno.test("refunded in the dashboard after the bank sent it back, it needs nobody any more", async () => {
  await using t = await studio();
  const held = await t.studio.seat(await t.studio.addClass());
  const { refundId } = (await t.studio.cancel(held.id, held.cancelToken)).body;
  await t.stripe.failRefund(refundId);
  await t.settle();
  const id = await refundOf(t, held.id);
  const owner = await signIn(t, t.studio);
  match(await read(owner), /\$20\.00 to Jane 1/);
  await t.stripe.refundInDashboard(t.studio.paymentOf(held.session));
  await t.settle();
  match(await read(owner), /Refunds that need you None\./);
  const late = await manualRefundOf(owner, id);
  equal(late.status, 400);
  match(seen(late.text), /The money is back already: you refunded it in your Stripe dashboard\./);
  match(seen((await owner.page("/console/sales")).text), /Refunds −\$20\.00/);
});

// ---------------------------------------------------------------- in doubt

Deno.test("whether a try was made is asked first: if it was, that is the refund, and nothing counts as paid manually", async () => {
  await using t = await studio();
  const one = await inDoubt(t, "lost"); // Stripe made it, its answers were lost
  equal(t.stripe.refunds.size, 1);
  const owner = await signIn(t, t.studio);
  match(await read(owner), /Stripe has not said whether it made this refund\./);
  const early = await manual(owner, one.refundId);
  equal(early.status, 400);
  match(seen(early.text), /Nothing more is tried for an hour; come back in 10 minutes, so that nobody is paid twice\./);
  equal(await stateOf(t, one.refundId), "intent");
  await clean(t);
  const before = asked(t);
  await t.pass(11 * MINUTE);
  equal(asked(t), before, "no try while the owner waits");
  match(seen((await owner.follow(await manual(owner, one.refundId))).text), /Stripe had already made this refund/);
  equal(await stateOf(t, one.refundId), "succeeded");
  equal(await t.studio.statusOf(one.id), "Cancelled");
  await t.pass(DAY);
  equal(t.stripe.refunds.size, 1);
});

Deno.test("if it was not made, it is closed, and no later try can make it", async () => {
  await using t = await studio();
  const one = await inDoubt(t, "drop");
  const owner = await signIn(t, t.studio);
  equal((await manual(owner, one.refundId)).status, 400);
  await t.pass(11 * MINUTE);
  // Stripe must say that it was not made.
  const list = t.stripe.fail({ route: "GET /v1/refunds", mode: "drop", times: 9 });
  const silent = await manual(owner, one.refundId);
  equal(silent.status, 400);
  match(seen(silent.text), /Stripe does not say just now whether it made this refund after all\. Nothing was changed/);
  equal(await stateOf(t, one.refundId), "intent");
  list.remove();
  equal((await manual(owner, one.refundId)).to, `${PAGE}?done=manual`);
  t.stripe.clearFaults();
  for (let hours = 0; hours < 30; hours++) await t.pass(HOUR);
  equal(t.stripe.refunds.size, 0);
  equal(await stateOf(t, one.refundId), "failed, by hand");
});

Deno.test("who says paid manually and never comes back: after an hour it is tried again", async () => {
  await using t = await studio();
  const one = await inDoubt(t, "drop");
  equal((await manual(await signIn(t, t.studio), one.refundId)).status, 400);
  t.stripe.clearFaults();
  await t.pass(30 * MINUTE);
  equal(await stateOf(t, one.refundId), "intent");
  await t.pass(HOUR);
  equal(await stateOf(t, one.refundId), "succeeded");
});

Deno.test("a try that is under way when the owner says paid manually is waited for", async () => {
  await using t = await studio();
  const one = await stuck(t);
  const owner = await signIn(t, t.studio);
  const answer = Promise.withResolvers<void>();
  t.stripe.fail({ route: "POST /v1/refunds", mode: "late", until: answer.promise });
  const made = t.stripe.once("POST /v1/refunds");
  const trying = again(owner, one.refundId);
  await made;
  const closing = manual(owner, one.refundId);
  await new Promise((resolve) => setTimeout(resolve, 20));
  answer.resolve();
  equal((await trying).status, 303);
  equal((await closing).to, `${PAGE}?done=made`);
  equal(t.stripe.refunds.size, 1);
  equal(await stateOf(t, one.refundId), "succeeded");
});

Deno.test("a try that is refused while the owner says paid manually stops nothing", async () => {
  await using t = await studio();
  const one = await stuck(t);
  const owner = await signIn(t, t.studio);
  const before = asked(t);
  const go = Promise.withResolvers<void>();
  t.stripe.fail({ route: "POST /v1/refunds", mode: "slow", until: go.promise });
  refuse(t, "balance_insufficient", 1);
  const trying = again(owner, one.refundId);
  while (asked(t) === before) await new Promise((resolve) => setTimeout(resolve, 2));
  const closing = manual(owner, one.refundId);
  await new Promise((resolve) => setTimeout(resolve, 20));
  go.resolve();
  equal((await trying).status, 400);
  equal((await closing).to, `${PAGE}?done=manual`);
  await t.pass(DAY);
  equal(asked(t), before + 1);
  equal(t.stripe.refunds.size, 0);
});

Deno.test("a try that was due and may have begun elsewhere is in doubt", async () => {
  await using t = await studio();
  const one = await stuck(t);
  const owner = await signIn(t, t.studio);
  t.clock.advance(2 * HOUR); // due, and nobody here has begun it
  const early = await manual(owner, one.refundId);
  equal(early.status, 400);
  match(seen(early.text), /come back in 10 minutes/);
  await t.pass(11 * MINUTE);
  equal(t.stripe.refunds.size, 0);
  equal((await manual(owner, one.refundId)).to, `${PAGE}?done=manual`);
  await t.pass(DAY);
  equal(t.stripe.refunds.size, 0);
});

Deno.test("of an account that is no longer connected, the last no suffices", async () => {
  await using t = await studio();
  const one = await stuck(t);
  await t.stripe.deauthorize(t.studio.accountId);
  await t.settle();
  const owner = await signIn(t, t.studio);
  match(await read(owner), /Not connected\./);
  match(
    await read(owner),
    /Your Stripe account is no longer connected here, so its payments can’t be refunded\./,
  );
  equal((await again(owner, one.refundId)).status, 400);
  equal((await manual(owner, one.refundId)).to, `${PAGE}?done=manual`);
  await t.pass(DAY);
  equal(t.stripe.refunds.size, 0);
});

Deno.test("money that had no fulfillment and is paid manually is neither sale nor refund, and the doctor agrees", async () => {
  await using t = await studio();
  const visit = await t.studio.completedAppointment(person(3));
  refuse(t);
  for (const cents of [700, 900]) await t.stripe.pay(await t.studio.startTip(visit.tipToken, cents));
  await t.settle();
  for (let refusals = 0; refusals < 4; refusals++) await t.pass(HOUR);
  const owner = await signIn(t, t.studio);
  match(await read(owner), /\$9\.00 to Jane 3 A second tip for one visit: Tip, Pilates Class/);
  const [{ id }] = await t.studio.books("refunds");
  match(
    seen((await owner.page(`${PAGE}/refunds/${id}/manual`)).text),
    /No booking depends on it, and no other email is sent\./,
  );
  equal((await manual(owner, id)).status, 303);
  await clean(t);
  match(seen((await owner.page("/console/sales")).text), /Revenue after refunds \$7\.00 .* Refunds \$0\.00/);
});

Deno.test("a refund that is just being made is nobody's to pay by hand", async () => {
  await using t = await studio();
  const classId = await t.studio.addClass();
  const held = await t.studio.seat(classId);
  refuse(t, "balance_insufficient", 1);
  await t.studio.manage("POST", `classes/${classId}/cancel`);
  const owner = await signIn(t, t.studio);
  match(await read(owner), /Refunds that need you None\./);
  const got = await manualRefundOf(owner, await refundOf(t, held.id));
  equal(got.status, 400);
  match(seen(got.text), /This refund is still being made\./);
  await t.pass(HOUR);
  equal(t.stripe.refunds.size, 1);
});

Deno.test("another studio's refund is not there, whatever one asks of it", async () => {
  await using t = await studio();
  const one = await stuck(t);
  const stranger = await signIn(t, await addStudio(t));
  truth(!/Jane/.test(await read(stranger)));
  equal((await stranger.send("GET", `${PAGE}/refunds/${one.refundId}/manual`)).status, 404);
  equal((await manualRefundOf(stranger, one.refundId)).status, 404);
  const { text } = await stranger.page("/console/settings/devices");
  const csrf = /name="csrf" value="([^"]+)"/.exec(text)![1];
  const body = new URLSearchParams({ csrf, once: "0".repeat(32) }).toString();
  equal((await stranger.send("POST", `${PAGE}/refunds/${one.refundId}/retry`, body)).status, 404);
  equal(await stateOf(t, one.refundId), "intent");
});
