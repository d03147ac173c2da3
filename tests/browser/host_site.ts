/** A website of somebody else, at an origin of its own and with a strict policy, that pastes the elements of `/embed.js`. */
import type { RunningStudio } from "./running_studio.ts";

const STYLE = `
  html { background: Canvas; color: CanvasText; }
  body { margin: 0 auto; max-width: 46rem; padding: 1rem; font: 1rem/1.5 Georgia, serif; }
  .theirs { --alera-accent: light-dark(#8a3517, #f0a98c); --alera-on-accent: light-dark(#fffaf3, #33130a);
    --alera-line: light-dark(#dcc9b2, #5a473a); --alera-radius: 2rem; --alera-space: 1.125rem;
    background: light-dark(#fbf3e7, #221a15); color: light-dark(#33231a, #f3e6d8); }`;

export interface HostSite extends AsyncDisposable {
  url: string;
  /** The publishable key of its pages. */
  key: string;
}

/**
 * @param pages by path: the markup of the element, in which KEY and HANDLE are filled in
 * @param options `theirs`: with colours of its own, `lang`: its language
 */
export async function hostSite(
  s: RunningStudio,
  pages: Record<string, string>,
  options: { theirs?: boolean; lang?: string } = {},
): Promise<HostSite> {
  let key = "";
  const html = (element: string) =>
    `<!doctype html><html lang="${options.lang ?? "en-US"}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">
<title>Atelier Halsted</title><link rel="icon" href="/icon.svg"><link rel="stylesheet" href="/style.css">
<script type="module" src="${s.url}/embed.js"></script></head>
<body${options.theirs ? ' class="theirs"' : ""}><main><h1>Atelier Halsted</h1><h2>Book</h2>
${element.replaceAll("KEY", key).replaceAll("HANDLE", s.demo.handle)}</main></body></html>`;
  const policy = `default-src 'none'; script-src ${s.url}; style-src 'self'; connect-src ${s.url}; img-src 'self'; ` +
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'";
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, (request) => {
    const { pathname } = new URL(request.url);
    if (pathname === "/style.css") return new Response(STYLE, { headers: { "content-type": "text/css" } });
    if (pathname === "/icon.svg") {
      const icon = '<svg xmlns="http://www.w3.org/2000/svg"/>';
      return new Response(icon, { headers: { "content-type": "image/svg+xml" } });
    }
    const headers = { "content-type": "text/html; charset=utf-8", "content-security-policy": policy };
    const page = pages[pathname];
    return page ? new Response(html(page), { headers }) : new Response("Not found", { status: 404 });
  });
  const url = `http://localhost:${server.addr.port}`;
  const made = await fetch(`${s.url}/api/manage/api-keys`, {
    method: "POST",
    headers: { authorization: `Bearer ${s.demo.ownerToken}`, "content-type": "application/json" },
    body: JSON.stringify({ label: "A page", kind: "publishable", allowedOrigins: [url] }),
  });
  ({ key } = await made.json());
  return { url, key, [Symbol.asyncDispose]: () => server.shutdown() };
}
