/** Every line of code in the guides runs, against a server as `deno task dev` starts it: a wrong one fails here. */
import assert from "node:assert/strict";
import { type RunningStudio, runningStudio } from "../browser/running_studio.ts";
import { freePort } from "../journeys/server.ts";
import { checkScripts, type Fill, type Json, readScripts, runScript, runShell } from "./guide_code.ts";

const GUIDES = ["first-booking", "your-site", "going-live", "webhooks", "errors", "limits"];

/** The variables with which most guides begin. */
const given = ({ url, demo }: RunningStudio): Record<string, string> => ({
  ALERA_URL: url,
  ALERA_KEY: demo.key,
  ALERA_OWNER_TOKEN: demo.ownerToken,
  SITE: demo.origin,
  HANDLE: demo.handle,
});

const fixed = (values: Record<string, string>): Record<string, Fill> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, () => value]));

async function script(guide: string, name: string): Promise<string> {
  const text = (await readScripts(guide)).get(name);
  assert.ok(text, `${guide} has ${name}`);
  return text;
}

async function manage(s: RunningStudio, path: string, body: unknown): Promise<Json> {
  const response = await fetch(`${s.url}/api/manage/${path}`, {
    method: "POST",
    headers: { authorization: `Bearer ${s.demo.ownerToken}`, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  const answer = await response.json();
  assert.ok(response.ok, JSON.stringify(answer));
  return answer;
}

async function pay(checkoutUrl: string): Promise<void> {
  await (await fetch(`${checkoutUrl}/pay`, { method: "POST", redirect: "manual" })).body?.cancel();
}

Deno.test("the scripts of the guides have no type mistakes", async () => {
  const scripts = await Promise.all(GUIDES.map(readScripts));
  await checkScripts(scripts.flatMap((one) => [...one.values()]));
});

Deno.test("the code of every guide does what the guide says", async (t) => {
  await using s = await runningStudio({ ALERA_RATE_LIMITS: "on" });

  await t.step("first booking, with curl", async () => {
    let booking: Json;
    await runShell("first-booking", {
      ...fixed(given(s)),
      CLASS: ({ classes }) => classes.find((one: Json) => one.priceCents > 0 && one.seatsLeft > 0).id,
      CHECKOUT_URL: (answer) => (booking = answer).checkoutUrl,
      SESSION: () => booking.checkoutSessionId,
      ENROLLMENT: () => booking.enrollmentId,
      CANCEL_TOKEN: () => booking.cancelToken,
    });
  });

  await t.step("first booking, in TypeScript", async () => {
    await using book = await runScript(await script("first-booking", "book.ts"), given(s));
    await pay((await book.printed(/Pay here: (\S+)\n/))[1]);
    assert.equal(await book.ended(), 0, book.output());
    assert.match(book.output(), /The payment is paid and the booking Confirmed\n/);
    assert.match(book.output(), /A cancel would refund (\d+) usd\nRefunded: \1\n/);
  });

  await t.step("the pages a site provides", async () => {
    await runShell("your-site", fixed(given(s)));
    const port = freePort();
    const SITE = `http://localhost:${port}`;
    const { key } = await manage(s, "api-keys", { label: "The guide's site", allowedOrigins: [SITE] });
    await using site = await runScript(
      await script("your-site", "site.ts"),
      { ...given(s), SITE, ALERA_KEY: key },
      port,
    );
    await site.printed(/istening on/);
    await visit(s, SITE);
  });

  await t.step("going live", async () => {
    const old = await manage(s, "api-keys", { label: "Old", allowedOrigins: ["https://old.example"] });
    await runShell("going-live", { ...fixed(given(s)), KEY_ID: () => old.id });
    await using check = await runScript(await script("going-live", "check.ts"), given(s));
    assert.equal(await check.ended(), 0, check.output());
    assert.match(check.output(), /^Sculpt Pilates Co\.: [1-9]\d* classes, 2 packs\.\nNothing is missing\.\n$/m);
    await using wrong = await runScript(await script("going-live", "check.ts"), {
      ...given(s),
      SITE: "https://elsewhere.example",
    });
    assert.notEqual(await wrong.ended(), 0);
    assert.match(wrong.output(), /origin_not_allowed/);
  });

  await t.step("webhooks", async () => {
    const port = freePort();
    let receiver: Awaited<ReturnType<typeof runScript>> | undefined;
    try {
      await runShell("webhooks", {
        ...fixed(given(s)),
        RECEIVER: () => `http://localhost:${port}/hook`,
        ENDPOINT: async ({ id, secret }) => {
          receiver = await runScript(
            await script("webhooks", "receiver.ts"),
            { ALERA_WEBHOOK_SECRET: secret },
            port,
          );
          await receiver.printed(/istening on/);
          return id;
        },
        EVENT: async (_, answers) => {
          await receiver!.printed(/^ping /m);
          return answers.find((one) => one.items?.[0].type === "booking.confirmed").items[0].id;
        },
      });
      const forged = await fetch(`http://localhost:${port}/hook`, { method: "POST", body: "{}" });
      assert.equal(forged.status, 401);
      await forged.body?.cancel();
      const free = await fetch(`${s.url}/api/classes/${s.demo.freeClassId}/book`, {
        method: "POST",
        headers: { "x-alera-key": s.demo.key, origin: s.demo.origin, "content-type": "application/json" },
        body: JSON.stringify({ name: "Wanda Hook", email: "wanda@example.com", phone: "5555550177" }),
      });
      const { enrollmentId } = await free.json();
      await receiver!.printed(new RegExp(`^booking\\.confirmed .*${enrollmentId}`, "m"));
    } finally {
      await receiver?.[Symbol.asyncDispose]();
    }
  });

  await t.step("errors", async () => {
    await runShell("errors", { ...fixed(given(s)), CLASS: () => s.demo.paidClassId });
    await using refusals = await runScript(await script("errors", "refusals.ts"), {
      ...given(s),
      CLASS: s.demo.paidClassId,
      FULL_CLASS: s.demo.fullClassId,
    });
    assert.equal(await refusals.ended(), 0, refusals.output());
    assert.match(refusals.output(), /You are number \d+ on the waitlist\.\nphone: .*\n/);
    assert.match(refusals.output(), /alreadyOnWaitlist: true/);
  });

  await t.step("limits", async () => {
    await runShell("limits", fixed(given(s)));
    await using visitors = await runScript(await script("limits", "visitors.ts"), given(s));
    assert.equal(await visitors.ended(), 0, visitors.output());
    assert.match(visitors.output(), /^100 of 100 visitors were answered$/m);
  });
});

/** A customer on the guide's site: books, pays, comes back, asks what a cancel does, cancels, signs in, tips. */
async function visit(s: RunningStudio, SITE: string): Promise<void> {
  const ask = async (path: string, form?: Record<string, string>, cookie?: string) => {
    const response = await fetch(new URL(path, SITE), {
      method: form ? "POST" : "GET",
      body: form ? new URLSearchParams(form) : undefined,
      headers: cookie ? { cookie } : {},
      redirect: "manual",
    });
    return { status: response.status, headers: response.headers, text: await response.text() };
  };
  const until = async (path: string, what: RegExp) => {
    for (let tries = 0; tries < 100; tries++) {
      const { text } = await ask(path);
      if (what.test(text)) return text;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`${path} never says ${what}`);
  };
  const person = { name: "Nora <b>Vale</b>", email: "nora@example.com", phone: "5555550188" };

  const { text: schedule } = await ask("/");
  assert.match(schedule, /Reformer Flow,\s+\$20\.00, \d+ seats left/);
  assert.ok(schedule.includes(`/book/${s.demo.paidClassId}`));
  assert.match((await ask(`/book/${s.demo.paidClassId}`)).text, /<form method="post">/);
  const booked = await ask(`/book/${s.demo.paidClassId}`, person);
  assert.equal(booked.status, 303, booked.text);
  const checkoutUrl = booked.headers.get("location")!;
  const { url: confirm } = await leadBack(checkoutUrl);
  assert.ok(confirm.startsWith(`${SITE}/book/confirm?session_id=cs_`), confirm);
  assert.match(await until(confirm, /You&#39;re booked/), /\$20\.00 paid/);
  assert.match((await ask("/book/cancelled")).text, /Nothing was charged/);

  const mail = await s.mail(person.email, "booking_confirmed");
  const [, path, token] = new RegExp(`${SITE}(/cancel/[\\w-]+)#([\\w-]+)`).exec(mail.text)!;
  assert.match((await ask(path)).text, /src="\/token\.js"/);
  assert.match((await ask("/token.js")).text, /location\.hash\.slice\(1\)/);
  const asked = await ask(path, { token, mode: "preview" });
  assert.match(asked.text, /\$20\.00 is refunded\./);
  assert.match((await ask(path, { token, mode: "commit" })).text, /Cancelled/);
  assert.match((await ask(path, { token: "forged", mode: "preview" })).text, /That did not work/);
  assert.match(await until(confirm, /Refunded/), /\$20\.00 went back to you/);

  assert.match((await ask("/me")).text, /Sign in/);
  assert.match((await ask("/me", { email: person.email })).text, /on its way/);
  const link = new RegExp(`${SITE}(/me/[\\w-]+)`).exec((await s.mail(person.email, "signin_link")).text)![1];
  const entered = await ask(link);
  assert.equal(entered.headers.get("location"), "/me");
  const cookie = entered.headers.get("set-cookie")!;
  assert.match(cookie, /HttpOnly/);
  const mine = await ask("/me", undefined, cookie.split(";")[0]);
  assert.match(mine.text, /Reformer Flow: Cancelled/);
  assert.ok(mine.text.includes("&#60;b&#62;Vale"), "escaped");

  assert.match((await ask("/tip")).text, /Leave a tip/);
  const tip = await ask("/tip", { token: s.demo.tipToken, dollars: "5" });
  assert.equal(tip.status, 303, tip.text);
  assert.equal((await ask("/nowhere")).status, 404);
}

/** Pays, and answers where Stripe leads the customer. */
async function leadBack(checkoutUrl: string): Promise<{ url: string }> {
  const paid = await fetch(`${checkoutUrl}/pay`, { method: "POST", redirect: "manual" });
  await paid.body?.cancel();
  return { url: paid.headers.get("location")! };
}
