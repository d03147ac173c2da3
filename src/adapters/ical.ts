/** Calendar documents (RFC 5545) as Apple, Google and Outlook read them, written with `ical-generator`. */
import ical, { ICalCalendarMethod, type ICalEventData, ICalEventStatus, ICalEventTransparency } from "ical-generator";
import type { CalendarEvent, CalendarWriter } from "../ports/calendar.ts";

const PRODUCT = { company: "Alera", product: "Alera", language: "EN" };
const REFRESH_SECONDS = 3600;

/**
 * The writer of feeds and mail attachments. `write` gives the same text for the same input, down to the byte, so that an ETag
 * made from it is stable; the text has CRLF line ends and no line over 75 octets.
 *
 * Its `write` throws a RangeError or Error when a time is not an ISO instant, which is a fault of the caller.
 */
export function createCalendarWriter(): CalendarWriter {
  return {
    write({ name, description, timezone, events, refresh }) {
      const calendar = ical({
        prodId: PRODUCT,
        scale: "GREGORIAN",
        method: ICalCalendarMethod.PUBLISH,
        // The library prints these two as they come, neither escaped nor checked for line breaks.
        name: escapeText(oneLine(name)) || null,
        description: description ? escapeText(manyLines(description)) : null,
        ttl: refresh ? REFRESH_SECONDS : null,
        events: events.map(event),
      });
      return withTimeZone(calendar.toString(), timezone) + "\r\n";
    },
  };
}

function event(event: CalendarEvent): ICalEventData {
  const changedAt = new Date(event.changedAt);
  return {
    id: `${oneLine(event.id)}@alera`,
    sequence: event.sequence,
    stamp: changedAt,
    created: new Date(event.createdAt),
    lastModified: changedAt,
    start: new Date(event.startsAt),
    end: new Date(event.endsAt),
    summary: oneLine(event.summary),
    description: event.description ? { plain: manyLines(event.description) } : null,
    location: event.location ? { title: oneLine(event.location) } : null,
    url: event.url ? uri(event.url) : null,
    status: event.cancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    transparency: event.cancelled ? ICalEventTransparency.TRANSPARENT : ICalEventTransparency.OPAQUE,
  };
}

/** Names the zone without using it: a `timezone` given to the library turns UTC times into local ones without their `Z`. */
function withTimeZone(document: string, timezone: string): string {
  if (!/^[A-Za-z0-9_+\/-]{1,60}$/.test(timezone)) return document;
  return document.replace("METHOD:PUBLISH\r\n", `METHOD:PUBLISH\r\nX-WR-TIMEZONE:${timezone}\r\n`);
}

/** Text without line breaks and control characters, which would start a property of their own. */
function oneLine(text: string): string {
  return text.toWellFormed().replace(/[\p{Cc}\u2028\u2029]+/gu, " ").trim();
}

/** Text whose only control character is the line feed. */
function manyLines(text: string): string {
  return text.toWellFormed().replace(/\r\n?|[\u2028\u2029]/g, "\n").replace(/(?!\n)\p{Cc}/gu, " ").trim();
}

function escapeText(text: string): string {
  return text.replace(/[\\;,]/g, "\\$&").replace(/\n/g, "\\n");
}

/** An http(s) address without the characters that the library would escape as if an address were text; else null. */
function uri(address: string): string | null {
  if (!/^https?:\/\//i.test(address) || !URL.canParse(address)) return null;
  return new URL(address).href.replace(/[\\;,]/g, (c) => "%" + c.charCodeAt(0).toString(16).toUpperCase());
}
