/** A studio with a month behind it: the pages that draw much stay sound with much to draw, and the pictures show a real day. */
import assert from "node:assert/strict";
import { DAY, fromWallClock, iso, MINUTE } from "../../src/domain/time.ts";
import { type Person, type Studio, studio } from "../support/studio.ts";
import { LOOKS, shot, startBrowser } from "./browser.ts";
import { enterConsole } from "./entry.ts";
import { soundInEveryLook } from "./sound.ts";

const ZONE = "America/Chicago";
const NAMES = [
  "Adaeze Nwachukwu",
  "Bartholomew Featherstonehaugh",
  "Hannah Kim",
  "Jane Doe",
  "Lucía Villanueva-Ortiz",
  "Mei-Ling Zhao",
  "Tom O’Shaughnessy",
  "Yusra Abdi",
  "Oluwaseun Adebayo",
  "Wilhelmina van den Heuvel",
  "Rosa Delgado",
  "Kwame Asante",
  "Ines Bergström",
  "Noor Haddad",
];
const people: Person[] = NAMES.map((name, n) => ({
  name,
  email: `client-${n}@example.com`,
  phone: `55555512${String(n).padStart(2, "0")}`,
}));

/** Classes of May at 6:30, 12:00 and 17:30, each with some seats taken; today is the 28th, and it is 11:56. */
async function month(s: Studio): Promise<{ noon: string }> {
  const { t } = s;
  const at = (day: number, minutes: number) => fromWallClock(Date.UTC(2026, 4, day) + minutes * MINUTE, ZONE);
  t.clock.at = at(1, 0);
  const services = ["Reformer Flow", "Tower & Mat", "Reformer Foundations"];
  const offered: { serviceId: string; instructorId: string }[] = [];
  for (const [n, name] of services.entries()) {
    const made = { name, durationMin: 50, priceCents: 3000 - 200 * n, capacity: 10 - 2 * n };
    offered.push({
      serviceId: (await s.manage("POST", "services", made)).body.id,
      instructorId: (await s.manage("POST", "instructors", {
        name: ["Maximiliano Fernández de la Vega", "Priya Raghunathan", "Sarah Lee"][n],
      })).body.id,
    });
  }
  let noon = "";
  for (let day = 4; day <= 31; day++) {
    if (new Date(Date.UTC(2026, 4, day)).getUTCDay() === 0 || day === 25) continue;
    for (const [n, minutes] of [6 * 60 + 30, 12 * 60, 17 * 60 + 30].entries()) {
      const made = await s.manage("POST", "classes", { ...offered[(day + n) % 3], scheduledAt: iso(at(day, minutes)) });
      const { id, capacity } = made.body;
      const seats = day < 28
        ? capacity - (day * 7 + n * 3) % 4
        : day > 28
        ? (day + n) % 5
        : capacity - (n === 1 ? 2 : 3);
      t.clock.at = Math.min(at(day, 0), at(28, 9 * 60));
      for (let seat = 0; seat < seats; seat++) {
        const booked = await s.book(id, people[(day + seat * 3 + n) % people.length]);
        if (booked.body.checkoutSessionId) await t.stripe.pay(booked.body.checkoutSessionId);
      }
      if (day === 28 && n === 1) noon = id;
    }
    await t.settle();
  }
  await s.manage("POST", "blackouts", {
    label: "Closed for Memorial Day",
    startsAt: iso(at(25, 0)),
    endsAt: iso(at(26, 0)),
    allDay: true,
    kind: "holiday",
  });
  t.clock.at = at(28, 11 * 60 + 56);
  await s.buyPack(people[13], 10);
  await s.buyGiftCard(7500);
  await t.stripe.pay(await s.startTip((await s.completedAppointment(people[3])).tipToken, 1000));
  await t.settle();
  return { noon };
}

Deno.test("with a month behind it, the week, a class that begins, and the sales are sound in every look", async () => {
  await using t = await studio();
  const s = t.studio;
  const { noon } = await month(s);
  await using browser = await startBrowser();
  const page = await browser.open({ base: t.url, viewport: "phone" });
  await enterConsole(s, page);

  const roster = (await s.manage("GET", `classes/${noon}/roster`)).body;
  await page.goto(`/console/classes/${noon}`);
  for (const { client } of roster.enrollments.slice(0, 3)) {
    await page.getByRole("button", { name: new RegExp(`^Here\\s*: ${client.name}`) }).click();
    await page.locator("button[aria-pressed=true]", { hasText: client.name }).waitFor();
  }
  assert.match((await page.locator("main").textContent())!, /Starts in 4 minutes/);

  for (
    const [path, name] of [["/console", "week"], [`/console/classes/${noon}`, "class"], ["/console/sales", "sales"]]
  ) {
    await page.goto(path);
    for (const look of LOOKS) {
      await page.look(look);
      await shot(page, `console-${name}-${look.viewport}-${look.scheme}`, { whole: look.viewport === "desktop" });
    }
    await soundInEveryLook(page, `${name} of a busy studio`);
  }
  const sales = (await page.locator("main").textContent())!;
  assert.match(sales, /Best day/);
  assert.match(sales, /Today so far/);
});

Deno.test("no class is drawn over another, and the now-line stands between what has begun and what has not", async () => {
  await using t = await studio();
  const s = t.studio;
  const at = (day: number, minutes: number) => t.clock.now() + day * DAY + minutes * MINUTE;
  const add = async (day: number, minutes: number) => {
    const made = await s.manage("POST", "classes", { serviceId: s.serviceId, scheduledAt: iso(at(day, minutes)) });
    assert.equal(made.status, 201);
  };
  for (const minutes of [64, 69, 69]) await add(0, minutes);
  for (const minutes of [0, 15, 20, 30]) await add(2, minutes);
  for (const minutes of [0, 15, 25, 30, 30]) await add(4, minutes);
  for (const minutes of [0, 50, 130]) await add(5, minutes);
  await t.pass(67 * MINUTE);
  await using browser = await startBrowser();
  const page = await browser.open({ base: t.url, viewport: "desktop" });
  await enterConsole(s, page);
  await page.goto("/console");
  for (const look of LOOKS) {
    await page.look(look);
    await shot(page, `console-lanes-${look.viewport}-${look.scheme}`, { whole: true });
    const boxes = await page.locator(".session:visible").evaluateAll((all) =>
      all.map((one) => {
        const { left, right, top, bottom } = one.getBoundingClientRect();
        return { text: one.textContent!.trim().slice(0, 30), left, right, top, bottom };
      })
    );
    const crossing = boxes.flatMap((one, i) =>
      boxes.slice(i + 1).filter((other) =>
        Math.min(one.right, other.right) - Math.max(one.left, other.left) > 1 &&
        Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top) > 1
      ).map((other) => `${one.text} | ${other.text}`)
    );
    assert.ok(boxes.length >= 15);
    assert.deepEqual(crossing, [], `${look.viewport} ${look.scheme}`);
  }
  await soundInEveryLook(page, "a week with classes that overlap");
});
