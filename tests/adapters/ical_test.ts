import assert from "node:assert/strict";
import ICAL from "ical.js";
import { createCalendarWriter } from "../../src/adapters/ical.ts";
import type { CalendarEvent, CalendarWriter } from "../../src/ports/calendar.ts";

const writer = createCalendarWriter();

function event(change: Partial<CalendarEvent> = {}): CalendarEvent {
  return {
    id: "enr-9d8f",
    summary: "Pilates Class",
    description: "With Sarah Lee",
    startsAt: "2026-05-18T11:00:00.000Z",
    endsAt: "2026-05-18T11:50:00.000Z",
    cancelled: false,
    sequence: 2,
    createdAt: "2026-05-01T08:00:00.000Z",
    changedAt: "2026-05-03T09:30:15.000Z",
    ...change,
  };
}

function write(change: Partial<Parameters<CalendarWriter["write"]>[0]> = {}): string {
  return writer.write({
    name: "Sculpt Pilates Co.",
    timezone: "America/Chicago",
    refresh: true,
    events: [event()],
    ...change,
  });
}

function read(document: string) {
  const calendar = new ICAL.Component(ICAL.parse(document));
  const events = calendar.getAllSubcomponents("vevent");
  return { calendar, events };
}

/** Logical lines: unfolded as RFC 5545 3.1 says. */
function linesOf(document: string): string[] {
  return document.replace(/\r\n[ \t]/g, "").split("\r\n");
}

const NASTY = [
  "Evil\r\nATTENDEE:mailto:x@evil.test",
  "Evil\nEND:VEVENT\nBEGIN:VEVENT",
  "Evil\rX-EVIL:1",
  "Evil\u2028X-EVIL:1\u2029X-EVIL:2",
  "Evil\u0085X-EVIL:1\u000BX-EVIL:2",
  "semi;colon, comma \\ back\\nslash : colon",
  "\u0000\u0007\u001B[31m\u007F",
  "half \uD83D of a pair",
  "Yoga 🧘🏽‍♀️ für Anfänger ".repeat(12),
  "שיעור יוגה عربى ".repeat(12),
  "𝕐".repeat(120),
  "é".repeat(120),
];

Deno.test("a feed tells calendars when a class is, in UTC, and that it changed", () => {
  const document = write({ events: [event(), event({ id: "enr-2", cancelled: true, sequence: 3 })] });
  const { calendar, events } = read(document);
  assert.equal(calendar.getFirstPropertyValue("version"), "2.0");
  assert.equal(calendar.getFirstPropertyValue("calscale"), "GREGORIAN");
  assert.equal(calendar.getFirstPropertyValue("method"), "PUBLISH");
  assert.match(String(calendar.getFirstPropertyValue("prodid")), /Alera/);
  assert.equal(calendar.getFirstPropertyValue("x-wr-calname"), "Sculpt Pilates Co.");
  assert.equal(events.length, 2);
  const lines = linesOf(document);
  for (
    const line of [
      "UID:enr-9d8f@alera",
      "DTSTART:20260518T110000Z",
      "DTEND:20260518T115000Z",
      "DTSTAMP:20260503T093015Z",
      "LAST-MODIFIED:20260503T093015Z",
      "CREATED:20260501T080000Z",
      "SEQUENCE:2",
      "STATUS:CONFIRMED",
      "UID:enr-2@alera",
      "SEQUENCE:3",
      "STATUS:CANCELLED",
    ]
  ) assert.ok(lines.includes(line), line);
  assert.equal(events[1].getFirstPropertyValue("status"), "CANCELLED");
  assert.ok(!/TZID|VTIMEZONE/.test(document), "a zone beside UTC times breaks Outlook");
});

Deno.test("the studio's zone stands among the calendar's own properties, right after METHOD", () => {
  const lines = linesOf(write());
  assert.equal(lines[lines.indexOf("METHOD:PUBLISH") + 1], "X-WR-TIMEZONE:America/Chicago");
  assert.ok(lines.indexOf("X-WR-TIMEZONE:America/Chicago") < lines.indexOf("BEGIN:VEVENT"));
  assert.ok(!write({ timezone: "Evil\r\nX-EVIL:1" }).includes("EVIL"));
});

