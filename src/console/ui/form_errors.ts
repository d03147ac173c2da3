/** A form checked with the schemas of the management API; its errors by field, in words for people. */
import type { z } from "@hono/zod-openapi";
import { DomainError, type Issue } from "../../domain/errors.ts";
import { parse } from "../../http/parse.ts";

/** Field → what is wrong with it and how to fix it. `""` is about the form as a whole. */
export type Errors = Record<string, string>;

export type Checked<T> = { values: T; errors: null } | { values: null; errors: Errors };

/** Checks values against a schema. Errors go by the first part of their path; `extra` were found earlier, such as an unreadable amount. */
export function check<T extends z.ZodType>(schema: T, values: unknown, extra: Errors = {}): Checked<z.output<T>> {
  const issues: Issue[] = [];
  const read = parse(schema, values, issues);
  const errors: Errors = { ...extra };
  for (const { path, message } of issues) errors[path.split(".")[0]] ??= forPeople(message);
  return Object.keys(errors).length ? { values: null, errors } : { values: read, errors: null };
}

/** The API speaks to developers; a person at a form reads the same in plain words. */
function forPeople(message: string): string {
  return message === "Is required." || message === "Must not be empty." || /^Must be a (string|number)\.$/.test(message)
    ? "Fill this in."
    : typeset(message);
}

/**
 * Why an operation refused a form, by field where it says which.
 * @throws whatever is no DomainError
 */
export function errorsOf(error: unknown): Errors {
  if (!(error instanceof DomainError)) throw error;
  const issues = error.hints.issues as Issue[] | undefined;
  return issues?.length
    ? Object.fromEntries(issues.map((one) => [one.path, typeset(one.message)]))
    : { "": typeset(error.message) };
}

/** The API's plain ASCII with the apostrophes of a page. */
export function typeset(message: string): string {
  return message.replaceAll("'", "’");
}
