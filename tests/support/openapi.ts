/** Reading and checking the OpenAPI document. */
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import assert from "node:assert/strict";
import type { TestApp } from "./app.ts";

// deno-lint-ignore no-explicit-any
export type Json = Record<string, any>;

export interface Operation {
  method: string;
  path: string;
  spec: Json;
}

export async function fetchDocument(t: TestApp): Promise<Json> {
  const answer = await t.send("GET", "/openapi.json");
  assert.equal(answer.status, 200);
  return answer.body;
}

export function operationsOf(document: Json): Operation[] {
  return Object.entries<Json>(document.paths).flatMap(([path, item]) =>
    Object.entries<Json>(item).map(([method, spec]) => ({ method: method.toUpperCase(), path, spec }))
  );
}

/** A validator of any schema within the document. */
export function schemaChecker(document: Json): (schema: Json, value: unknown) => string[] {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  // deno-lint-ignore no-explicit-any
  (addFormats as any)(ajv);
  ajv.addSchema({ $id: "openapi", components: document.components });
  const within = (schema: Json): Json =>
    JSON.parse(JSON.stringify(schema).replaceAll('"#/components/', '"openapi#/components/'));
  return (schema, value) => {
    const validate = ajv.compile(within(schema));
    return validate(value) ? [] : validate.errors!.map((one) => `${one.instancePath} ${one.message}`);
  };
}

export function follow(document: Json, value: Json): Json {
  if (!value.$ref) return value;
  return value.$ref.slice(2).split("/").reduce((at: Json, part: string) => at[part], document);
}

/** The schema itself and what it is made of. */
function partsOf(document: Json, schema: Json): Json[] {
  const one = follow(document, schema);
  return [one, ...[...one.allOf ?? [], ...one.anyOf ?? []].flatMap((part: Json) => partsOf(document, part))];
}

function propertiesOf(document: Json, schema: Json): Json {
  return Object.assign({}, ...partsOf(document, schema).map((part) => part.properties));
}

function itemsOf(document: Json, schema: Json): Json {
  return partsOf(document, schema).find((part) => part.items)?.items ?? {};
}

/** Fields of a response that the document does not have. */
export function undocumented(document: Json, schema: Json, value: unknown, where = ""): string[] {
  if (Array.isArray(value)) {
    return value.flatMap((one, i) => undocumented(document, itemsOf(document, schema), one, `${where}/${i}`));
  }
  if (typeof value !== "object" || value === null) return [];
  if (schema?.description && schema.additionalProperties) return []; // open, and it says so
  const known = propertiesOf(document, schema);
  return Object.entries(value).flatMap(([name, one]) =>
    known[name] ? undocumented(document, known[name], one, `${where}/${name}`) : [`${where}/${name}`]
  );
}
