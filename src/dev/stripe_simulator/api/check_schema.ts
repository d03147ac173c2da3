/** Checks parameters against the schemas of Stripe's SDK. */
import { Ajv, type ErrorObject, type ValidateFunction } from "ajv";
import { invalid, type StripeRefusal } from "../errors.ts";
import type { Json } from "../json.ts";
import schemas from "../schemas.json" with { type: "json" };

/** An operation that has a schema. */
export type Operation = keyof typeof schemas.operations;

/** The content type that an operation's body must have. */
export function contentTypeOf(operation: Operation): string {
  return schemas.operations[operation].contentType;
}

const validators = new Map<Operation, ValidateFunction>();
const engines = new Map<boolean, Ajv>();

/** Compiled on first use: all seven operations together cost a quarter of a second, most runs need three. */
function validatorFor(operation: Operation): ValidateFunction {
  let validate = validators.get(operation);
  if (!validate) {
    const { contentType, schema } = schemas.operations[operation];
    const isForm = contentType !== "application/json";
    let engine = engines.get(isForm);
    if (!engine) {
      engine = new Ajv({ allErrors: true, strict: false, coerceTypes: isForm, allowUnionTypes: true });
      engine.addSchema({ $id: "stripe", definitions: schemas.definitions });
      engines.set(isForm, engine);
    }
    validate = engine.compile({ $ref: `stripe${schema.$ref}` });
    validators.set(operation, validate);
  }
  return validate;
}

/** Checks (and for forms, coerces in place) the parameters against the schema. Throws `StripeRefusal` (400). */
export function checkSchema(operation: Operation, params: Json): void {
  const validate = validatorFor(operation);
  if (validate(params)) return;
  throw refusalOf(validate.errors ?? [], operation.startsWith("POST /v2/"));
}

/** Checks the parameters of a GET, of which only `known` exist. Throws `StripeRefusal` (400). */
export function checkQuery(query: Json, known: readonly string[]): void {
  for (const name of Object.keys(query)) {
    if (!known.includes(name)) throw invalid(`Received unknown parameter: ${name}`, name, "parameter_unknown");
  }
}

function refusalOf(errors: ErrorObject[], v2: boolean): StripeRefusal {
  // An anyOf reports every branch that failed; the leaves say what is wrong.
  const error = errors.find((e) => e.keyword === "additionalProperties") ??
    errors.find((e) => !["anyOf", "oneOf", "const"].includes(e.keyword)) ?? errors[0];
  const parts = error.instancePath.split("/").slice(1).map((part) => part.replace(/~1/g, "/").replace(/~0/g, "~"));
  const named = (extra?: string) => {
    const [first, ...rest] = extra === undefined ? parts : [...parts, extra];
    return first === undefined ? undefined : first + rest.map((part) => `[${part}]`).join("");
  };
  const details = error.params as Record<string, unknown>;
  if (v2) {
    const param = named(details.additionalProperty as string ?? details.missingProperty as string | undefined);
    return invalid(`${param ?? "body"}: ${error.message}`, param, "invalid_fields");
  }
  switch (error.keyword) {
    case "additionalProperties": {
      const param = named(String(details.additionalProperty));
      return invalid(`Received unknown parameter: ${param}`, param, "parameter_unknown");
    }
    case "required": {
      const param = named(String(details.missingProperty));
      return invalid(`Missing required param: ${param}.`, param, "parameter_missing");
    }
    case "type":
      return details.type === "integer"
        ? invalid(`Invalid integer: ${named()}`, named(), "parameter_invalid_integer")
        : invalid(`Invalid ${details.type}: ${named()}`, named());
    case "enum":
      return invalid(`Invalid ${named()}: must be one of ${(details.allowedValues as unknown[]).join(", ")}`, named());
    default:
      return invalid(`Invalid ${named() ?? "request"}: ${error.message}`, named());
  }
}
