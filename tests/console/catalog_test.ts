import { match, ok as truth, strictEqual as equal } from "node:assert";
import { HOUR, iso } from "../../src/domain/time.ts";
import { formOf, type Owner, readable, signIn } from "../support/console.ts";
import { addStudio, person, studio } from "../support/studio.ts";

const SERVICES = "/console/settings/services";
const INSTRUCTORS = "/console/settings/instructors";
const PACKS = "/console/settings/packs";
const CLOSURES = "/console/settings/closures";
const NASTY = `<b>"Flow" & Co’s</b>`;

type World = Awaited<ReturnType<typeof studio>>;
// deno-lint-ignore no-explicit-any
const itemsOf = async (t: World, path: string): Promise<any[]> => (await t.studio.manage("GET", path)).body.items;

/** The form of a page as it would be sent, to send it more than once. */
async function bodyOf(owner: Owner, path: string, fields: Record<string, string>, action = path): Promise<string> {
  const form = formOf((await owner.page(path)).text, action).filter(([name]) => !(name in fields));
  return new URLSearchParams([...form, ...Object.entries(fields)]).toString();
}

// ---------------------------------------------------------------- services

Deno.test("a new service begins with sensible figures, and leads on to the schedule", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  const blank = Object.fromEntries(formOf((await owner.page(`${SERVICES}/new`)).text, `${SERVICES}/new`));
  equal(blank.durationMin, "60");
  equal(blank.capacity, "10");
  equal(blank.cancelWindowHours, "");
  equal(blank.tipsEnabled, "on");
  const body = await bodyOf(owner, `${SERVICES}/new`, { name: ` ${NASTY} `, priceCents: "$35.50" });
  const [first, second] = await Promise.all([
    owner.send("POST", `${SERVICES}/new`, body),
    owner.send("POST", `${SERVICES}/new`, body),
  ]);
  equal(second.to, first.to);
  const made = (await itemsOf(t, "services")).filter((one) => one.name === NASTY);
  equal(made.length, 1, "a second click makes no second");
  const { id, ...values } = made[0];
  equal(
    JSON.stringify(values),
    JSON.stringify({
      name: NASTY,
      durationMin: 60,
      priceCents: 3550,
      capacity: 10,
      cancelWindowHours: null,
      tipsEnabled: true,
    }),
  );
  const page = await owner.follow(first);
  match(readable(page.text), /The service is created\. Put it on the schedule/);
  match(page.text, new RegExp(`href="/console/classes/new\\?service=${id}"`));
  truth(readable(page.text).includes(`${NASTY} 60 minutes, 10 seats, $35.50`) && !page.text.includes("<b>"));
});

Deno.test("mistakes in a service are told beside their field, input stays, and nothing is made", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  const count = (await itemsOf(t, "services")).length;
  const cases: [field: string, typed: string, says: RegExp][] = [
    ["name", "", /Fill this in\./],
    ["name", "x".repeat(121), /At most 120 characters\./],
    ["durationMin", "an hour", /Write a whole number, such as 60\./],
    ["durationMin", "0", /At least 1\./],
    ["durationMin", "1441", /At most 1440\./],
    ["durationMin", "", /Fill this in\./],
    ["priceCents", "", /Fill this in\./],
    ["priceCents", "free", /Write an amount, such as 20\.00, or 0 for free\./],
    ["priceCents", "20.005", /Write an amount, such as 20\.00, or 0 for free\./],
    ["priceCents", "-5", /Write an amount/],
    ["priceCents", "0.49", /Write 0 for free, or at least \$0\.50\./],
    ["priceCents", "1,000,000", /At most \$999,999\.99\./],
    ["capacity", "1.5", /Write a whole number, such as 10\./],
    ["capacity", "0", /At least 1\./],
    ["capacity", "10001", /At most 10000\./],
    ["cancelWindowHours", "-1", /At least 0\./],
    ["cancelWindowHours", "8761", /At most 8760\./],
  ];
  for (const [field, typed, says] of cases) {
    const got = await owner.submit(`${SERVICES}/new`, {
      name: "Flow",
      priceCents: "20",
      tipsEnabled: null,
      [field]: typed,
    });
    equal(got.status, 400, `${field}: ${typed}`);
    const error = new RegExp(`<p class="error" id="${field}-error">([^<]*)<`).exec(got.text);
    match(error![1], says, `${field}: ${typed}`);
    equal(got.text.match(/aria-invalid="true"/g)!.length, 1, `${field}: ${typed}`);
    const fields = Object.fromEntries(formOf(got.text, `${SERVICES}/new`));
    equal(fields[field], typed);
    equal(fields.tipsEnabled, undefined, "the box that was unticked stays so");
  }
  equal((await itemsOf(t, "services")).length, count);
});

