/** The request against its schemas, with messages that a web developer can act on. */
import type { z } from "@hono/zod-openapi";
import { DomainError, type Issue } from "../domain/errors.ts";
import { notJson } from "./body.ts";
import type { Call } from "./router.ts";
import type { Given, Spec } from "./spec.ts";

/**
 * Checks query, body and path, and puts what they hold into `given`. All issues of query and body are reported together.
 * @param text the body, undefined where the method has none
 * @throws DomainError invalid_request, not_found (an id that can't exist) @throws HttpError 400 (not JSON)
 */
export function parseRequest<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType>(
  spec: Spec<P, Q, B>,
  c: Call,
  given: Given<P, Q, B>,
  text: string | undefined,
): void {
  const issues: Issue[] = [];
  if (spec.query) given.query = parse(spec.query, c.req.query(), issues);
  if (text !== undefined) {
    const value = parseJson(text, mayBeAbsent(spec.body));
    if (spec.body) given.body = parse(spec.body, value, issues);
  }
  if (issues.length) {
    const { path, message } = issues[0];
    throw new DomainError("invalid_request", path ? `${path}: ${message}` : message, { issues });
  }
  if (spec.params) {
    given.params = parse(spec.params, c.req.param(), issues);
    if (issues.length) throw new DomainError("not_found", "There is nothing at this address.");
  }
}

function parseJson(text: string, emptyAllowed: boolean): unknown {
  try {
    return text === "" && emptyAllowed ? {} : JSON.parse(text);
  } catch {
    throw notJson();
  }
}

/** Whether an empty body counts as `{}`. */
export function mayBeAbsent(body: z.ZodType | undefined): boolean {
  return !body || body.safeParse({}).success;
}

/** Checks a value against a schema and adds what is wrong to `issues`. */
export function parse<T extends z.ZodType>(schema: T, value: unknown, issues: Issue[]): z.output<T> {
  const result = schema.safeParse(value, { error: explain });
  if (result.success) return result.data;
  for (const issue of result.error.issues) issues.push({ path: issue.path.join("."), message: issue.message });
  return undefined as z.output<T>;
}

// deno-lint-ignore no-explicit-any
function explain(issue: any): string | undefined {
  const isText = issue.origin === "string";
  switch (issue.code) {
    case "invalid_type":
      return issue.input === undefined ? "Is required." : `Must be ${withArticle(issue.expected)}.`;
    case "too_big":
      return isText ? `At most ${issue.maximum} characters.` : `Must be at most ${issue.maximum}.`;
    case "too_small":
      return isText ? `At least ${issue.minimum} characters.` : `Must be at least ${issue.minimum}.`;
  }
}

const withArticle = (type: string) =>
  type === "int" ? "a whole number" : `${/^[aeio]/.test(type) ? "an" : "a"} ${type}`;
