import assert from "node:assert/strict";
import {
  DAY,
  fromWallClock,
  HOUR,
  iso,
  isTimeZone,
  MINUTE,
  ms,
  parseDate,
  startOfDate,
  wallClock,
} from "../../src/domain/time.ts";

/** The instant at which a zone's clock shows `wall`. */
const at = (wall: string, zone: string) => iso(fromWallClock(ms(`${wall}Z`), zone));
const shows = (instant: string, zone: string) => iso(wallClock(ms(instant), zone)).slice(0, 16);

Deno.test("a wall clock's time is read in its zone, in summer and winter, north and south", () => {
  const known: [wall: string, zone: string, instant: string][] = [
    ["2026-01-15T06:00", "America/Chicago", "2026-01-15T12:00:00.000Z"],
    ["2026-07-15T06:00", "America/Chicago", "2026-07-15T11:00:00.000Z"],
    ["2026-01-15T06:00", "Europe/Berlin", "2026-01-15T05:00:00.000Z"],
    ["2026-07-15T06:00", "Europe/Berlin", "2026-07-15T04:00:00.000Z"],
    ["2026-01-15T06:00", "Australia/Sydney", "2026-01-14T19:00:00.000Z"],
    ["2026-07-15T06:00", "Australia/Sydney", "2026-07-14T20:00:00.000Z"],
    ["2026-01-15T06:00", "Australia/Lord_Howe", "2026-01-14T19:00:00.000Z"],
    ["2026-07-15T06:00", "Australia/Lord_Howe", "2026-07-14T19:30:00.000Z"],
    ["2026-07-15T06:00", "Asia/Kathmandu", "2026-07-15T00:15:00.000Z"],
    ["2026-07-15T06:00", "Pacific/Kiritimati", "2026-07-14T16:00:00.000Z"],
    ["2026-07-15T06:00", "Pacific/Pago_Pago", "2026-07-15T17:00:00.000Z"],
    ["2026-07-15T06:00", "UTC", "2026-07-15T06:00:00.000Z"],
  ];
  for (const [wall, zone, instant] of known) {
    assert.equal(at(wall, zone), instant, `${wall} in ${zone}`);
    assert.equal(shows(instant, zone), wall, `${instant} in ${zone}`);
  }
});

Deno.test("a time that a spring change skips is read with the offset from before it", () => {
  const skipped: [wall: string, zone: string, instant: string, shown: string][] = [
    ["2026-03-08T02:30", "America/Chicago", "2026-03-08T08:30:00.000Z", "2026-03-08T03:30"],
    ["2026-03-29T02:30", "Europe/Berlin", "2026-03-29T01:30:00.000Z", "2026-03-29T03:30"],
    ["2026-10-04T02:30", "Australia/Sydney", "2026-10-03T16:30:00.000Z", "2026-10-04T03:30"],
    // Half an hour only.
    ["2026-10-04T02:15", "Australia/Lord_Howe", "2026-10-03T15:45:00.000Z", "2026-10-04T02:45"],
    ["2026-09-27T02:45", "Pacific/Auckland", "2026-09-26T14:45:00.000Z", "2026-09-27T03:45"],
  ];
  for (const [wall, zone, instant, shown] of skipped) {
    assert.equal(at(wall, zone), instant, `${wall} in ${zone}`);
    assert.equal(shows(instant, zone), shown);
  }
});

Deno.test("a time that an autumn change repeats is its first occurrence", () => {
  const repeated: [wall: string, zone: string, instant: string, again: number][] = [
    ["2026-11-01T01:30", "America/Chicago", "2026-11-01T06:30:00.000Z", HOUR],
    ["2026-10-25T02:30", "Europe/Berlin", "2026-10-25T00:30:00.000Z", HOUR],
    ["2026-04-05T02:30", "Australia/Sydney", "2026-04-04T15:30:00.000Z", HOUR],
    ["2026-04-05T01:45", "Australia/Lord_Howe", "2026-04-04T14:45:00.000Z", 30 * MINUTE],
    ["2026-04-05T02:59", "Pacific/Auckland", "2026-04-04T13:59:00.000Z", HOUR],
  ];
  for (const [wall, zone, instant, again] of repeated) {
    assert.equal(at(wall, zone), instant, `${wall} in ${zone}`);
    assert.equal(shows(iso(ms(instant) + again), zone), wall, "it does come twice");
  }
});

Deno.test("the borders of a change belong to one side each", () => {
  assert.equal(at("2026-03-08T01:59", "America/Chicago"), "2026-03-08T07:59:00.000Z");
  assert.equal(at("2026-03-08T03:00", "America/Chicago"), "2026-03-08T08:00:00.000Z");
  assert.equal(at("2026-11-01T00:59", "America/Chicago"), "2026-11-01T05:59:00.000Z");
  assert.equal(at("2026-11-01T02:00", "America/Chicago"), "2026-11-01T08:00:00.000Z");
  assert.equal(at("2026-10-04T02:30", "Australia/Lord_Howe"), "2026-10-03T15:30:00.000Z");
});