Deno.test("a changed service is for classes to come; those made keep what they have", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  const path = `${SERVICES}/${t.studio.serviceId}`;
  const classId = await t.studio.addClass();
  const page = await owner.page(path);
  match(
    readable(page.text),
    /Classes already on the schedule keep their name, length, price and seats\. .*cancellation and tips apply to them too/,
  );
  equal(Object.fromEntries(formOf(page.text, path)).priceCents, "20.00");
  const saved = await owner.submit(path, {
    name: "Renamed",
    priceCents: "0",
    durationMin: "75",
    capacity: "1",
    cancelWindowHours: "1",
    tipsEnabled: null,
  });
  match(
    readable((await owner.follow(saved)).text),
    /Saved\. Classes created from now on begin with it\. Renamed 75 minutes, 1 seat, Free, free cancellation until 1 hour before the class, no tips/,
  );
  const old = await t.studio.class(classId);
  equal(`${old.nameSnapshot} ${old.durationMin} ${old.priceCents} ${old.capacity}`, "Pilates Class 50 2000 6");
  const fresh = await t.studio.class(await t.studio.addClass());
  equal(`${fresh.nameSnapshot} ${fresh.durationMin} ${fresh.priceCents} ${fresh.capacity}`, "Renamed 75 0 1");
  equal((await owner.submit(path, { name: "" })).status, 400);
  equal((await itemsOf(t, "services"))[0].name, "Renamed");
});

Deno.test("a studio without services, instructors, packs and closures is told how to begin, in its own currency", async () => {
  await using t = await studio();
  const other = await addStudio(t, { onboarded: false });
  await other.manage("PATCH", "provider", { currency: "jpy" });
  const owner = await signIn(t, other);
  match(await owner.read(INSTRUCTORS), /Nobody yet\. A class needs no instructor/);
  match(await owner.read(PACKS), /No packs yet\./);
  match(await owner.read(CLOSURES), /No closures ahead\./);
  match(await owner.read(`${SERVICES}/new`), /Price in JPY For one seat\. 0 is free, else at least ¥50\./);
  equal((await owner.submit(`${SERVICES}/new`, { name: "Yoga", priceCents: "2,500" })).status, 303);
  equal(
    (await other.manage("GET", "services")).body.items.find((one: { name: string }) => one.name === "Yoga").priceCents,
    2500,
  );
  match(await owner.read(SERVICES), /Yoga 60 minutes, 10 seats, ¥2,500/);
  equal((await owner.submit(`${SERVICES}/new`, { name: "Yoga", priceCents: "2500.50" })).status, 400);
});

// ---------------------------------------------------------------- instructors

Deno.test("instructors are added once and renamed everywhere", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  const body = await bodyOf(owner, INSTRUCTORS, { name: ` ${NASTY} ` });
  const added = await Promise.all([owner.send("POST", INSTRUCTORS, body), owner.send("POST", INSTRUCTORS, body)]);
  for (const one of added) equal(one.to, `${INSTRUCTORS}?done=made`);
  const [{ id, name }, ...more] = await itemsOf(t, "instructors");
  equal(name, NASTY);
  equal(more.length, 0);
  const page = await owner.page(INSTRUCTORS);
  truth(readable(page.text).includes(NASTY) && !page.text.includes("<b>"));
  const wrong = await owner.submit(INSTRUCTORS, { name: "x".repeat(121) });
  equal(wrong.status, 400);
  equal(Object.fromEntries(formOf(wrong.text, INSTRUCTORS)).name, "x".repeat(121));

  const scheduledAt = iso(t.clock.now() + 24 * HOUR);
  const made = await t.studio.manage("POST", "classes", {
    serviceId: t.studio.serviceId,
    scheduledAt,
    instructorId: id,
  });
  const path = `${INSTRUCTORS}/${id}`;
  equal((await owner.submit(path, { name: " " })).status, 400);
  const saved = await owner.submit(path, { name: "Sarah Lee" });
  match(readable((await owner.follow(saved)).text), /Renamed, in every class\. Sarah Lee/);
  equal((await t.studio.class(made.body.id)).instructor.name, "Sarah Lee");
  const shown = await t.studio.call("GET", `/api/classes?handle=${t.studio.handle}&from=2026-05-11&to=2026-05-18`);
  match(shown.text, /Sarah Lee/);
});

