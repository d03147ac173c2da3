/** The example of an operation as a request to send, and as a curl command. */
import { fillIn } from "../openapi/examples.ts";
import type { Auth } from "../spec.ts";
import type { Operation } from "./read_document.ts";

/** Null where the reader must fill in their own. */
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
  /** Path and query. */
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
  /** Prefix of the credential: `Bearer `. */
  scheme: string;
  /** The shell variable that stands for it. */
  variable: string;
}

/** The headers that authenticate a call. */
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

/** A command to paste, with the known credentials, and shell variables for the others. */
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
