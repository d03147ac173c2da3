/** The outbox, as the tests of notifications look at it. */
import assert from "node:assert/strict";
import type { TestApp } from "../../support/app.ts";
import { person, studio } from "../../support/studio.ts";

export interface Stored {
  id: number;
  kind: string;
  state: string;
  attempts: number;
  next: string | null;
  data: string;
  error: string | null;
  recipient: string;
}

/** The outbox, oldest first. */
export function outbox(t: TestApp): Promise<Stored[]> {
  return t.db.read(
    "SELECT id, kind, state, attempts, next_attempt_at AS next, data, last_error AS error, recipient FROM messages ORDER BY id",
  );
}

/** A studio in which somebody has booked a free class: one mail is queued. */
export async function oneMailQueued(options: Parameters<typeof studio>[0] = {}) {
  const t = await studio(options);
  const classId = await t.studio.addClass({ priceCents: 0 });
  const booked = await t.studio.book(classId, person());
  assert.equal(booked.status, 200, booked.text);
  return Object.assign(t, { classId, booked: booked.body });
}
