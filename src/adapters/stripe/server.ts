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
    httpClient: carefulClient(path),
  };
}

/**
 * The SDK's own client. A JSON text or number in place of an object is no JSON: the SDK would break over it where nobody can catch that, and
 * the process would end.
 * @param path put before `/v1`: the SDK knows none
 */
export function carefulClient(path = ""): NonNullable<Stripe.StripeConfig["httpClient"]> {
  const client = Stripe.createFetchHttpClient();
  return {
    getClientName: () => client.getClientName(),
    async makeRequest(host, port, asked, ...rest) {
      const response = await client.makeRequest(host, port, path + asked, ...rest);
      const toJSON = response.toJSON.bind(response);
      response.toJSON = async () => {
        const answer: unknown = await toJSON();
        if (typeof answer !== "object" || answer === null) throw new SyntaxError("The answer is no object.");
        return answer;
      };
      return response;
    },
  };
}
