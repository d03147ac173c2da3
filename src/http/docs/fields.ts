/** Fields of the OpenAPI document's schemas, in words. */

/** A part of an OpenAPI document. */
// deno-lint-ignore no-explicit-any
export type Json = Record<string, any>;

export interface Field {
  /** Dotted inside objects: `client.email`. */
  name: string;
  type: string;
  required: boolean;
  description: string;
  example?: string;
}

/** Follows a `$ref`. */
export function resolve(document: Json, value: Json): Json {
  if (!value.$ref) return value;
  return value.$ref.slice(2).split("/").reduce((at: Json, part: string) => at[part], document);
}

/** The fields of an object, and with dotted names those of the objects in it. */
export function readFields(document: Json, schema: Json, prefix: string): Field[] {
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

/** One field, its type and limits in words. */
export function readField(document: Json, name: string, given: Json, required: boolean): Field {
  const schema = resolve(document, given);
  return {
    name,
    type: [typeOf(schema), ...limitsOf(schema)].join(", "),
    required,
    description: schema.description ?? "",
  };
}

/** A list of names that nobody would read: its field has a description. */
const LONG_LIST = 20;

function typeOf(schema: Json): string {
  const name = schema.enum?.length < LONG_LIST ? enumOf(schema.enum) : FORMATS[schema.format] ?? plainType(schema);
  return [schema.type].flat().includes("null") ? `${name} or null` : name;
}

const FORMATS: Record<string, string> = {
  "date": "date",
  "date-time": "time (ISO 8601)",
  "email": "email address",
  "uri": "URL",
};

function enumOf(values: unknown[]): string {
  return values.filter((one) => one !== null).map((one) => JSON.stringify(one)).join(" or ");
}

function plainType(schema: Json): string {
  const types: string[] = [schema.type].flat().filter((one) => one !== "null");
  if (types[0] === "array") return `list of ${typeOf(schema.items)}s`;
  if (types[0] === "integer") return "whole number";
  return types.join(" or ");
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
