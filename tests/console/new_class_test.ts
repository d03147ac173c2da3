/** Making classes, one or many, changing one, copying a day: conflicts are shown before anything is saved. */
import { deepStrictEqual as same, match, ok as truth, strictEqual as equal } from "node:assert";
import { HOUR, MINUTE } from "../../src/domain/time.ts";
import { formOf, type Owner, readable, signIn } from "../support/console.ts";
import { addStudio, person, studio } from "../support/studio.ts";

type World = Awaited<ReturnType<typeof studio>>;

const NEW = "/console/classes/new";
const COPY = "/console/classes/copy";

/** Starts of all classes of the studio, in its zone: `2026-05-12 09:00`. */
async function starts(t: World): Promise<string[]> {
  const { items } = (await t.studio.manage("GET", "classes?limit=200")).body;
  const zone = (await t.studio.manage("GET", "provider")).body.timezone;
  const format = new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short", timeStyle: "short" });
  return items.map((one: { scheduledAt: string }) => format.format(new Date(one.scheduledAt)));
}

async function instructor(t: World, name = "Sarah Lee"): Promise<string> {
  return (await t.studio.manage("POST", "instructors", { name })).body.id;
}

/** A class of that instructor. */
const taught = async (t: World, instructorId: string, scheduledAt: string): Promise<string> =>
  (await t.studio.manage("POST", "classes", { serviceId: t.studio.serviceId, scheduledAt, instructorId })).body.id;

const fill = (owner: Owner, fields: Record<string, string>) =>
  owner.submit(`${NEW}?date=2026-06-02`, { time: "09:00", step: "check", ...fields });

/** Sends the form of the page that was answered, as it stands. */
async function sendOn(
  owner: Owner,
  html: string,
  action: string,
  change: Record<string, string | string[]> = {},
) {
  const body = new URLSearchParams(formOf(html, action));
  for (const [name, value] of Object.entries(change)) {
    body.delete(name);
    for (const one of [value].flat()) body.append(name, one);
  }
  return await owner.send("POST", action, body.toString());
}

// ---------------------------------------------------------------- new

Deno.test("a class without conflicts is created at once, on the week it belongs to", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  const shown = await owner.page(`${NEW}?date=2026-06-02`);
  match(shown.text, /id="date" name="date" value="2026-06-02"/);
  match(shown.text, />Pilates Class: 50 min, \$20\.00, 6 seats</);
  match(readable(shown.text), /On the clock in Chicago\..*Who teaches\? Add your instructors to name them here\./);
  const done = await fill(owner, { publicNote: "Bring socks.\r\nSide <door>." });
  equal(done.to, "/console?week=2026-06-02&done=class-made");
  match(readable((await owner.follow(done)).text), /The class is on the schedule\./);
  same(await starts(t), ["2026-06-02 09:00"]);
  const [made] = (await t.studio.manage("GET", "classes")).body.items;
  same([made.capacity, made.priceCents, made.durationMin, made.instructor, made.publicNote], [
    6,
    2000,
    50,
    null,
    "Bring socks.\nSide <door>.",
  ]);
});

Deno.test("length, price, seats and instructor can be other than the service’s", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  const sarah = await instructor(t, `<b>"Sarah"&`);
  match((await owner.page(NEW)).text, /&lt;b&gt;&quot;Sarah&quot;&amp;/);
  await fill(owner, { instructorId: sarah, durationMin: "75", price: "$1,234.50", capacity: "12" });
  await fill(owner, { date: "2026-06-03", price: "0" });
  const [first, second] = (await t.studio.manage("GET", "classes")).body.items;
  same([first.durationMin, first.priceCents, first.capacity, first.instructor.id], [75, 123450, 12, sarah]);
  equal(second.priceCents, 0);
});

