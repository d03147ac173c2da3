/** Makes the subject, both parts and the attachment of a mail. */
import { iso, MINUTE, ms } from "../domain/time.ts";
import type { CalendarEvent, CalendarWriter } from "../ports/calendar.ts";
import type { RenderedMail } from "../ports/mail.ts";
import type { Brand } from "./brand.ts";
import type { CalendarEntry } from "./definition.ts";
import { htmlPart, type Letter, oneLine, textPart } from "./layout.ts";
import { isToOwner, type MailData, type MailKind, MAILS } from "./mails.ts";

/**
 * The same data always gives the same mail.
 * @throws RangeError when the brand's time zone or currency is not one
 */
export function renderMail<K extends MailKind>(
  kind: K,
  data: MailData[K],
  brand: Brand,
  calendar: CalendarWriter,
): RenderedMail {
  const draft = MAILS[kind].write(data, brand);
  const entries = [draft.calendar ?? []].flat();
  const letter: Letter = {
    from: brand.studioName,
    subject: oneLine(draft.subject),
    blocks: draft.blocks,
    footer: isToOwner(kind) ? `For the owner of ${oneLine(brand.studioName)}` : "Questions? Just answer this mail.",
  };
  return {
    subject: letter.subject,
    text: textPart(letter),
    html: htmlPart(letter),
    attachments: entries.length > 0 ? [calendarFile(entries, brand, calendar)] : [],
  };
}

function calendarFile(
  entries: CalendarEntry[],
  brand: Brand,
  calendar: CalendarWriter,
): RenderedMail["attachments"][number] {
  const content = calendar.write({
    name: brand.studioName,
    timezone: brand.timezone,
    refresh: false,
    events: entries.map((entry) => calendarEvent(entry, brand)),
  });
  return { filename: "class.ics", contentType: "text/calendar; charset=utf-8; method=PUBLISH", content };
}

function calendarEvent(entry: CalendarEntry, brand: Brand): CalendarEvent {
  const { name: summary, scheduledAt: startsAt, durationMin, instructor } = entry.class;
  return {
    id: entry.enrollmentId,
    summary,
    description: instructor ? `With ${instructor}` : null,
    location: brand.address,
    startsAt,
    endsAt: iso(ms(startsAt) + durationMin * MINUTE),
    cancelled: entry.cancelled,
    sequence: entry.sequence,
    createdAt: entry.changedAt,
    changedAt: entry.changedAt,
  };
}
