import { API_VERSION } from "../api_version.ts";
import { invalid } from "../errors.ts";
import { masked } from "./mask.ts";

/** Any key but `secretKey` is refused, any other API version too. @throws StripeRefusal */
export function authenticate(headers: Record<string, string>, secretKey: string): void {
  const [scheme, credential = ""] = (headers.authorization ?? "").split(" ");
  const key = /^basic$/i.test(scheme) ? basicUser(credential) : /^bearer$/i.test(scheme) ? credential : "";
  if (key !== secretKey) {
    const message = key
      ? `Invalid API Key provided: ${masked(key)}`
      : "You did not provide an API key. You need to provide your API key in the Authorization header.";
    throw invalid(message, undefined, undefined, 401);
  }
  if (headers["stripe-version"] !== API_VERSION) {
    throw invalid(
      `Invalid Stripe API version: ${headers["stripe-version"] ?? "none"}. The simulator speaks ${API_VERSION}.`,
    );
  }
}

function basicUser(credential: string): string {
  try {
    return atob(credential).split(":")[0];
  } catch {
    return "";
  }
}
