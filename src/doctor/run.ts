/** The doctor: asks whether every promise the books make is kept. What is under way breaks none; what nothing will ever take up again does. */
import type { Database, Reader } from "../db/database.ts";
import { CHECKOUTS } from "./checkouts.ts";
import { CREDITS } from "./credits.ts";
import { listDamage, listDangling, MISSING_TRIGGERS } from "./database.ts";
import { GIFT_CARDS } from "./gift_cards.ts";
import { MESSAGES } from "./messages.ts";
import { OFFLINE_PAYMENTS } from "./offline_payments.ts";
import { overdueQuestions } from "./overdue.ts";
import { listBreaches } from "./question.ts";
import { REFUNDS } from "./refunds.ts";
import { RESTORES } from "./restores.ts";
import { SEATS } from "./seats.ts";
import { SERIES } from "./series.ts";
import { CROSS_CLIENT_REFERENCES } from "./clients.ts";
import { EVENTS } from "./events.ts";

const ask = (questions: string[]) => (books: Reader) => listBreaches(books, questions);

/** In the order in which they are reported. Each reads its tables once at most, and finds what belongs to a row by an index. */
const PROMISES: ((books: Reader) => Promise<string[]>)[] = [
  ask(SEATS),
  ask(CREDITS),
  ask(GIFT_CARDS),
  ask(OFFLINE_PAYMENTS),
  ask(CHECKOUTS),
  ask(MISSING_TRIGGERS),
  ask(REFUNDS),
  ask(RESTORES),
  ask(MESSAGES),
  ask(SERIES),
  ask(EVENTS),
  listDamage,
  listDangling,
  ask(CROSS_CLIENT_REFERENCES),
];

/**
 * A line for each breach, empty when all is well. Reads one snapshot, so what is written meanwhile can't deceive it; a
 * reader that is given must be one already.
 * @param nowMs also names what is a day overdue then; without it, as for a backup, nothing is
 */
export async function findBreaches(db: Database | Reader, nowMs?: number): Promise<string[]> {
  const look = (books: Reader) => examine(books, nowMs);
  return "snapshot" in db && typeof db.snapshot === "function" ? await db.snapshot(look) : await look(db);
}

async function examine(books: Reader, nowMs: number | undefined): Promise<string[]> {
  const breaches: string[] = [];
  const promises = nowMs === undefined ? PROMISES : [...PROMISES, ask(overdueQuestions(nowMs))];
  for (const promise of promises) breaches.push(...await orDamage(promise(books)));
  return [...new Set(breaches)];
}

/** A file that can't be read is a finding, not a fault. */
async function orDamage(found: Promise<string[]>): Promise<string[]> {
  try {
    return await found;
  } catch (error) {
    const code = String((error as { code?: unknown }).code);
    if (/^SQLITE_(CORRUPT|NOTADB)/.test(code)) return [`database: a part of it can't be read (${code})`];
    throw error;
  }
}
