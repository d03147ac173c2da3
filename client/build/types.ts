/** Makes the client's types from our OpenAPI document. */
import openapiTS, { astToString } from "openapi-typescript";

// deno-lint-ignore no-explicit-any
type Json = any;

export const TYPES = new URL("../src/openapi.ts", import.meta.url);

const BANNER = `/**
 * The API as types, made from its OpenAPI document: \`deno task client:generate\`. Don't edit.
 * \`paths\` is what openapi-fetch and its relatives take, too.
 */
`;

/** @param document as \`/openapi.json\` answers it */
export async function generateTypes(document: Json): Promise<string> {
  const nodes = await openapiTS(thinned(structuredClone(document)), {
    alphabetize: true,
    // A field with a default may be left out of a request.
    defaultNonNullable: false,
    rootTypes: true,
    rootTypesNoSchemaPrefix: true,
    silent: true,
  });
  return BANNER + astToString(nodes);
}

/**
 * Only what a caller writes and reads: bodies, parameters, answers. Refusals are one type for the whole API, and headers the
 * client's own business; in full they would be six times as long.
 */
function thinned(document: Json): Json {
  for (const [path, methods] of Object.entries<Json>(document.paths)) {
    for (const [method, operation] of Object.entries<Json>(methods)) {
      if (!answersJson(operation)) delete methods[method];
      else methods[method] = thinnedOperation(operation);
    }
    if (Object.keys(methods).length === 0) delete document.paths[path];
  }
  const { Error, ...schemas } = document.components.schemas;
  document.components = { schemas: { ErrorBody: Error, ...schemas } };
  forgetExamples(document);
  return document;
}

/** Calendars, exports and Stripe's webhooks are not for this client. */
function answersJson({ responses, tags }: Json): boolean {
  if (tags?.includes("Webhooks")) return false;
  return Boolean(responses["204"]) ||
    Object.keys(responses).some((status) => /^2/.test(status) && responses[status].content?.["application/json"]);
}

function thinnedOperation({ operationId, summary, parameters, requestBody, responses }: Json): Json {
  const answered = Object.entries<Json>(responses).filter(([status]) => /^2/.test(status));
  return {
    operationId,
    summary,
    parameters: parameters?.filter((one: Json) => one.in === "path" || one.in === "query"),
    ...(requestBody ? { requestBody } : {}),
    responses: Object.fromEntries(
      answered.map(([status, { description, content }]) => [status, { description, ...(content ? { content } : {}) }]),
    ),
  };
}

/** Examples are for the reference; here they would only be in the way of the descriptions. */
function forgetExamples(node: Json): void {
  if (typeof node !== "object" || node === null) return;
  delete node.example;
  for (const inner of Object.values(node)) forgetExamples(inner);
}
