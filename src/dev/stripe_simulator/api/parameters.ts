/** What a request asks for, read and checked. */
import { invalid } from "../errors.ts";
import type { Json } from "../json.ts";
import { checkRules, type RuleContext } from "../rules/rules.ts";
import { checkQuery, checkSchema, contentTypeOf } from "./check_schema.ts";
import { parseForm, parseJson } from "./request_body.ts";
import type { RecordedRequest } from "./request_log.ts";
import type { Route } from "./router.ts";

/** @throws StripeRefusal */
export function readParameters(route: Route, { headers, body }: RecordedRequest, url: URL, context: RuleContext): Json {
  if (!route.operation) {
    const query = parseForm(url.search.slice(1));
    checkQuery(query, route.query ?? []);
    return query;
  }
  const expected = contentTypeOf(route.operation);
  const sent = (headers["content-type"] ?? "").split(";")[0];
  if (sent !== expected) throw invalid(`Invalid content-type: ${sent || "none"}. This call takes ${expected}.`);
  const params = expected === "application/json" ? parseJson(body) : parseForm(body);
  checkSchema(route.operation, params);
  checkRules(route.operation, params, context);
  return params;
}
