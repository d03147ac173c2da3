import assert from "node:assert/strict";
import { render, samples } from "./samples.ts";

Deno.test("times are the studio's own, with the zone's name", () => {
  const when = (scheduledAt: string, timezone: string) => {
    const data = samples("Pilates").class_reminder;
    const { text } = render("class_reminder", { ...data, class: { ...data.class, scheduledAt } }, { timezone });
    return text.split("\n").find((line) => line.startsWith("When: "))!.slice(6);
  };
  assert.equal(when("2026-05-18T11:00:00.000Z", "America/Chicago"), "Monday, May 18, 2026, 6:00 – 6:50 AM CDT");
  assert.equal(
    when("2026-01-19T17:30:00.000Z", "America/Chicago"),
    "Monday, January 19, 2026, 11:30 AM – 12:20 PM CST",
  );
  assert.equal(when("2026-05-18T22:00:00.000Z", "Pacific/Auckland"), "Tuesday, May 19, 2026, 10:00 – 10:50 AM GMT+12");
  assert.equal(
    when("2026-05-19T04:30:00.000Z", "America/Chicago"),
    "Monday, May 18, 2026, 11:30 PM CDT – Tuesday, May 19, 2026, 12:20 AM CDT",
  );
  assert.match(
    render("waitlist_promoted", samples("Pilates").waitlist_promoted).text,
    /until Sunday, May 17, 2026, 7:00 AM CDT\./,
  );
  assert.match(
    render("class_moved", samples("Pilates").class_moved).text,
    /^Old time: Sunday, May 17, 2026, 6:00 AM CDT$/m,
  );
});

Deno.test("money is written as its currency is, from the minor unit Stripe counts", () => {
  const written = (amountCents: number, currency: string) =>
    render("tip_received", { ...samples("Jane").tip_received, amountCents }, { currency }).text.match(
      /^Tip: (.*)$/m,
    )![1];
  assert.equal(written(123_456, "usd"), "$1,234.56");
  assert.equal(written(2000, "eur"), "€20.00");
  assert.equal(written(2000, "USD"), "$20.00");
  assert.equal(written(2000, "jpy"), "¥2,000");
  assert.equal(written(1500, "mga"), "MGA 1,500");
  assert.equal(written(12_345, "kwd"), "KWD 12.345");
  assert.equal(written(100_000, "isk"), "ISK 1,000");
  assert.equal(written(150_000, "huf"), "HUF 1,500.00");
});
