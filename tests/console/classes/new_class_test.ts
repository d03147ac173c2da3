/** A new class, once or every week. */
import assert from "node:assert/strict";
import { MINUTE } from "../../../src/domain/time.ts";
import { formOf, readable, signIn } from "../../support/console.ts";
import { addStudio, studio } from "../../support/studio.ts";
import { fill, instructor, NEW_CLASS, starts } from "./new_class_pages.ts";

Deno.test("a class without conflicts is created at once, on the week it belongs to", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  const shown = await owner.page(`${NEW_CLASS}?date=2026-06-02`);
  assert.match(shown.text, /id="date" name="date" value="2026-06-02"/);
  assert.match(shown.text, />Pilates Class: 50 min, \$20\.00, 6 seats</);
  assert.match(
    readable(shown.text),
    /On the clock in Chicago\..*Who teaches\? Add your instructors to name them here\./,
  );
  const done = await fill(owner, { publicNote: "Bring socks.\r\nSide <door>." });
  assert.equal(done.to, "/console?week=2026-06-02&done=class-made");
  assert.match(readable((await owner.follow(done)).text), /The class is on the schedule\./);
  assert.deepEqual(await starts(t), ["2026-06-02 09:00"]);
  const [made] = (await t.studio.manage("GET", "classes")).body.items;
  assert.deepEqual([made.capacity, made.priceCents, made.durationMin, made.instructor, made.publicNote], [
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
  assert.match((await owner.page(NEW_CLASS)).text, /&lt;b&gt;&quot;Sarah&quot;&amp;/);
  await fill(owner, { instructorId: sarah, durationMin: "75", price: "$1,234.50", capacity: "12" });
  await fill(owner, { date: "2026-06-03", price: "0" });
  const [first, second] = (await t.studio.manage("GET", "classes")).body.items;
  assert.deepEqual([first.durationMin, first.priceCents, first.capacity, first.instructor.id], [75, 123450, 12, sarah]);
  assert.equal(second.priceCents, 0);
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
    assert.equal(got.status, 400, name);
    const error = new RegExp(`id="${name}-error">([^<]*)<`).exec(got.text)?.[1] ?? "";
    assert.match(error, says);
    assert.match(got.text, new RegExp(`<(input|select|textarea)[^>]*id="${name}"[^>]*aria-invalid="true"[^>]*`));
    const kept = new URLSearchParams(formOf(got.text, NEW_CLASS));
    for (const [field, value] of Object.entries({ publicNote: "Socks <b>", time: "09:00", ...fields })) {
      if (field === "serviceId" || field === "instructorId") continue;
      assert.equal(kept.get(field), value, `${field} is kept`);
    }
  }
  assert.deepEqual(await starts(t), []);
});

Deno.test("every week until a date: each at the same local time, across the change of clocks", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  const done = await fill(owner, { date: "2026-10-25", until: "2026-11-08" });
  assert.equal(done.to, "/console?week=2026-10-25&done=classes-made");
  assert.deepEqual(await starts(t), ["2026-10-25 09:00", "2026-11-01 09:00", "2026-11-08 09:00"]);
  await fill(owner, { date: "2026-06-02", until: "2028-05-23", time: "06:00" });
  assert.equal((await starts(t)).length, 3 + 104);
});

Deno.test("all dates are created or none", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  const body = new URLSearchParams([
    ...formOf((await owner.page(`${NEW_CLASS}?date=2026-06-02`)).text, NEW_CLASS).filter(([name]) =>
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
  assert.equal((await owner.send("POST", NEW_CLASS, body)).status, 500);
  t.ctx.db.write = write;
  assert.deepEqual(await starts(t), []);
  assert.equal((await owner.send("POST", NEW_CLASS, body)).status, 303, "the same form again");
  assert.equal((await starts(t)).length, 5);
});

Deno.test("without a service the page teaches how to create one; a date that is none is today", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  assert.match((await owner.page(`${NEW_CLASS}?date=<b>`)).text, /id="date" name="date" value="2026-05-11"/);
  await t.db.write(null, (tx) => tx.run("DELETE FROM services", []));
  const shown = await owner.page(NEW_CLASS);
  assert.match(shown.text, /href="\/console\/settings\/services\/new">Create a service</);
  assert.ok(!shown.text.includes('id="time"'));
});

Deno.test("the form opens with the service that was just made", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const owner = await signIn(t, s);
  t.clock.advance(MINUTE); // services are listed in the order of their making
  const made = await s.manage("POST", "services", { name: "Evening Flow", durationMin: 45, priceCents: 0 });
  const chosen = (html: string) => /<option value="([^"]+)" selected/.exec(html)?.[1];
  assert.equal(chosen((await owner.page(`/console/classes/new?service=${made.body.id}`)).text), made.body.id);
  for (const path of ["/console/classes/new", "/console/classes/new?service=svc-none"]) {
    assert.equal(chosen((await owner.page(path)).text), s.serviceId, path);
  }
});
