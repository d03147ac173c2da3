import { invalid } from "../errors.ts";

/** An absolute http(s) URL. @throws StripeRefusal */
export function requireUrl(value: unknown, param: string): void {
  if (typeof value !== "string" || !/^https?:\/\/[^/]/.test(value) || !URL.canParse(value)) {
    throw invalid("Not a valid URL", param, "url_invalid");
  }
}
