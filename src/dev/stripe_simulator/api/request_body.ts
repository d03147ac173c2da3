/** Reads the parameters of a request. */
import qs from "qs";
import { invalid, StripeRefusal } from "../errors.ts";
import type { Json } from "../json.ts";

/** Decodes a form body or a query string as Stripe does (`a[b][0]=c`). Throws `StripeRefusal` (400) when it is malformed. */
export function parseForm(text: string): Json {
  const seen = new Set<string>();
  try {
    for (const pair of text ? text.split("&") : []) {
      const name = decodeURIComponent(pair.replace(/\+/g, " ")).split("=")[0];
      if (!name.endsWith("[]") && seen.has(name)) throw invalid(`Parameter sent twice: ${name}`, name);
      seen.add(name);
    }
    // plainObjects keeps a metadata key such as "hasOwnProperty"; strictDepth never flattens silently.
    const parsed = qs.parse(text, {
      depth: 20,
      strictDepth: true,
      arrayLimit: 1000,
      parameterLimit: 10_000,
      plainObjects: true,
    });
    return JSON.parse(JSON.stringify(parsed));
  } catch (error) {
    if (error instanceof StripeRefusal) throw error;
    throw invalid("Invalid request body: it is not well-formed form data.");
  }
}

/** Decodes the JSON body of a v2 call. Throws `StripeRefusal` (400) when it is not an object. */
export function parseJson(text: string): Json {
  try {
    const value = JSON.parse(text || "{}");
    if (value !== null && typeof value === "object" && !Array.isArray(value)) return value;
  } catch {
    // Falls through to the refusal.
  }
  throw invalid("The request body is not a JSON object.", undefined, "invalid_fields");
}