Deno.test("where a change skips midnight, a date begins at its first moment", () => {
  const begins: [date: string, zone: string, instant: string, shown: string][] = [
    ["2018-11-04", "America/Sao_Paulo", "2018-11-04T03:00:00.000Z", "2018-11-04T01:00"],
    // The hour before midnight is skipped: the date begins where the change ends.
    ["2026-03-29", "America/Godthab", "2026-03-29T01:00:00.000Z", "2026-03-29T00:00"],
    ["2026-03-29", "Asia/Beirut", "2026-03-28T22:00:00.000Z", "2026-03-29T01:00"],
    ["2026-04-24", "Africa/Cairo", "2026-04-23T22:00:00.000Z", "2026-04-24T01:00"],
    ["2026-09-06", "America/Santiago", "2026-09-06T04:00:00.000Z", "2026-09-06T01:00"],
    ["2026-03-08", "America/Havana", "2026-03-08T05:00:00.000Z", "2026-03-08T01:00"],
    // And where midnight comes twice, at the first.
    ["2026-11-01", "America/Havana", "2026-11-01T04:00:00.000Z", "2026-11-01T00:00"],
    ["2026-05-18", "America/Chicago", "2026-05-18T05:00:00.000Z", "2026-05-18T00:00"],
  ];
  for (const [date, zone, instant, shown] of begins) {
    assert.equal(iso(startOfDate(parseDate(date)!, zone)), instant, `${date} in ${zone}`);
    assert.equal(shows(instant, zone), shown);
    assert.ok(shows(iso(ms(instant) - 1), zone) < date, `a moment before, ${date} has not begun in ${zone}`);
  }
});

Deno.test("every quarter of an hour of a year comes back from its wall clock, but for those an hour repeats", () => {
  for (const zone of ["America/Chicago", "Australia/Lord_Howe", "Africa/Casablanca"]) {
    let repeated = 0;
    for (
      let instant = ms("2026-01-01T00:00:00.000Z");
      instant < ms("2027-01-01T00:00:00.000Z");
      instant += 15 * MINUTE
    ) {
      const wall = wallClock(instant, zone);
      const back = fromWallClock(wall, zone);
      if (back === instant) continue;
      assert.ok(
        back < instant && wallClock(back, zone) === wall,
        `${iso(instant)} in ${zone} came back as ${iso(back)}`,
      );
      repeated++;
    }
    assert.ok(repeated <= 8, `${repeated} times in ${zone} came back as others`);
  }
});

Deno.test("milliseconds stay, also before 1970", () => {
  for (const instant of ["2026-05-18T11:00:00.123Z", "1969-12-31T23:59:59.001Z"]) {
    assert.equal(iso(fromWallClock(wallClock(ms(instant), "Europe/Berlin"), "Europe/Berlin")), instant);
  }
});

Deno.test("only real dates are dates", () => {
  const real = ["2026-05-18", "2024-02-29", "2000-02-29", "2026-12-31", "0001-01-01"];
  for (const date of real) assert.equal(iso(parseDate(date)!).slice(0, 10), date);
  const unreal = [
    ...["2026-02-29", "2100-02-29", "1900-02-29", "2026-02-30", "2026-04-31", "2026-13-01", "2026-00-10", "2026-01-00"],
    ...["2026-1-1", "20260518", "2026-05-18T00:00", " 2026-05-18", "2026-05-18 ", "+002026-05-18", "٢٠٢٦-05-18", ""],
  ];
  assert.deepEqual(unreal.map(parseDate), unreal.map(() => null));
});

Deno.test("a leap day and its neighbours are a day long, a day of a change is not", () => {
  const length = (date: string, zone: string) =>
    (startOfDate(parseDate(date)! + DAY, zone) - startOfDate(parseDate(date)!, zone)) / HOUR;
  assert.equal(length("2028-02-28", "Europe/Berlin"), 24);
  assert.equal(length("2028-02-29", "Europe/Berlin"), 24);
  assert.equal(iso(startOfDate(parseDate("2028-02-29")! + DAY, "Europe/Berlin")), "2028-02-29T23:00:00.000Z");
  assert.equal(length("2026-03-29", "Europe/Berlin"), 23);
  assert.equal(length("2026-10-25", "Europe/Berlin"), 25);
  assert.equal(length("2026-10-04", "Australia/Lord_Howe"), 23.5);
  assert.equal(length("2026-04-05", "Australia/Lord_Howe"), 24.5);
  assert.equal(length("2026-04-24", "Africa/Cairo"), 23);
});

Deno.test("zones are IANA names, not offsets or inventions", () => {
  const zones = ["America/Chicago", "America/Argentina/Buenos_Aires", "UTC", "Etc/GMT+5", "Asia/Ho_Chi_Minh"];
  assert.deepEqual(zones.filter((zone) => !isTimeZone(zone)), []);
  assert.deepEqual(
    ["Mars/Olympus", "+02:00", "-0500", "", "America/Chicago ", "local", "../etc"].filter(isTimeZone),
    [],
  );
});

Deno.test("three thousand spellings of a zone are one zone: they are accepted, and make no format each", () => {
  const made: string[] = [];
  const { DateTimeFormat } = Intl;
  Intl.DateTimeFormat = new Proxy(DateTimeFormat, {
    construct: (target, args) => (made.push(args[1].timeZone), Reflect.construct(target, args)),
  });
  try {
    for (const name of ["asia/kathmandu", "us/hawaii"]) { // a zone and an alias, which no other test has used
      for (let n = 0; n < 1_500; n++) {
        const spelling = [...name].map((letter, i) => n >> i & 1 ? letter.toUpperCase() : letter).join("");
        assert.ok(isTimeZone(spelling), spelling);
        assert.equal(wallClock(0, spelling), wallClock(0, name));
      }
    }
  } finally {
    Intl.DateTimeFormat = DateTimeFormat;
  }
  assert.ok(made.length <= 3, `${made.length} formats were made`);
});
