/** The frame of the mailbox's pages. */
import { html, raw } from "hono/html";

const STYLE =
  `:root{color-scheme:light dark}body{font:16px/1.5 system-ui,sans-serif;max-width:48rem;margin:0 auto;padding:16px;background:light-dark(#fbfaf8,#191816);color:light-dark(#211f1c,#eeebe5)}
a{color:light-dark(#1c665b,#71c4b4)}ol,ul{padding:0;list-style:none}li{border-top:1px solid light-dark(#e4e0d9,#383530);padding:12px 0}
small{color:light-dark(#5e5950,#b2aa9d)}pre{white-space:pre-wrap;overflow-wrap:anywhere}iframe{width:100%;height:36rem;border:1px solid #8a8378}`;

export const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-src 'self'; base-uri 'none'; form-action 'none'";

/** A page, whole. */
export async function page(title: string, body: unknown): Promise<Response> {
  const text = await html`
    <!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width">
        <title>${title}</title>
        <style>${raw(STYLE)}</style>
      </head>
      <body>
        <main>${body}</main>
      </body>
    </html>
  `;
  return new Response(String(text), {
    headers: { "content-type": "text/html; charset=utf-8", "content-security-policy": POLICY },
  });
}
