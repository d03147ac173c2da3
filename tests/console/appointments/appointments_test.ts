/** Appointments at the console: listed, booked, completed, cancelled. */
import assert from "node:assert/strict";
import { DAY, HOUR, iso, MINUTE } from "../../../src/domain/time.ts";
import { readable, signIn } from "../../support/console.ts";
import { addStudio, type Person, person, type Studio, studio } from "../../support/studio.ts";

const HOME = "/console/appointments";
const JANE: Person = { name: "Jane Doe", email: "jane.doe@example.com", phone: "5555550142" };
/** An appointment's id. */
async function visit(s: Studio, inHours: number, who = JANE, serviceId = s.serviceId): Promise<string> {
  const made = await s.manage("POST", "appointments", {
    serviceId,
    scheduledAt: iso(s.t.clock.now() + inHours * HOUR),
    client: who,
  });
  assert.equal(made.status, 201, made.text);
  return made.body.id;
}
/** Without tips. */
async function plainService(s: Studio): Promise<string> {
  const made = await s.manage("POST", "services", {
    name: "Check-in",
    durationMin: 20,
    priceCents: 0,
    tipsEnabled: false,
  });
  return made.body.id;
}
const statusOf = async (s: Studio, id: string) =>
  (await s.books("appointments")).find((one) => one.id === id)?.status as string;
const tokensOf = (html: string) => {
  const form = /name="csrf" value="([^"]+)".*?name="once" value="([^"]+)"/s.exec(html)!;
  return new URLSearchParams({ csrf: form[1], once: form[2] }).toString();
};

Deno.test("an empty list teaches, and so does a studio without services", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  assert.match(await owner.read(HOME), /An appointment is a visit of one client.* Book an appointment/);
  await t.db.write("test", (tx) => tx.run("DELETE FROM services"));
  const { text } = await owner.page(`${HOME}/new`);
  assert.match(readable(text), /for one of your services, and you have none yet.* Make a service/);
  assert.doesNotMatch(text, /<select/);
});

Deno.test("appointments are those to complete, to come and past, each with time, service, client, status and tip", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const owner = await signIn(t, s);
  const plain = await plainService(s);
  await visit(s, -3, { ...JANE, name: `<b>"Jane" & co` });
  await visit(s, -1, person(2), plain);
  await visit(s, 30, person(3));
  await visit(s, 20, person(4));
  const dropped = await visit(s, 25, person(5));
  await s.manage("POST", `appointments/${dropped}/cancel`);
  const tipped = await s.completedAppointment(person(6));
  await t.stripe.pay(await s.startTip(tipped.tipToken, 1000));
  await t.settle();
  await s.completedAppointment(person(7), plain);
  const { text } = await owner.page(HOME);
  const says = readable(text);
  assert.match(says, /To complete Jane 2 .* <b>"Jane" & co .* Upcoming /);
  assert.ok(text.includes("&lt;b&gt;&quot;Jane&quot; &amp; co</a>") && !text.includes("<b>"));
  assert.match(says, /Jane 2 Mon, May 11, [\d:]+ – [\d:]+ AM Check-in\. Begun, not completed\. Complete, mail thanks/);
  assert.match(
    says,
    /co Mon, May 11, [\d:]+ – [\d:]+ AM Pilates Class\. Begun, not completed\. Complete, mail tip link/,
  );
  assert.match(says, /Upcoming Jane 4 .* Booked\. Cancel….* Jane 5 .* Cancelled\. .*Jane 3 .*Past/);
  assert.match(says, /Jane 6 .* Completed\. Tip \$10\.00/);
  assert.match(says, /Jane 7 .* Check-in\. Completed\. Thanks on the way\./);
  await t.settle();
  assert.match(await owner.read(HOME), /Jane 7 .* Check-in\. Completed\. Thanks mailed\./);
  const client = (await s.manage("GET", "clients?q=jane2@")).body.items[0].id;
  assert.ok(text.includes(`href="/console/clients/${client}"`));
});