Deno.test("every mistake is shown beside its field, what was typed is kept, and nothing is created", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  const other = await addStudio(t);
  const foreign = (await other.manage("POST", "instructors", { name: "Mia" })).body.id;
  await instructor(t);
  const cases: [Record<string, string>, string, RegExp][] = [
    [{ serviceId: other.serviceId }, "serviceId", /Choose a service\./],
    [{ date: "" }, "date", /Choose a date\./],
    [{ date: "2026-02-30" }, "date", /Choose a date\./],
    [{ date: "0001-01-01" }, "date", /Choose a date of our times\./],
    [{ time: "" }, "time", /Choose a time, such as 9:00 AM\./],
    [{ time: "24:00" }, "time", /Choose a time/],
    [{ until: "soon" }, "until", /Choose a date, or leave it empty/],
    [{ until: "2026-06-01" }, "until", /This is before the first date\./],
    [{ until: "2028-05-30" }, "until", /At most 104 weeks at a time: until May 23, 2028\./],
    [{ instructorId: foreign }, "instructorId", /Choose somebody from the list\./],
    [{ durationMin: "an hour" }, "durationMin", /Write a whole number, such as 50\./],
    [{ durationMin: "1441" }, "durationMin", /At most 1440\./],
    [{ capacity: "0" }, "capacity", /At least 1\./],
    [{ price: "20,5 <b>" }, "price", /Write an amount, such as 20\.00, or 0 for free\./],
    [{ price: "0.49" }, "price", /Write 0 for free, or at least \$0\.50\./],
    [{ publicNote: "x".repeat(501) }, "publicNote", /At most 500 characters\./],
  ];
  for (const [fields, name, says] of cases) {
    const got = await fill(owner, { publicNote: "Socks <b>", ...fields });
    equal(got.status, 400, name);
    const error = new RegExp(`id="${name}-error">([^<]*)<`).exec(got.text)?.[1] ?? "";
    match(error, says);
    match(got.text, new RegExp(`<(input|select|textarea)[^>]*id="${name}"[^>]*aria-invalid="true"[^>]*`));
    const kept = new URLSearchParams(formOf(got.text, NEW));
    for (const [field, value] of Object.entries({ publicNote: "Socks <b>", time: "09:00", ...fields })) {
      if (field === "serviceId" || field === "instructorId") continue;
      equal(kept.get(field), value, `${field} is kept`);
    }
  }
  same(await starts(t), []);
});

Deno.test("every week until a date: each at the same local time, across the change of clocks", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  const done = await fill(owner, { date: "2026-10-25", until: "2026-11-08" });
  equal(done.to, "/console?week=2026-10-25&done=classes-made");
  same(await starts(t), ["2026-10-25 09:00", "2026-11-01 09:00", "2026-11-08 09:00"]);
  await fill(owner, { date: "2026-06-02", until: "2028-05-23", time: "06:00" });
  equal((await starts(t)).length, 3 + 104);
});

Deno.test("conflicts are listed first, each date with its own; only ticked dates are created", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  const sarah = await instructor(t);
  await taught(t, sarah, "2026-06-09T14:40:00.000Z"); // 9:40 AM
  await t.studio.manage("POST", "blackouts", {
    label: "Floor <work>",
    startsAt: "2026-06-16T13:00:00.000Z",
    endsAt: "2026-06-16T18:00:00.000Z",
    allDay: false,
    kind: "closure",
  });
  const list = await fill(owner, { instructorId: sarah, until: "2026-06-30" });
  equal(list.status, 200);
  same((await starts(t)).length, 1, "nothing is created yet");
  const text = readable(list.text);
  match(
    text,
    /Create 5 classes\? Pilates Class, 50 minutes, with Sarah Lee\. 2 dates have conflicts and are left out/,
  );
  match(text, /Tuesday, June 9, 9:00 – 9:50 AM Sarah Lee teaches Pilates Class at 9:40 AM\./);
  match(text, /Tuesday, June 16, .* You are closed then: Floor <work>, 8:00 AM to 1:00 PM\./);
  match(text, /Create 3 classes Change details/);

  // Without script the number on the button is stale when ticks change: it comes back once.
  const more = ["2026-06-02", "2026-06-09", "2026-06-30"];
  const once = await sendOn(owner, list.text, NEW, { step: "make", on: [...more, "2026-06-23"] });
  equal(once.status, 400);
  match(readable(once.text), /Nothing was created yet: you changed the ticks\..*Create 4 classes/);
  const none = await sendOn(owner, list.text, NEW, { step: "make", on: [] });
  equal(none.status, 400);
  match(readable(none.text), /Nothing is ticked\./);

  const done = await sendOn(owner, once.text, NEW, { step: "make", on: more, said: "3" });
  equal(done.to, "/console?week=2026-06-02&done=classes-made");
  same(await starts(t), ["2026-06-02 09:00", "2026-06-09 09:00", "2026-06-09 09:40", "2026-06-30 09:00"]);

  // Its way back keeps what was typed.
  const change = await sendOn(owner, list.text, NEW, { step: "change" });
  equal(new URLSearchParams(formOf(change.text, NEW)).get("until"), "2026-06-30");
});