// ---------------------------------------------------------------- packs

Deno.test("packs are made, changed, and go off and on sale; what was sold stays", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  const body = await bodyOf(owner, `${PACKS}/new`, { name: "Five", priceCents: "90" });
  const made = await owner.send("POST", `${PACKS}/new`, body);
  await owner.send("POST", `${PACKS}/new`, body);
  match(
    readable((await owner.follow(made)).text),
    /The pack is on sale\. .*On sale Five 5 classes, \$90\.00, valid for 180 days/,
  );
  const [{ id, ...pack }, ...more] = await itemsOf(t, "package-types");
  equal(more.length, 0);
  equal(
    JSON.stringify(pack),
    JSON.stringify({ name: "Five", sessionsTotal: 5, priceCents: 9000, validDays: 180, active: true }),
  );
  const start = () =>
    t.studio.call("POST", "/api/packages/start", { packageTypeId: id, handle: t.studio.handle, ...person(1) });
  equal((await start()).status, 200);

  const off = await owner.submit(PACKS, { active: "" }, `${PACKS}/${id}/sale`);
  match(
    readable((await owner.follow(off)).text),
    /Off sale: nobody can buy it from now on\. .*On sale None\. Not on sale Five/,
  );
  truth((await start()).status >= 400);
  const on = await owner.submit(PACKS, { active: "on" }, `${PACKS}/${id}/sale`);
  match(readable((await owner.follow(on)).text), /On sale again\./);
  equal((await start()).status, 200);

  const path = `${PACKS}/${id}`;
  match(await owner.read(path), /Packs already sold stay as they are\./);
  const saved = await owner.submit(path, { name: NASTY, validDays: "", sessionsTotal: "1", active: null });
  const page = await owner.follow(saved);
  truth(readable(page.text).includes(`${NASTY} 1 class, $90.00, never expires`) && !page.text.includes("<b>"));
  match(
    readable(
      (await owner.follow(await owner.submit(`${PACKS}/new`, { name: "Off", priceCents: "9", active: null }))).text,
    ),
    /It is not on sale yet\./,
  );

  const cases: [field: string, typed: string, says: RegExp][] = [
    ["name", "", /Fill this in\./],
    ["sessionsTotal", "0", /At least 1\./],
    ["sessionsTotal", "1001", /At most 1000\./],
    ["sessionsTotal", "", /Fill this in\./],
    ["priceCents", "0", /At least \$0\.50\./],
    ["priceCents", "", /Fill this in\./],
    ["validDays", "half a year", /Write a whole number, such as 180\./],
    ["validDays", "3651", /At most 3650\./],
  ];
  const before = JSON.stringify(await itemsOf(t, "package-types"));
  for (const [field, typed, says] of cases) {
    for (const at of [path, `${PACKS}/new`]) {
      const got = await owner.submit(at, { name: "Five", priceCents: "9", [field]: typed });
      equal(got.status, 400, `${field}: ${typed}`);
      match(new RegExp(`id="${field}-error">([^<]*)<`).exec(got.text)![1], says, `${field}: ${typed}`);
      equal(Object.fromEntries(formOf(got.text, at))[field], typed);
    }
  }
  equal(JSON.stringify(await itemsOf(t, "package-types")), before);
});

// ---------------------------------------------------------------- closures

Deno.test("a closure of whole days lasts from the first midnight to the last, on the studio's clock", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  const filled = { label: "Closed for Memorial Day", from: "2026-05-25", to: "2026-05-26" };
  const body = await bodyOf(owner, `${CLOSURES}/new`, filled);
  const made = await owner.send("POST", `${CLOSURES}/new`, body);
  equal((await owner.send("POST", `${CLOSURES}/new`, body)).status, 303);
  match(
    readable((await owner.follow(made)).text),
    /The closure is created\. Closed for Memorial Day Mon, May 25 to Tue, May 26, all day/,
  );
  const [{ id: _, ...one }, ...more] = await itemsOf(t, "blackouts");
  equal(more.length, 0);
  equal(
    JSON.stringify(one),
    JSON.stringify({
      label: "Closed for Memorial Day",
      startsAt: "2026-05-25T05:00:00.000Z",
      endsAt: "2026-05-27T05:00:00.000Z",
      allDay: true,
      kind: "closure",
    }),
  );
  // One day, and the day on which clocks change is 25 hours long.
  await owner.submit(`${CLOSURES}/new`, { label: "One day", from: "2026-11-01", to: "" });
  const day = (await itemsOf(t, "blackouts")).find((of) => of.label === "One day");
  equal(`${day.startsAt} ${day.endsAt}`, "2026-11-01T05:00:00.000Z 2026-11-02T06:00:00.000Z");
  match(await owner.read(CLOSURES), /One day Sun, Nov 1, all day/);
  match((await owner.page(`${CLOSURES}/new?date=2026-06-03`)).text, /id="from" name="from" value="2026-06-03"/);
});

