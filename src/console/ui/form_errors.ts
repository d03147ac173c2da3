/** A form checked with the schemas of the management API; its errors by field, in words for people. */
import type { z } from "@hono/zod-openapi";
import { DomainError, type ErrorCode, type Issue } from "../../domain/errors.ts";
import { STATUS } from "../../http/error_codes.ts";
import { parse } from "../../http/parse.ts";

/** Field → what is wrong with it and how to fix it. `""` is about the form as a whole. */
export type Errors = Record<string, string>;

/** A form that is not accepted: its page is shown again, with what is wrong. */
export class Refusal extends Error {
  override name = "Refusal";
  constructor(readonly errors: Errors, readonly status = 400) {
    super(Object.values(errors).join(" "));
  }
}

/** A refusal of a form as a whole. */
export const refuse = (problem: string, status?: number): Refusal => new Refusal({ "": problem }, status);

/** What a page shows beside its form of an error; null for one that has a page of its own, such as a record that is not there. */
export function refusalOf(error: unknown): Refusal | null {
  if (error instanceof Refusal) return error;
  if (!(error instanceof DomainError) || error.code === "not_found") return null;
  const issues = error.hints.issues as Issue[] | undefined;
  const errors = issues?.length
    ? Object.fromEntries(issues.map((one) => [one.path, typeset(one.message)]))
    : { "": typeset(error.message) };
  return new Refusal(errors, STATUS[error.code]);
}

/** Waits for work; errors of these codes are told in words of the console's own. @throws Refusal */
export async function reworded<T>(work: Promise<T>, words: Partial<Record<ErrorCode, string>>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const says = error instanceof DomainError && words[error.code];
    throw says ? refuse(says, STATUS[error.code]) : error;
  }
}

/**
 * The values, checked against a schema. Errors go by the first part of their path; `found` were found earlier, such as an unreadable amount.
 * @throws Refusal
 */
export function check<T extends z.ZodType>(schema: T, values: unknown, found: Errors = {}): z.output<T> {
  const issues: Issue[] = [];
  const read = parse(schema, values, issues);
  const errors: Errors = { ...found };
  for (const { path, message } of issues) errors[path.split(".")[0]] ??= forPeople(message);
  if (Object.keys(errors).length) throw new Refusal(errors);
  return read;
}

/** Beside an empty field that must not be empty. */
export const FILL_IN = "Fill this in.";

/** The API speaks to developers; a person at a form reads the same in plain words. */
function forPeople(message: string): string {
  return message === "Is required." || message === "Must not be empty." || /^Must be a (string|number)\.$/.test(message)
    ? FILL_IN
    : typeset(message);
}

/** The API's plain ASCII with the apostrophes of a page. */
export function typeset(message: string): string {
  return message.replaceAll("'", "’");
}