Deno.test("one class with a conflict is created by one more click; sent twice it is created once", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  const sarah = await instructor(t);
  await taught(t, sarah, "2026-06-02T14:00:00.000Z");
  const list = await fill(owner, { instructorId: sarah });
  match(readable(list.text), /Create this class\?.*Sarah Lee teaches Pilates Class at 9:00 AM\. Create class anyway/);
  const body = new URLSearchParams([...formOf(list.text, NEW), ["step", "make"]]).toString();
  const got = await Promise.all([owner.send("POST", NEW, body), owner.send("POST", NEW, body)]);
  same(got.map((one) => one.to), Array(2).fill("/console?week=2026-06-02&done=class-made"));
  equal((await owner.send("POST", NEW, body)).status, 303);
  equal((await starts(t)).length, 2);
});

Deno.test("another class at the same time is no conflict, nor is one that ends as this begins, or is cancelled", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  const [sarah, mia] = [await instructor(t), await instructor(t, "Mia")];
  await taught(t, mia, "2026-06-02T14:00:00.000Z");
  await taught(t, sarah, "2026-06-02T13:10:00.000Z"); // to 9:00
  await taught(t, sarah, "2026-06-02T14:50:00.000Z"); // from 9:50
  const gone = await taught(t, sarah, "2026-06-02T14:00:00.000Z");
  await t.studio.manage("POST", `classes/${gone}/cancel`);
  equal((await fill(owner, { instructorId: sarah })).status, 303);
  equal((await fill(owner, {})).status, 303, "nobody is named");
});

Deno.test("a class in the past, or on a day that is closed, is asked about", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  match(readable((await fill(owner, { date: "2026-05-11" })).text), /This is in the past\. Create class anyway/);
  await t.studio.manage("POST", "blackouts", {
    label: "Memorial Day",
    startsAt: "2026-05-25T05:00:00.000Z",
    endsAt: "2026-05-26T05:00:00.000Z",
    allDay: true,
    kind: "holiday",
  });
  const list = await fill(owner, { date: "2026-05-25", until: "2026-05-31" });
  match(readable(list.text), /You are closed then: Memorial Day, all day\./);
  const all = await fill(owner, { date: "2026-05-04", until: "2026-05-11" });
  match(readable(all.text), /Every date has conflicts\..*Create 2 classes anyway/);
  same(await starts(t), []);
});

Deno.test("what the clocks do to a time is said before it is created", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  const skipped = await fill(owner, { date: "2027-03-14", time: "02:30" });
  match(
    readable(skipped.text),
    /2:30 AM does not exist on March 14: the class will be at 3:30 AM\. Create class Change details/,
  );
  const done = await sendOn(owner, skipped.text, NEW, { step: "make" });
  equal(done.to, "/console?week=2027-03-14&done=class-made");
  const twice = await fill(owner, { date: "2026-10-25", until: "2026-11-08", time: "01:30" });
  match(readable(twice.text), /1:30 AM comes twice on November 1: the first is meant\..*Create 3 classes/);
  await sendOn(owner, twice.text, NEW, { step: "make" });
  same(await starts(t), ["2026-10-25 01:30", "2026-11-01 01:30", "2026-11-08 01:30", "2027-03-14 03:30"]);
  const [, first] = (await t.studio.manage("GET", "classes")).body.items;
  equal(first.scheduledAt, "2026-11-01T06:30:00.000Z");
});

