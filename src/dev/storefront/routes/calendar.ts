/** A class as a file for the visitor's calendar. */
import type { Class } from "@alera/client";
import type { Hono } from "hono";
import { STUDIO } from "../site.ts";
import type { SiteContext } from "../site_context.ts";

export function calendarRoutes(app: Hono, { api, options }: SiteContext): void {
  app.get("/classes/:id/calendar.ics", async (c) => {
    const one = await api.findClass(c.req.param("id"));
    c.header("content-type", "text/calendar; charset=utf-8");
    c.header("content-disposition", 'attachment; filename="class.ics"');
    return c.body(icsOf(one, options.now()));
  });
}

function icsOf(one: Class, now: number): string {
  const end = Date.parse(one.scheduledAt) + one.durationMin * 60_000;
  const lines = [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    `PRODID:-//${escaped(STUDIO.name)}//EN`,
    "BEGIN:VEVENT",
    `UID:${one.id}@${STUDIO.email.split("@")[1]}`,
    `DTSTAMP:${stamp(now)}`,
    `DTSTART:${stamp(Date.parse(one.scheduledAt))}`,
    `DTEND:${stamp(end)}`,
    `SUMMARY:${escaped(one.nameSnapshot)}`,
    ...(one.location ? [`LOCATION:${escaped(one.location)}`] : []),
    "END:VEVENT",
    "END:VCALENDAR",
  ];
  return lines.map(folded).join("\r\n") + "\r\n";
}

/** `20260530T153000Z` */
const stamp = (at: number) => new Date(at).toISOString().replace(/[-:]|\.\d+/g, "");
const escaped = (text: string) => text.replace(/[\\;,]/g, "\\$&").replace(/\r?\n/g, "\\n");

/** Lines have at most 75 bytes; the next begins with a space. */
function folded(line: string): string {
  const parts: string[] = [];
  let part = "";
  for (const letter of line) {
    if (new TextEncoder().encode(part + letter).length > 74) parts.push(part), part = "";
    part += letter;
  }
  return [...parts, part].join("\r\n ");
}
