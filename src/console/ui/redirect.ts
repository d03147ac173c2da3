/** Where a form leads. */

/**
 * To a page of the console.
 * @param done which of that page's flash messages to show
 */
export function redirect(path: string, done?: string): Response {
  const [address, fragment] = path.split("#");
  const query = done ? `${address.includes("?") ? "&" : "?"}done=${encodeURIComponent(done)}` : "";
  const location = `${address}${query}${fragment ? `#${fragment}` : ""}`;
  return new Response(null, { status: 303, headers: { location, "cache-control": "no-store" } });
}