Deno.test("all dates are created or none", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  const body = new URLSearchParams([
    ...formOf((await owner.page(`${NEW}?date=2026-06-02`)).text, NEW).filter(([name]) =>
      !["time", "until"].includes(name)
    ),
    ["time", "09:00"],
    ["until", "2026-06-30"],
  ]).toString();
  const write = t.ctx.db.write;
  t.ctx.db.write = (scope, work) =>
    write.call(t.ctx.db, scope, (tx) => {
      let inserts = 0;
      return work({
        read: (sql, args) => tx.read(sql, args),
        run: (sql, args) => {
          if (sql.includes("INSERT INTO class_sessions") && ++inserts === 3) throw new Error("the third fails");
          return tx.run(sql, args);
        },
      });
    }) as never;
  equal((await owner.send("POST", NEW, body)).status, 500);
  t.ctx.db.write = write;
  same(await starts(t), []);
  equal((await owner.send("POST", NEW, body)).status, 303, "the same form again");
  equal((await starts(t)).length, 5);
});

Deno.test("without a service the page teaches how to create one; a date that is none is today", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  match((await owner.page(`${NEW}?date=<b>`)).text, /id="date" name="date" value="2026-05-11"/);
  await t.db.write(null, (tx) => tx.run("DELETE FROM services", []));
  const shown = await owner.page(NEW);
  match(shown.text, /href="\/console\/settings\/services\/new">Create a service</);
  truth(!shown.text.includes('id="time"'));
});

// ---------------------------------------------------------------- copy

Deno.test("a day is copied from a week before: the list first, then one click; twice creates them once", async () => {
  await using t = await studio();
  const s = t.studio;
  const owner = await signIn(t, s);
  const sarah = await instructor(t);
  await taught(t, sarah, "2026-05-26T14:00:00.000Z");
  await s.manage("POST", "classes", {
    serviceId: s.serviceId,
    scheduledAt: "2026-05-26T22:00:00.000Z",
    capacity: 3,
    priceCents: 0,
    durationMin: 30,
    publicNote: "Socks",
  });
  const off = await taught(t, sarah, "2026-05-26T18:00:00.000Z");
  await s.manage("POST", `classes/${off}/cancel`);
  const list = await owner.page(`${COPY}?to=2026-06-02`);
  match(
    readable(list.text),
    /Copy to Tuesday, June 2 The classes of Tuesday, May 26,.* 9:00 AM Pilates Class Sarah Lee, 50 minutes, \$20\.00, 6 seats 5:00 PM Pilates Class 30 minutes, free, 3 seats Copy 2 classes Copy nothing/,
  );
  equal((await starts(t)).length, 3, "nothing is created yet");
  const body = new URLSearchParams(formOf(list.text, COPY)).toString();
  for (let i = 0; i < 2; i++) {
    equal((await owner.send("POST", COPY, body)).to, "/console?week=2026-06-02&done=classes-made");
  }
  same((await starts(t)).slice(3), ["2026-06-02 09:00", "2026-06-02 17:00"]);
  const copy = (await s.manage("GET", "classes")).body.items.at(-1);
  same([copy.capacity, copy.priceCents, copy.durationMin, copy.publicNote, copy.enrolledCount], [3, 0, 30, "Socks", 0]);

  const again = await owner.page(`${COPY}?to=2026-06-02`);
  match(readable(again.text), /This is on the schedule already\..*Tick a class first/);
  equal((await sendOn(owner, again.text, COPY)).status, 400);
  equal((await starts(t)).length, 5);
});

Deno.test("copying keeps the time on the clock across a change, and shows conflicts", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  const sarah = await instructor(t);
  await taught(t, sarah, "2026-10-28T14:00:00.000Z"); // 9:00 AM, daylight time
  await taught(t, sarah, "2026-11-04T15:30:00.000Z"); // 9:30 AM, standard time
  const list = await owner.page(`${COPY}?to=2026-11-04`);
  match(readable(list.text), /9:00 AM Pilates Class .*Sarah Lee teaches Pilates Class at 9:30 AM\./);
  const [id] = /value="(class-[^"]+)"/.exec(list.text)!.slice(1);
  const done = await sendOn(owner, list.text, COPY, { on: id, said: "1" });
  equal(done.to, "/console?week=2026-11-04&done=class-made");
  same(await starts(t), ["2026-10-28 09:00", "2026-11-04 09:00", "2026-11-04 09:30"]);
});

