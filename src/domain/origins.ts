/** Origins of the sites that may use a key. */

/** Null when the text is exactly `scheme://host[:port]`, https or, for this very machine, http; else what is wrong, and how to right it. */
export function originMistake(text: string): string | null {
  if (!URL.canParse(text)) return "Must be an origin, such as https://your-site.com.";
  const url = new URL(text);
  if (url.hostname.includes("*")) return "Origins are compared as they are: name each host, without *.";
  const local = url.hostname === "localhost" || url.hostname.endsWith(".localhost") || url.hostname === "127.0.0.1" ||
    url.hostname === "[::1]";
  if (url.protocol !== "https:" && !(url.protocol === "http:" && local)) {
    return url.protocol === "http:" ? "Use https: http is allowed for localhost only." : "Must begin with https://.";
  }
  return url.origin === text ? null : `Must be exactly scheme://host[:port]: use ${url.origin}.`;
}