Deno.test("each part has next pages, and loses nothing", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const owner = await signIn(t, s);
  for (let n = 0; n < 22; n++) {
    await visit(s, n + 1, person(n));
    await visit(s, -n, person(n));
  }
  for (const [part, heading] of [["upcoming", "Upcoming"], ["due", "To complete"]]) {
    const { text } = await owner.page(HOME);
    const next = new RegExp(`href="([^"]*part=${part}[^"]*)" rel="next"`).exec(text)![1].replaceAll("&amp;", "&");
    const second = await owner.page(next);
    assert.match(readable(second.text), new RegExp(`All appointments Appointments .*${heading} .* First page`));
    assert.equal(second.text.match(/<li class="person visit/g)!.length, 2, part);
    assert.doesNotMatch(second.text, /rel="next"/);
  }
  assert.equal((await owner.send("GET", `${HOME}?part=due&cursor=x`)).status, 400);
  assert.equal((await owner.page(`${HOME}?part=none&cursor=x`)).status, 200);
});

Deno.test("an appointment is booked at the studio's own clock, once a form; nobody is mailed", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const owner = await signIn(t, s);
  const { text } = await owner.page(`${HOME}/new`);
  assert.match(readable(text), /In Chicago .* Nobody is mailed about it: tell the client yourself\./);
  const fields = {
    serviceId: s.serviceId,
    date: "2026-05-20",
    time: "09:30",
    name: " Jane Doe ",
    email: "Jane.Doe@Example.com",
    phone: "(555) 555-0142",
  };
  const body = `${tokensOf(text)}&${new URLSearchParams(fields)}`;
  const clicks = await Promise.all([1, 2, 3].map(() => owner.send("POST", `${HOME}/new`, body)));
  assert.deepEqual(clicks.map((one) => [one.status, one.to]), clicks.map(() => [303, `${HOME}?done=booked`]));
  assert.match(
    readable((await owner.follow(clicks[0])).text),
    /The appointment is booked\. Nobody is mailed: tell the client yourself\..* Jane Doe Wed, May 20, 9:30 – 10:20 AM/,
  );
  const { items } = (await s.manage("GET", "appointments")).body;
  assert.deepEqual(items.map((one: { scheduledAt: string; client: Person }) => [one.scheduledAt, one.client.email]), [
    ["2026-05-20T14:30:00.000Z", JANE.email],
  ]);
  await t.settle();
  assert.equal(t.mailer.of("signin_link").length + t.mailer.of("booking_confirmed").length, 0);

  // From the client's page the form knows them.
  const known = await owner.page(`${HOME}/new?client=${items[0].client.id}`);
  for (const value of [JANE.name, JANE.email, "(555) 555-0142"]) {
    assert.ok(known.text.includes(`value="${value}"`), value);
  }
  assert.equal((await owner.send("GET", `${HOME}/new?client=cli-none`)).status, 404);
});

Deno.test("mistakes of a new appointment are shown beside their fields, input kept, and nothing is booked", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const owner = await signIn(t, s);
  const good = { date: "2026-05-20", time: "09:30", ...JANE };
  for (
    const [wrong, field, says] of [
      [{ date: "" }, "date", /Choose a date\./],
      [{ date: "2026-02-30" }, "date", /Choose a date\./],
      [{ date: "9999-01-02" }, "date", /Choose a date of our times\./],
      [{ time: "" }, "time", /Choose a time, such as 9:00 AM\./],
      [{ time: "25:00" }, "time", /Choose a time, such as 9:00 AM\./],
      [{ name: " " }, "name", /Fill this in\./],
      [{ email: '<b>"' }, "email", /looks like this: name@example\.com/],
      [{ phone: "555 0142" }, "phone", /Add the area code/],
      [{ serviceId: "svc-none" }, "serviceId", /This service is no longer there/],
      // The night the clock goes ahead has no 2:30.
      [{ date: "2027-03-14", time: "02:30" }, "time", /skips this time\. 3:30 AM is the time that takes its place/],
    ] as [Record<string, string>, string, RegExp][]
  ) {
    const got = await owner.submit(`${HOME}/new`, { ...good, ...wrong });
    assert.equal(got.status, 400, JSON.stringify(wrong));
    assert.match(readable(got.text), says);
    assert.match(got.text, new RegExp(`id="${field}"[^>]*aria-invalid="true"`), field);
    assert.equal(got.text.match(/aria-invalid="true"/g)!.length, 1, JSON.stringify(wrong));
    assert.ok(got.text.includes(`value="${(wrong.name ?? JANE.name).trim() || " "}"`));
    if (wrong.email) assert.ok(got.text.includes('value="&lt;b&gt;&quot;"'));
  }
  const nothing = await owner.submit(`${HOME}/new`, { date: "", time: "", name: "", email: "", phone: "" });
  assert.equal(nothing.text.match(/aria-invalid="true"/g)!.length, 5, "all at once: day, time, name, email, phone");
  assert.equal((await s.manage("GET", "appointments")).body.items.length, 0);
  assert.equal((await s.manage("GET", "clients")).body.items.length, 0);
});

