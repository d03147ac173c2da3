/** Origins of the sites that may use a key. */

/** Null when the text is exactly `scheme://host[:port]`, https or, for this very machine, http; else what is wrong, and how to right it. */
export function originMistake(text: string): string | null {
  if (!URL.canParse(text)) return "Must be an origin, such as https://your-site.com.";
  const url = new URL(text);
  if (url.hostname.includes("*")) return "Origins are compared as they are: name each host, without *.";
  if (url.protocol !== "https:" && !(url.protocol === "http:" && isThisMachine(url))) {
    return url.protocol === "http:" ? "Use https: http is allowed for localhost only." : "Must begin with https://.";
  }
  return url.origin === text ? null : `Must be exactly scheme://host[:port]: use ${url.origin}.`;
}

/** Whether an address leads to the machine it is opened on, by its name. */
export function isThisMachine({ hostname }: URL): boolean {
  return hostname === "localhost" || hostname.endsWith(".localhost") || hostname === "127.0.0.1" ||
    hostname === "[::1]";
}

/** How this machine reaches what listens at `host`. */
export function loopback(host: string): string {
  return host === "0.0.0.0" ? "127.0.0.1" : host === "::" ? "[::1]" : host.includes(":") ? `[${host}]` : host;
}

export interface OriginAdvice {
  /** What is wrong, for a person at a form. */
  says: string;
  /** The origin that was probably meant, when there is one. */
  use: string | null;
}

/** The same verdict as `originMistake`, for a person who pasted an address: all that is wrong with it, and what to use instead. */
export function originAdvice(text: string): OriginAdvice | null {
  if (originMistake(text) === null) return null;
  if (/[\s,;]/.test(text)) return { says: "Only one site fits in a row. Add a row for each.", use: null };
  const [, scheme, rest] = /^(?:([a-z][a-z0-9+.-]*):\/+|https?\/+|\/+)?(.*)$/i.exec(text)!;
  // Parsed as https whatever it was: a scheme that is not of the web would not be taken apart.
  const parsed = `https://${rest}`;
  if (!rest || !URL.canParse(parsed)) {
    return { says: "This is no web address. It looks like https://your-site.com.", use: null };
  }
  const url = new URL(parsed);
  const local = isThisMachine(url);
  const secure = !local || scheme?.toLowerCase() === "https";
  const wrong = [
    scheme === undefined && `has no ${local ? "http" : "https"}:// in front`,
    url.hostname.includes("*") && "has a star, which stands for no name here",
    (url.username || url.password) && "holds a user name",
    url.pathname !== "/" && "has a path",
    url.pathname === "/" && (url.search || url.hash) && "has more after the name",
    url.pathname === "/" && !url.search && !url.hash && rest.endsWith("/") && "ends with a slash",
    scheme?.toLowerCase() === "http" && !local && "is not secure",
    scheme !== undefined && !/^https?$/i.test(scheme) && "does not begin with https",
    /:443$/.test(rest.split(/[/?#]/)[0]) && "names the port that goes without saying",
    /[A-Z]/.test(`${scheme}${rest.split(/[/?#]/)[0]}`) && "has capital letters",
  ].filter(Boolean) as string[];
  const port = url.port && !(scheme?.toLowerCase() === "http" && url.port === "80") ? `:${url.port}` : "";
  const use = `${secure ? "https" : "http"}://${url.hostname.replace(/^(\*\.)+/, "")}${port}`;
  return {
    says: `This ${inARow(wrong.length ? wrong : ["is written differently by browsers"])}.`,
    use: originMistake(use) === null ? use : null,
  };
}

function inARow(parts: string[]): string {
  return parts.length < 2 ? parts.join() : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;
}