Deno.test("a feed asks to be read again each hour, an attachment does not", () => {
  const hints = ["REFRESH-INTERVAL;VALUE=DURATION:PT1H", "X-PUBLISHED-TTL:PT1H"];
  for (const hint of hints) {
    assert.ok(linesOf(write()).includes(hint), hint);
    assert.ok(!write({ refresh: false }).includes(hint), hint);
  }
});

Deno.test("the same calendar is the same text, byte for byte, wherever the server's clock stands", () => {
  const first = write();
  const realNow = Date.now;
  Date.now = () => realNow() + 86_400_000;
  try {
    assert.equal(write(), first);
  } finally {
    Date.now = realNow;
  }
});

Deno.test("no name can add a property or an event", () => {
  const properties = (document: string) =>
    linesOf(document).map((line) => line.split(/[:;]/)[0]).filter((name) =>
      name !== "DESCRIPTION" && name !== "X-WR-CALDESC"
    );
  const plain = properties(
    write({ description: "plain", events: [event({ location: "Room 1", url: "https://a.test/" })] }),
  );
  for (const evil of NASTY) {
    const document = write({
      name: `S${evil}`,
      description: `D${evil}`,
      events: [
        event({
          id: `I${evil}`,
          summary: `C${evil}`,
          description: `T${evil}`,
          location: `L${evil}`,
          url: "https://a.test/",
        }),
      ],
    });
    assert.deepEqual(properties(document), plain, JSON.stringify(evil));
    assert.equal(read(document).events.length, 1);
  }
});

Deno.test("names come back as they were given, whatever they hold", () => {
  for (
    const name of [
      "semi;colon, comma \\ back\\nslash : colon",
      "Yoga 🧘🏽‍♀️ für Anfänger ".repeat(12).trim(),
      "é".repeat(120),
      "𝕐".repeat(120),
    ]
  ) {
    const { events } = read(write({ events: [event({ summary: name, description: `${name}\n${name}` })] }));
    assert.equal(events[0].getFirstPropertyValue("summary"), name);
    assert.equal(events[0].getFirstPropertyValue("description"), `${name}\n${name}`);
    const line = linesOf(write({ name })).find((line) => line.startsWith("X-WR-CALNAME:"));
    assert.equal(line, "X-WR-CALNAME:" + name.replace(/[\\;,]/g, "\\$&"));
  }
});

Deno.test("every line is at most 75 octets of whole characters, and ends with CRLF", () => {
  for (const evil of ["short", ...NASTY]) {
    const document = write({
      name: evil,
      description: evil,
      events: [event({ summary: evil, description: evil, location: evil })],
    });
    assert.ok(document.endsWith("END:VCALENDAR\r\n"));
    assert.ok(!/[^\r]\n|\r[^\n]/.test(document), "a bare CR or LF");
    const bytes = new TextEncoder().encode(document);
    assert.equal(new TextDecoder("utf-8", { fatal: true }).decode(bytes), document);
    let start = 0;
    for (let i = 0; i < bytes.length; i++) {
      if (bytes[i] !== 10) continue;
      const line = bytes.subarray(start, i - 1);
      assert.ok(line.length <= 75, `${line.length} octets`);
      new TextDecoder("utf-8", { fatal: true }).decode(line); // throws when a fold cut a character
      start = i + 1;
    }
  }
});

Deno.test("an address stays an address, and only one of the web is written", () => {
  const urlOf = (url: string) => read(write({ events: [event({ url })] })).events[0].getFirstPropertyValue("url");
  assert.equal(urlOf("https://a.test/x;y,z?b=1"), "https://a.test/x%3By%2Cz?b=1");
  assert.equal(urlOf("javascript:alert(1)"), null);
  assert.equal(urlOf("https://a.test/\r\nX-EVIL:1"), "https://a.test/X-EVIL:1");
});
