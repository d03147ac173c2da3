/** The OpenAPI document as the page needs it: operations with flat lists of fields. Everything the page says comes from there. */
import { fillIn } from "../openapi/examples.ts";
import type { Auth } from "../spec.ts";

/** A part of an OpenAPI document. */
// deno-lint-ignore no-explicit-any
export type Json = Record<string, any>;

export interface Field {
  /** With dots for what lies within: `client.email`. */
  name: string;
  type: string;
  required: boolean;
  description: string;
  example?: string;
}

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
  inPath: Field[];
  inQuery: Field[];
  inHeaders: Field[];
  body: Field[] | null;
  /** Values with placeholders; `request` fills them in. */
  example: { params: Record<string, string>; query: Record<string, string>; body?: unknown } | null;
  answer: { status: string; description: string; contentType: string | null; example: unknown };
  notModified: boolean;
  errors: { status: string; description: string }[];
}

export interface Group {
  name: string;
  description: string;
  operations: Operation[];
}

/** The operations of an OpenAPI document under their tags, in the order of the document. */
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
  const good = responses.find((one) => one.status.startsWith("2"))!;
  const [contentType, content] = Object.entries<Json>(good.content ?? {})[0] ?? [null, {}];
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
    inPath: fieldsIn("path"),
    inQuery: fieldsIn("query"),
    inHeaders: fieldsIn("header"),
    body: schema ? readFields(document, schema, "") : null,
    example: example ? { params: example.params ?? {}, query: example.query ?? {}, body: example.body } : null,
    answer: { status: good.status, description: good.description, contentType, example: content.example },
    notModified: responses.some((one) => one.status === "304"),
    errors: responses.filter((one) => /^[45]/.test(one.status)).map(({ status, description }) => ({
      status,
      description,
    })),
  };
}

function resolve(document: Json, value: Json): Json {
  if (!value.$ref) return value;
  return value.$ref.slice(2).split("/").reduce((at: Json, part: string) => at[part], document);
}

function readFields(document: Json, schema: Json, prefix: string): Field[] {
  const object = resolve(document, schema);
  return Object.entries<Json>(object.properties ?? {}).flatMap(([name, given]) => {
    const one = resolve(document, given);
    const required = object.required?.includes(name) ?? false;
    return [
      readField(document, prefix + name, one, required),
      ...(one.properties ? readFields(document, one, `${prefix}${name}.`) : []),
    ];
  });
}

function readField(document: Json, name: string, given: Json, required: boolean): Field {
  const schema = resolve(document, given);
  return {
    name,
    type: [typeOf(schema), ...limitsOf(schema)].join(", "),
    required,
    description: schema.description ?? "",
  };
}

function typeOf(schema: Json): string {
  const types: string[] = [schema.type].flat().filter((one) => one !== "null");
  const words = schema.enum
    ? schema.enum.filter((one: unknown) => one !== null).map((one: unknown) => JSON.stringify(one)).join(" or ")
    : schema.format === "date"
    ? "date"
    : schema.format === "date-time"
    ? "time (ISO 8601)"
    : schema.format === "email"
    ? "email address"
    : schema.format === "uri"
    ? "URL"
    : types[0] === "array"
    ? `list of ${typeOf(schema.items)}s`
    : types[0] === "integer"
    ? "whole number"
    : types.join(" or ");
  return [schema.type].flat().includes("null") ? `${words} or null` : words;
}

function limitsOf(schema: Json): string[] {
  const { minLength, maxLength, minimum, maximum, minItems, maxItems } = schema;
  const limits: string[] = [];
  const range = (low: number | undefined, high: number | undefined, unit: string) => {
    if (low !== undefined && high !== undefined) limits.push(`${low}–${high}${unit}`);
    else if (high !== undefined) limits.push(`at most ${high}${unit}`);
    else if (low !== undefined) limits.push(`at least ${low}${unit}`);
  };
  range(minLength, maxLength, " characters");
  range(minimum, maximum, "");
  range(minItems, maxItems, " items");
  if (schema.default !== undefined && schema.default !== null) {
    limits.push(`${JSON.stringify(schema.default)} if left out`);
  }
  return limits;
}

// ---------------------------------------------------------------- requests

/** Null stands for what the reader has to put in. */
export interface Credentials {
  key: string | null;
  origin: string | null;
  ownerToken: string | null;
  customerToken: string | null;
}

export interface ExampleRequest {
  method: string;
  params: Record<string, string>;
  query: Record<string, string>;
  body: unknown;
  /** With the parameters in their places. */
  target: string;
}

/** The example with its placeholders filled in. */
export function exampleRequest(operation: Operation, values: Record<string, string>): ExampleRequest {
  const { params, query, body } = fillIn(operation.example ?? { params: {}, query: {}, body: undefined }, values);
  const path = operation.path.replace(
    /\{(\w+)\}/g,
    (all, name) => params[name] ? encodeURIComponent(params[name]) : all,
  );
  const search = new URLSearchParams(query).toString();
  return { method: operation.method, params, query, body, target: search ? `${path}?${search}` : path };
}

/** A header of the request: its name, and the credential that fills it. */
export interface CredentialHeader {
  name: string;
  credential: keyof Credentials | "operatorToken";
  /** Goes before the credential. */
  scheme: string;
  /** What stands for it in a shell. */
  variable: string;
}

/** The headers by which a call of this kind says who is asking. */
export function credentialHeaders(auth: Auth): CredentialHeader[] {
  const header = (
    name: string,
    credential: CredentialHeader["credential"],
    variable: string,
    scheme = "",
  ): CredentialHeader => ({ name, credential, scheme, variable });
  switch (auth) {
    case "tenant":
      return [header("x-alera-key", "key", "ALERA_API_KEY"), header("Origin", "origin", "")];
    case "customer":
      return [header("x-customer-token", "customerToken", "CUSTOMER_TOKEN")];
    case "owner":
      return [header("Authorization", "ownerToken", "ALERA_OWNER_TOKEN", "Bearer ")];
    case "operator":
      return [header("Authorization", "operatorToken", "ALERA_OPERATOR_TOKEN", "Bearer ")];
    default:
      return [];
  }
}

/** A command to paste: with the credentials that are known, and shell variables for the rest. */
export function curl(
  operation: Operation,
  request: ExampleRequest,
  credentials: Credentials,
  serverUrl: string,
): string {
  const words = [`curl${request.method === "GET" ? "" : ` -X ${request.method}`} ${quote(serverUrl + request.target)}`];
  const tokenInQuery = operation.auth === "customer" && "token" in request.query;
  for (const { name, credential, scheme, variable } of tokenInQuery ? [] : credentialHeaders(operation.auth)) {
    const known = credential === "operatorToken" ? null : credentials[credential];
    if (known !== null) words.push(`-H ${quote(`${name}: ${scheme}${known}`)}`);
    else if (variable) words.push(`-H "${name}: ${scheme}$${variable}"`);
    else words.push(`-H '${name}: https://your-site.com'`);
  }
  if (request.body !== undefined) {
    words.push(`-H 'Content-Type: application/json'`, `-d ${quote(JSON.stringify(request.body, null, 2))}`);
  }
  return words.join(" \\\n  ");
}

function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