Deno.test("a time that the clock shows twice is the first of the two, and the page says so", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  const got = await owner.submit(`${HOME}/new`, { date: "2026-11-01", time: "01:30", ...JANE });
  assert.match(readable((await owner.follow(got)).text), /booked for the first of the two: the clock goes back/);
  assert.equal((await t.studio.manage("GET", "appointments")).body.items[0].scheduledAt, "2026-11-01T06:30:00.000Z");
});

Deno.test("completing works from the start, mails once with the tip link, and the second click says the same", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const owner = await signIn(t, s);
  const id = await visit(s, 1);
  const path = `${HOME}/${id}/complete`;
  const early = await owner.page(HOME);
  assert.ok(!early.text.includes(path), "before the start nothing can be completed");
  const early409 = await owner.send("POST", path, tokensOf((await owner.page(`${HOME}/new`)).text));
  assert.equal(early409.status, 409);
  assert.match(readable(early409.text), /This appointment has not started yet/);
  assert.equal(await statusOf(s, id), "Scheduled");

  t.clock.advance(HOUR);
  const { text } = await owner.page(HOME);
  const clicks = await Promise.all([1, 2].map(() => owner.send("POST", path, tokensOf(text))));
  clicks.push(await owner.send("POST", path, tokensOf(text)));
  assert.deepEqual(clicks.map((one) => [one.status, one.to]), clicks.map(() => [303, `${HOME}?done=completed-tip`]));
  assert.match(
    readable((await owner.follow(clicks[0])).text),
    /Completed\. The client is mailed a thank-you with the tip link/,
  );
  assert.match(await owner.read(HOME), /Past Jane Doe .* Completed\. Tip link on the way\./);
  await t.settle();
  assert.equal(t.mailer.of("post_visit").length, 1);
  assert.match(t.mailer.of("post_visit")[0].text, /\/tip#[\w-]{40,}/);
  assert.match(await owner.read(HOME), /Completed\. Tip link mailed\./);
});

Deno.test("where a service takes no tips the thank-you asks for none, and the button says so", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const owner = await signIn(t, s);
  const id = await visit(s, 0, JANE, await plainService(s));
  const { text } = await owner.page(HOME);
  assert.ok(!text.includes("mail tip link") && text.includes("Complete, mail thanks"));
  const done = await owner.follow(await owner.submit(HOME, {}, `${HOME}/${id}/complete`));
  assert.match(readable(done.text), /Completed\. The client is mailed a thank-you\./);
  await t.settle();
  assert.equal(t.mailer.of("post_visit").length, 1);
  assert.doesNotMatch(t.mailer.of("post_visit")[0].text, /\btip\b/i);
});

Deno.test("a studio that can't take payments is told that its tip links lead nowhere", async () => {
  await using t = await studio({ onboarded: false });
  const owner = await signIn(t, t.studio);
  await visit(t.studio, 0);
  assert.match(await owner.read(HOME), /You can’t take payments yet, so a tip link leads nowhere\. Connect Stripe/);
});

