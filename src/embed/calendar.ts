/// <reference lib="dom" />
/** A booking as a file for the customer's calendar, made here. */
import { link, now } from "./dom.ts";
import type { Embed } from "./embed.ts";
import type { Session } from "./shapes.ts";

const utc = (at: number) => new Date(at).toISOString().replace(/[-:]|\.\d+/g, "");
const escaped = (text: string) => text.replace(/[\\;,]/g, "\\$&");

/** @param id the enrollment's: the calendar that the customer may subscribe to has the same */
export function calendarLink(
  { say, studio: { displayName, address } }: Embed,
  id: string,
  { nameSnapshot, scheduledAt, durationMin }: Session,
): HTMLElement {
  const begin = Date.parse(scheduledAt);
  const lines = [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    `PRODID:-//${escaped(displayName)}//EN`,
    "BEGIN:VEVENT",
    `UID:${id}@alera`,
    `DTSTAMP:${utc(now())}`,
    `DTSTART:${utc(begin)}`,
    `DTEND:${utc(begin + durationMin * 60_000)}`,
    `SUMMARY:${escaped(nameSnapshot)}`,
    `LOCATION:${escaped(address ?? displayName)}`,
    "END:VEVENT",
    "END:VCALENDAR",
    "",
  ];
  const file = new Blob([lines.join("\r\n")], { type: "text/calendar" });
  return link(URL.createObjectURL(file), say("Add to calendar"), { download: "class.ics" });
}
