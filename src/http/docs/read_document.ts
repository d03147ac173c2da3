/** The OpenAPI document as the page needs it: operations with flat lists of fields. Everything the page says comes from there. */
import type { Auth } from "../spec.ts";
import { type Field, type Json, readField, readFields, resolve } from "./fields.ts";

export interface Operation {
  id: string;
  method: string;
  path: string;
  tag: string;
  summary: string;
  description: string;
  auth: Auth;
  /** The body field that is the credential, with auth `signed`. */
  signedToken: string | null;
  limit: number | null;
  pathFields: Field[];
  queryFields: Field[];
  headerFields: Field[];
  body: Field[] | null;
  /** With placeholders, which `exampleRequest` fills in. */
  example: { params: Record<string, string>; query: Record<string, string>; body?: unknown } | null;
  response: { status: string; description: string; contentType: string | null; example: unknown };
  notModified: boolean;
  errors: { status: string; codes: { code: string; meaning: string }[] }[];
}

export interface Group {
  name: string;
  description: string;
  operations: Operation[];
}

/** The operations under their tags, in the order of the document. */
export function readDocument(document: Json): Group[] {
  const operations = Object.entries(document.paths as Json).flatMap(([path, item]) =>
    Object.entries(item as Json).map(([method, operation]) => readOperation(document, method, path, operation))
  );
  return (document.tags as Json[]).map(({ name, description }) => ({
    name,
    description,
    operations: operations.filter((one) => one.tag === name),
  }));
}

function readOperation(document: Json, method: string, path: string, operation: Json): Operation {
  const parameters: Json[] = (operation.parameters ?? []).map((one: Json) => resolve(document, one));
  const fieldsIn = (place: string) =>
    parameters.filter((one) => one.in === place).map((one) => ({
      ...readField(document, one.name, one.schema, one.required),
      description: one.description ?? one.schema.description ?? "",
      example: one.example,
    }));
  const schema = operation.requestBody?.content["application/json"].schema;
  const responses = Object.entries(operation.responses as Json).map(([status, one]) => ({
    status,
    ...resolve(document, one),
  })) as Json[];
  const success = responses.find((one) => one.status.startsWith("2"))!;
  const [contentType, content] = Object.entries<Json>(success.content ?? {})[0] ?? [null, {}];
  const example = operation["x-example"];
  return {
    id: operation.operationId,
    method: method.toUpperCase(),
    path,
    tag: operation.tags[0],
    summary: operation.summary,
    description: operation.description ?? "",
    auth: operation["x-auth"],
    signedToken: operation["x-signed-token"] ?? null,
    limit: operation["x-rate-limit-per-minute"] ?? null,
    pathFields: fieldsIn("path"),
    queryFields: fieldsIn("query"),
    headerFields: fieldsIn("header"),
    body: schema ? readFields(document, schema, "") : null,
    example: example ? { params: example.params ?? {}, query: example.query ?? {}, body: example.body } : null,
    response: { status: success.status, description: success.description, contentType, example: content.example },
    notModified: responses.some((one) => one.status === "304"),
    errors: responses.filter((one) => /^[45]/.test(one.status)).map((one) => ({
      status: one.status,
      codes: Object.entries<string>(one["x-codes"]).map(([code, meaning]) => ({ code, meaning })),
    })),
  };
}
