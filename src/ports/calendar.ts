/** What a writer of calendar documents must offer. */
export interface CalendarEvent {
  /** Stable: the enrollment's id. */
  id: string;
  summary: string;
  description: string | null;
  /** ISO 8601 UTC. */
  startsAt: string;
  endsAt: string;
  cancelled: boolean;
  /** Grows with every change. */
  sequence: number;
  createdAt: string;
  changedAt: string;
  location?: string | null;
  url?: string | null;
}

export interface CalendarWriter {
  /** An RFC 5545 document. `method` PUBLISH for feeds, REQUEST-free: mail attachments are PUBLISH too. */
  write(
    calendar: { name: string; description?: string; timezone: string; events: CalendarEvent[]; refresh: boolean },
  ): string;
}