Deno.test("a closure of some hours is in the studio's time, over midnight too", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  const of = { length: "hours", from: "2026-05-20", fromTime: "12:00", to: "", toTime: "14:30" };
  await owner.submit(`${CLOSURES}/new`, { label: NASTY, ...of });
  const page = await owner.page(CLOSURES);
  truth(readable(page.text).includes(`${NASTY} Wed, May 20, 12:00 – 2:30 PM`), readable(page.text));
  truth(!page.text.includes("<b>"));
  const [one] = await itemsOf(t, "blackouts");
  equal(`${one.startsAt} ${one.endsAt} ${one.allDay}`, "2026-05-20T17:00:00.000Z 2026-05-20T19:30:00.000Z false");
  await owner.submit(`${CLOSURES}/new`, {
    label: "Night",
    ...of,
    to: "2026-05-21",
    fromTime: "22:00",
    toTime: "06:00",
  });
  match(await owner.read(CLOSURES), /Night Wed, May 20, 10:00 PM – Thu, May 21, 6:00 AM/);
});

Deno.test("mistakes in a closure are told beside their field, and none is made", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  const days = { length: "days", label: "Closed", from: "2026-05-25", to: "2026-05-26", fromTime: "", toTime: "" };
  const hours = { ...days, length: "hours", to: "", fromTime: "12:00", toTime: "14:00" };
  const cases: [fields: typeof days, field: string, says: RegExp][] = [
    [{ ...days, label: " " }, "label", /Fill this in\./],
    [{ ...days, from: "" }, "from", /Choose a date\./],
    [{ ...days, from: "2026-02-30" }, "from", /Write a date, such as/],
    [{ ...days, to: "tomorrow" }, "to", /Write a date, such as/],
    [{ ...days, to: "2026-05-24" }, "to", /The last day comes before the first\./],
    [{ ...hours, fromTime: "" }, "fromTime", /Choose a time\./],
    [{ ...hours, toTime: "2 pm" }, "toTime", /Write a time, such as 14:30\./],
    [{ ...hours, toTime: "12:00" }, "toTime", /before the beginning\. If it is on the next day, choose that/],
    [{ ...hours, to: "2026-05-24" }, "toTime", /The end comes before the beginning\./],
  ];
  for (const [fields, field, says] of cases) {
    const got = await owner.submit(`${CLOSURES}/new`, fields);
    equal(got.status, 400, `${field}: ${says}`);
    match(new RegExp(`id="${field}-error">([^<]*)<`).exec(got.text)![1], says);
    const kept = Object.fromEntries(formOf(got.text, `${CLOSURES}/new`));
    for (const [name, value] of Object.entries(fields)) equal(kept[name], value, name);
  }
  equal((await itemsOf(t, "blackouts")).length, 0);
});

