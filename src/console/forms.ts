/** What a form sent, checked with the same schemas as the management API, its mistakes by the name of their field. */
import type { z } from "@hono/zod-openapi";
import { DomainError, type Issue } from "../domain/errors.ts";
import { fromWallClock, iso, parseDate, wallClock } from "../domain/time.ts";
import { parse } from "../http/endpoint.ts";

/** Field → what is wrong with it and how to right it. `""` is about the form as a whole. */
export type Mistakes = Record<string, string>;

/** The fields of one submitted form. What was typed stays as it was typed. */
export class FormInput {
  constructor(private readonly fields: URLSearchParams = new URLSearchParams()) {}

  /** Trimmed; empty when the field is absent. */
  text(name: string): string {
    return (this.fields.get(name) ?? "").trim();
  }

  /** As typed. */
  raw(name: string): string {
    return this.fields.get(name) ?? "";
  }

  all(name: string): string[] {
    return this.fields.getAll(name);
  }

  has(name: string): boolean {
    return this.fields.has(name);
  }

  /** A whole number, NaN when it is none, undefined when the field is empty. */
  whole(name: string): number | undefined {
    const text = this.text(name);
    return text === "" ? undefined : /^-?\d{1,15}$/.test(text) ? Number(text) : NaN;
  }
}

/**
 * Checks values against a schema. Mistakes go by the first part of their path; `extra` are those found on the way, such as an amount
 * that could not be read.
 */
export function check<T extends z.ZodType>(
  schema: T,
  values: unknown,
  extra: Mistakes = {},
): { values: z.output<T>; mistakes: null } | { values: null; mistakes: Mistakes } {
  const issues: Issue[] = [];
  const read = parse(schema, values, issues);
  const mistakes: Mistakes = { ...extra };
  for (const { path, message } of issues) mistakes[path.split(".")[0]] ??= inWords(message);
  return Object.keys(mistakes).length ? { values: null, mistakes } : { values: read, mistakes: null };
}

/** The API speaks to developers; a person at a form is told the same more plainly. */
function inWords(message: string): string {
  return message === "Is required." || message === "Must not be empty." || /^Must be a (string|number)\.$/.test(message)
    ? "Fill this in."
    : typeset(message);
}

/** What an operation refused, by field where it says which. Faults are thrown on. */
export function refusal(error: unknown): Mistakes {
  if (!(error instanceof DomainError)) throw error;
  const issues = error.hints.issues as Issue[] | undefined;
  return issues?.length
    ? Object.fromEntries(issues.map((one) => [one.path, typeset(one.message)]))
    : { "": typeset(error.message) };
}

/** What the API says in plain ASCII, with the apostrophes of a page. */
export function typeset(message: string): string {
  return message.replaceAll("'", "’");
}

export interface LocalTime {
  /** The instant, or null when date or time is none. */
  instant: string | null;
  /** The clock change that moved it, when the time typed does not exist or exists twice that day. */
  clockChange: "skipped" | "repeated" | null;
}

/** A local date and time of the studio's clock → the instant. A skipped hour is read as the one after, a repeated one as its first. */
export function localTime(date: string, time: string, timezone: string): LocalTime {
  const day = parseDate(date);
  const match = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(time);
  if (day === null || !match) return { instant: null, clockChange: null };
  const wall = day + (Number(match[1]) * 60 + Number(match[2])) * 60_000;
  const at = fromWallClock(wall, timezone);
  if (wallClock(at, timezone) !== wall) return { instant: iso(at), clockChange: "skipped" };
  // The same wall clock an hour (Lord Howe: half an hour) later is the second pass.
  const twice = [30, 60].some((minutes) => wallClock(at + minutes * 60_000, timezone) === wall);
  return { instant: iso(at), clockChange: twice ? "repeated" : null };
}
