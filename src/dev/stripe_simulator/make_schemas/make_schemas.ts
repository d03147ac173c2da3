/** `deno task stripe:schemas`: makes `schemas.json` from the type declarations of the installed Stripe SDK. */
import Stripe from "stripe";
import ts from "typescript";
import { MAX_LENGTHS } from "./limits.ts";
import type { Schema } from "./schema.ts";
import { TypeSchemas } from "./type_schemas.ts";

const FORM = "application/x-www-form-urlencoded";
const JSON_BODY = "application/json";

/** The calls that our adapter makes with a body, and the SDK's type of it. */
const OPERATIONS: [operation: string, contentType: string, type: string][] = [
  ["POST /v1/checkout/sessions", FORM, "Checkout.SessionCreateParams"],
  ["POST /v1/checkout/sessions/{session}/expire", FORM, "Checkout.SessionExpireParams"],
  ["POST /v1/refunds", FORM, "RefundCreateParams"],
  ["POST /v1/account_links", FORM, "AccountLinkCreateParams"],
  ["POST /v1/accounts", FORM, "AccountCreateParams"],
  ["POST /v2/core/accounts", JSON_BODY, "V2.Core.AccountCreateParams"],
  ["POST /v2/core/account_links", JSON_BODY, "V2.Core.AccountLinkCreateParams"],
];

/** The text of `schemas.json`. */
export function makeSchemas(): string {
  const { program, types } = readTypes(OPERATIONS.map(([, , type]) => type));
  const schemas = new TypeSchemas(program.getTypeChecker());
  const operations = OPERATIONS.map(([operation, contentType], i) => [
    operation,
    { contentType, schema: schemas.schemaOf(types[i]) },
  ]);
  requireLimits(schemas.definitions);
  const file = {
    $schema: "http://json-schema.org/draft-07/schema#",
    "x-source": `npm stripe@${Stripe.PACKAGE_VERSION}, by deno task stripe:schemas`,
    "x-apiVersion": Stripe.API_VERSION,
    operations: Object.fromEntries(operations),
    definitions: schemas.definitions,
  };
  return `${JSON.stringify(file, null, 1)}\n`;
}

/** A limit of a parameter that Stripe has renamed would be lost in silence. @throws Error */
function requireLimits(definitions: Record<string, Schema>): void {
  for (const [type, lengths] of Object.entries(MAX_LENGTHS)) {
    for (const name of Object.keys(lengths)) {
      if (!definitions[type]?.properties?.[name]) throw new Error(`limits.ts: the SDK has no ${type}.${name}`);
    }
  }
}

/** Types of the SDK, as nodes of a program that has them all. */
function readTypes(names: string[]): { program: ts.Program; types: ts.TypeNode[] } {
  const path = `${import.meta.dirname}/the_sdk.ts`;
  const text = `import type Stripe from "stripe";\n${
    names.map((name, i) => `type T${i} = Stripe.${name};\n`).join("")
  }`;
  const options: ts.CompilerOptions = {
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    types: [],
    lib: ["lib.es2022.d.ts"],
    strict: true,
  };
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists } = host;
  host.fileExists = (file) => file === path || fileExists(file);
  host.getSourceFile = (file, languageVersion) =>
    file === path ? ts.createSourceFile(path, text, languageVersion, true) : getSourceFile(file, languageVersion);
  const program = ts.createProgram([path], options, host);
  const aliases = program.getSourceFile(path)!.statements.filter(ts.isTypeAliasDeclaration);
  return { program, types: aliases.map((one) => one.type) };
}

if (import.meta.main) {
  await Deno.writeTextFile(`${import.meta.dirname}/../schemas.json`, makeSchemas());
}