Deno.test("classes that stand in a closure's time are shown before it is made, and stay", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  // Now it is 10 AM on Monday, May 11.
  const during = await t.studio.addClass({ inHours: 50 });
  const into = await t.studio.addClass({ inHours: 37.5 });
  const cancelled = await t.studio.addClass({ inHours: 51 });
  const after = await t.studio.addClass({ inHours: 62 });
  await t.studio.manage("POST", `classes/${cancelled}/cancel`);
  await t.studio.seat(during);
  const fields = { label: "Closed", from: "2026-05-13", to: "2026-05-13" };
  const asked = await owner.submit(`${CLOSURES}/new`, fields);
  equal(asked.status, 200);
  match(readable(asked.text), /2 classes are scheduled then\. A closure does not cancel them\./);
  match(readable(asked.text), /Pilates Class , Wed, May 13, 12:00 – 12:50 PM, 1 of 6 booked/);
  match(readable(asked.text), /Create closure, keep the 2 classes/);
  const linked = [...asked.text.matchAll(/href="\/console\/classes\/(class-[^"]+)"/g)].map(([, id]) => id);
  equal(linked.sort().join(), [during, into].sort().join());
  truth(!linked.includes(after));
  equal((await itemsOf(t, "blackouts")).length, 0, "only asked");

  // Other days were not shown, so they are asked about again.
  const form = formOf(asked.text, `${CLOSURES}/new`);
  const changed = new URLSearchParams([...form.filter(([name]) => name !== "to"), ["to", "2026-05-14"]]).toString();
  const again = await owner.send("POST", `${CLOSURES}/new`, changed);
  equal(again.status, 200);
  match(readable(again.text), /3 classes are scheduled then/);
  const sure = new URLSearchParams(form).toString();
  const made = await owner.send("POST", `${CLOSURES}/new`, sure);
  equal(made.to, `${CLOSURES}?done=made`);
  equal((await itemsOf(t, "blackouts")).length, 1);
  for (const id of [during, into]) equal((await t.studio.class(id)).status, "Scheduled");
});

Deno.test("a closure is deleted after a question, and past ones are folded", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  const made = await t.studio.manage("POST", "blackouts", {
    label: "Holiday",
    startsAt: iso(t.clock.now() + HOUR),
    endsAt: iso(t.clock.now() + 2 * HOUR),
  });
  const path = `${CLOSURES}/${made.body.id}/delete`;
  match((await owner.page(CLOSURES)).text, new RegExp(`href="${path}"[^>]*data-dialog`));
  const page = await owner.page(path);
  match(page.text, /<div data-dialog-body/);
  match(readable(page.text), /Delete “Holiday”\? Mon, May 11, 11:00 AM – 12:00 PM\. .* Delete closure Keep closure/);
  t.clock.advance(3 * HOUR);
  match(await owner.read(CLOSURES), /No closures ahead\. .* 1 past closure Holiday/);
  const body = await bodyOf(owner, path, {});
  equal((await owner.send("POST", path, body)).to, `${CLOSURES}?done=deleted`);
  match(await owner.read(`${CLOSURES}?done=deleted`), /The closure is deleted\./);
  equal((await itemsOf(t, "blackouts")).length, 0);
  equal((await owner.send("POST", path, body)).to, `${CLOSURES}?done=deleted`, "a second click says the same");
  equal((await owner.send("GET", path)).status, 404);
});

// ---------------------------------------------------------------- strangers

Deno.test("another studio's services, instructors, packs and closures are nothing here", async () => {
  await using t = await studio();
  const other = await addStudio(t);
  const owner = await signIn(t, t.studio);
  const made = {
    instructor: (await other.manage("POST", "instructors", { name: "Hers" })).body.id,
    pack: (await other.manage("POST", "package-types", { name: "Hers", sessionsTotal: 5, priceCents: 9000 })).body.id,
    closure: (await other.manage("POST", "blackouts", {
      label: "Hers",
      startsAt: "2026-05-20T00:00:00Z",
      endsAt: "2026-05-21T00:00:00Z",
    })).body.id,
  };
  const { csrf, once } = Object.fromEntries(formOf((await owner.page(INSTRUCTORS)).text, INSTRUCTORS));
  const body = new URLSearchParams({
    csrf,
    once,
    name: "Stolen",
    durationMin: "60",
    priceCents: "20",
    capacity: "5",
    sessionsTotal: "5",
    active: "",
  }).toString();
  const paths: [string, boolean][] = [
    [`${SERVICES}/${other.serviceId}`, true],
    [`${INSTRUCTORS}/${made.instructor}`, true],
    [`${PACKS}/${made.pack}`, true],
    [`${PACKS}/${made.pack}/sale`, false],
    [`${CLOSURES}/${made.closure}/delete`, true],
    [`${SERVICES}/svc-none`, true],
  ];
  for (const [path, shows] of paths) {
    if (shows) equal((await owner.send("GET", path)).status, 404, path);
    equal((await owner.send("POST", path, body)).status, 404, path);
  }
  equal((await other.manage("GET", "services")).body.items[0].name, "Pilates Class");
  equal((await other.manage("GET", "instructors")).body.items[0].name, "Hers");
  const [pack] = (await other.manage("GET", "package-types")).body.items;
  equal(`${pack.name} ${pack.active}`, "Hers true");
  equal((await other.manage("GET", "blackouts")).body.items.length, 1);
});