Deno.test("a day without classes has nothing to copy; another studio’s class can’t be", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  const shown = await owner.page(`${COPY}?to=2026-06-03`);
  match(readable(shown.text), /There were no classes on Wednesday, May 27, the week before\./);
  match(shown.text, /href="\/console\/classes\/new\?date=2026-06-03"/);
  equal((await owner.send("GET", COPY)).to, "/console");
  equal((await owner.send("GET", `${COPY}?to=2026-02-30`)).to, "/console");

  const other = await addStudio(t);
  const foreign = await other.addClass({ inHours: 24 });
  await t.studio.addClass({ inHours: 24 });
  const list = await owner.page(`${COPY}?to=2026-05-19`);
  truth(!list.text.includes(foreign));
  const got = await sendOn(owner, list.text, COPY, { on: foreign, said: "1" });
  equal(got.status, 400);
  match(readable(got.text), /Nothing was copied: the classes of that day have changed\./);
  equal((await starts(t)).length, 1);
});

// ---------------------------------------------------------------- change

const editPage = (classId: string) => `/console/classes/${classId}/edit`;

Deno.test("a class is changed; who is booked is notified of a new time, and how many is said before", async () => {
  await using t = await studio();
  const s = t.studio;
  const owner = await signIn(t, s);
  const sarah = await instructor(t);
  const classId = await s.addClass();
  await s.seat(classId);
  await s.hold(classId, person(2));
  const shown = await owner.page(editPage(classId));
  match(
    readable(shown.text),
    /A new date or time is mailed to 2 people booked or paying\. They keep their seats\..*2 seats are taken or held\./,
  );
  const noted = await owner.submit(editPage(classId), { publicNote: "Bring <socks>", capacity: "8", price: "25" });
  equal(noted.to, `/console/classes/${classId}?done=saved`);
  match(readable((await owner.follow(noted)).text), /8 seats.*Saved\..*Bring <socks>/);
  await t.settle();
  equal(t.mailer.of("class_moved").length, 0);
  const before = await s.class(classId);
  same([before.capacity, before.priceCents, before.publicNote], [8, 2500, "Bring <socks>"]);

  const body = new URLSearchParams(formOf((await owner.page(editPage(classId))).text, editPage(classId)));
  body.set("date", "2026-05-15");
  body.set("time", "18:30");
  body.set("instructorId", sarah);
  body.set("publicNote", "");
  const moved = await owner.send("POST", editPage(classId), body.toString());
  match(
    readable((await owner.follow(moved)).text),
    /Friday, May 15, 6:30 – 7:20 PM.*Everybody booked is notified of the new time by email\./,
  );
  equal((await owner.send("POST", editPage(classId), body.toString())).status, 303, "the second click");
  await t.settle();
  equal(t.mailer.of("class_moved").length, 2);
  const after = await s.class(classId);
  same([after.scheduledAt, after.instructor.id, after.publicNote], ["2026-05-15T23:30:00.000Z", sarah, null]);
});

Deno.test("conflicts of a change are shown first; another time is checked again", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  const sarah = await instructor(t);
  await taught(t, sarah, "2026-06-02T14:00:00.000Z");
  const classId = await taught(t, sarah, "2026-06-02T16:00:00.000Z"); // 11:00 AM
  const asked = await owner.submit(editPage(classId), { time: "09:30" });
  equal(asked.status, 200);
  match(readable(asked.text), /Nothing is saved yet\. Sarah Lee teaches Pilates Class at 9:00 AM\..*Save anyway/);
  const other = await sendOn(owner, asked.text, editPage(classId), { time: "09:15" });
  match(readable(other.text), /Nothing is saved yet\./);
  equal((await t.studio.class(classId)).scheduledAt, "2026-06-02T16:00:00.000Z");
  equal((await sendOn(owner, other.text, editPage(classId))).status, 303);
  equal((await t.studio.class(classId)).scheduledAt, "2026-06-02T14:15:00.000Z");
  // A conflict that stands already is not asked about when something else is changed.
  equal((await owner.submit(editPage(classId), { publicNote: "Socks" })).status, 303);
  match(
    readable((await owner.submit(editPage(classId), { date: "2026-05-11", time: "09:59" })).text),
    /This is in the past\./,
  );
  match(
    readable((await owner.submit(editPage(classId), { date: "2027-03-14", time: "02:30" })).text),
    /2:30 AM does not exist on March 14/,
  );
});