Deno.test("cancelling asks first, says that nobody is mailed and how the client is reached, and holds for good", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const owner = await signIn(t, s);
  const id = await visit(s, 20);
  const page = `${HOME}/${id}/cancel`;
  assert.ok((await owner.page(HOME)).text.includes(`href="${page}" data-dialog`));
  const ask = await owner.page(page);
  assert.ok(ask.text.includes("data-dialog-body") && ask.text.includes("data-keep"));
  assert.match(
    readable(ask.text),
    /Cancel Jane Doe’s appointment\? Pilates Class, Tuesday, May 12, 6:00 – 6:50 AM \. This can’t be undone\. Nobody is mailed: tell Jane yourself\. jane\.doe@example\.com \(555\) 555-0142 Cancel appointment Keep appointment/,
  );
  assert.ok(ask.text.includes('href="mailto:jane.doe@example.com"') && ask.text.includes('href="tel:5555550142"'));
  assert.equal(await statusOf(s, id), "Scheduled", "asking changes nothing");

  for (let click = 0; click < 2; click++) {
    const got = await owner.send("POST", page, tokensOf(ask.text));
    assert.equal(got.to, `${HOME}?done=cancelled`);
    assert.match(
      readable((await owner.follow(got)).text),
      /The appointment is cancelled\. Nobody was mailed\..* Cancelled\./,
    );
  }
  assert.equal(await statusOf(s, id), "Cancelled");
  assert.match(await owner.read(page), /This appointment is cancelled already/);
  t.clock.advance(DAY);
  assert.equal((await owner.send("POST", `${HOME}/${id}/complete`, tokensOf(ask.text))).status, 410);
  await t.settle();
  assert.deepEqual(t.mailer.sent.filter((one) => one.to === JANE.email), []);
});

Deno.test("what is completed can't be cancelled, and the page says so", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const owner = await signIn(t, s);
  const id = await visit(s, 0);
  const ask = await owner.page(`${HOME}/${id}/cancel`);
  t.clock.advance(MINUTE);
  await s.manage("POST", `appointments/${id}/complete`);
  const late = await owner.send("GET", `${HOME}/${id}/cancel`);
  assert.equal(late.status, 410);
  assert.match(readable(late.text), /This appointment is completed/);
  assert.equal((await owner.send("POST", `${HOME}/${id}/cancel`, tokensOf(ask.text))).status, 410);
  assert.equal(await statusOf(s, id), "Completed");
});

Deno.test("another studio's appointment is not there, and stays as it was", async () => {
  await using t = await studio();
  const other = await addStudio(t);
  const id = await visit(other, 0);
  const owner = await signIn(t, t.studio);
  const form = tokensOf((await owner.page(`${HOME}/new`)).text);
  for (const one of [id, "appt-none"]) {
    assert.equal((await owner.send("GET", `${HOME}/${one}/cancel`)).status, 404);
    assert.equal((await owner.send("POST", `${HOME}/${one}/cancel`, form)).status, 404);
    assert.equal((await owner.send("POST", `${HOME}/${one}/complete`, form)).status, 404);
  }
  assert.equal(await statusOf(other, id), "Scheduled");
  // Nor can its service be booked.
  const foreign = await owner.submit(`${HOME}/new`, {
    serviceId: other.serviceId,
    date: "2026-05-20",
    time: "09:30",
    ...JANE,
  });
  assert.equal(foreign.status, 400);
  assert.equal((await t.studio.manage("GET", "appointments")).body.items.length, 0);
});

Deno.test("an erased client's appointment shows nobody", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const owner = await signIn(t, s);
  const { id } = await s.completedAppointment(JANE);
  await t.settle();
  const client = (await s.manage("GET", "clients")).body.items[0].id;
  assert.equal((await s.manage("DELETE", `clients/${client}`)).status, 204);
  const { text } = await owner.page(HOME);
  assert.match(readable(text), /Erased client .* Completed\./);
  assert.ok(!text.includes(`/console/clients/${client}`));
  assert.equal(await statusOf(s, id), "Completed");
});
