/** Another server than Stripe's own that speaks its API. */
import Stripe from "stripe";

/** Another server, as the SDK wants it. @throws Error when it is not an http(s) address; the text holds no address */
export function serverOf(apiBase: string): Pick<Stripe.StripeConfig, "host" | "port" | "protocol" | "httpClient"> {
  const url = URL.canParse(apiBase) ? new URL(apiBase) : null;
  if (!url || (url.protocol !== "http:" && url.protocol !== "https:")) {
    throw new Error("STRIPE_API_BASE must be an http:// or https:// address.");
  }
  if (url.search || url.hash || url.username || url.password) {
    throw new Error("STRIPE_API_BASE takes no user, query or fragment.");
  }
  const protocol = url.protocol === "http:" ? "http" : "https";
  const path = url.pathname.replace(/\/+$/, "");
  return {
    host: url.hostname,
    port: Number(url.port) || (protocol === "http" ? 80 : 443),
    protocol,
    ...(path && { httpClient: below(path) }),
  };
}

/** The SDK knows no path before `/v1`: its own client, with one put there. */
function below(path: string): NonNullable<Stripe.StripeConfig["httpClient"]> {
  const client = Stripe.createFetchHttpClient();
  return {
    getClientName: () => client.getClientName(),
    makeRequest: (host, port, asked, ...rest) => client.makeRequest(host, port, path + asked, ...rest),
  };
}