Deno.test("the second pass of a repeated hour and odd seconds stay where they are", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  for (const at of ["2026-11-01T07:30:00.000Z", "2026-06-02T14:00:30.000Z"]) {
    const made = await t.studio.manage("POST", "classes", { serviceId: t.studio.serviceId, scheduledAt: at });
    equal((await owner.submit(editPage(made.body.id), { capacity: "9" })).status, 303);
    equal((await t.studio.class(made.body.id)).scheduledAt, at);
  }
});

Deno.test("fewer seats than are taken, and every other mistake, is shown beside the field and kept", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  await instructor(t);
  const classId = await t.studio.addClass();
  await t.studio.seat(classId);
  await t.studio.hold(classId, person(2));
  const cases: [Record<string, string>, string, RegExp][] = [
    [{ capacity: "1" }, "capacity", /2 seats are taken or held already, so it can’t be fewer than 2\./],
    [{ capacity: "" }, "capacity", /Fill this in\./],
    [{ price: "" }, "price", /Fill this in\./],
    [{ price: "free" }, "price", /Write an amount/],
    [{ durationMin: "0" }, "durationMin", /At least 1\./],
    [{ date: "" }, "date", /Choose a date\./],
    [{ time: "9" }, "time", /Choose a time/],
    [{ instructorId: "nobody" }, "instructorId", /Choose somebody/],
    [{ publicNote: "\u0007" }, "publicNote", /control characters/],
  ];
  const before = await t.studio.class(classId);
  for (const [fields, name, says] of cases) {
    const got = await owner.submit(editPage(classId), { publicNote: "Socks", ...fields });
    equal(got.status, 400, name);
    match(new RegExp(`id="${name}-error">([^<]*)<`).exec(got.text)?.[1] ?? "", says);
    if (name !== "instructorId") {
      equal(new URLSearchParams(formOf(got.text, editPage(classId))).get(name), fields[name]);
    }
  }
  same(await t.studio.class(classId), before);
});

Deno.test("a class that is cancelled, completed or another studio’s can’t be changed", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  const classId = await t.studio.addClass({ inHours: 1 });
  const body = new URLSearchParams(formOf((await owner.page(editPage(classId))).text, editPage(classId)));
  body.set("capacity", "9");
  await t.pass(HOUR);
  await t.studio.manage("POST", `classes/${classId}/complete`);
  for (
    const got of [await owner.send("GET", editPage(classId)), await owner.send("POST", editPage(classId), `${body}`)]
  ) {
    equal(got.status, 410);
    match(readable(got.text), /This class is completed and can’t be changed any more\./);
  }
  const foreign = await (await addStudio(t)).addClass();
  equal((await owner.send("GET", editPage(foreign))).status, 404);
  equal((await owner.send("POST", editPage(foreign), `${body}`)).status, 404);
});

Deno.test("the form opens with the service that was just made", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const owner = await signIn(t, s);
  t.clock.advance(MINUTE); // services are listed in the order of their making
  const made = await s.manage("POST", "services", { name: "Evening Flow", durationMin: 45, priceCents: 0 });
  const chosen = (html: string) => /<option value="([^"]+)" selected/.exec(html)?.[1];
  equal(chosen((await owner.page(`/console/classes/new?service=${made.body.id}`)).text), made.body.id);
  for (const path of ["/console/classes/new", "/console/classes/new?service=svc-none"]) {
    equal(chosen((await owner.page(path)).text), s.serviceId, path);
  }
});
