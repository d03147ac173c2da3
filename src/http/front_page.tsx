/** `/`: nobody's studio is here, so the page leads on. */
import { raw } from "hono/html";
import type { App } from "./router.ts";
import type { HttpServices } from "./services.ts";

const HEADERS = {
  "content-type": "text/html; charset=utf-8",
  "cache-control": "no-cache",
  "content-security-policy":
    "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
};

/** Declare it after the reference, whose styles it uses. */
export function frontPage(app: App, { ctx }: HttpServices): void {
  const { development } = ctx.settings;
  app.get("/", (c) => {
    c.env.seen.route = "GET /";
    return new Response(String(<Front development={development} />), { headers: HEADERS });
  });
}

function Front({ development }: { development: boolean }) {
  return (
    <>
      {raw("<!doctype html>")}
      <html lang="en">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <title>Alera</title>
          <link rel="icon" href="data:," />
          <link rel="stylesheet" href="/docs/docs.css" />
        </head>
        <body>
          <header class="top">
            <a class="brand" href="/">Alera</a>
            <span class="muted">Booking engine for studios</span>
          </header>
          <main id="content" class="layout">
            <section class="section" aria-labelledby="start">
              <h1 id="start">This server takes bookings for studios</h1>
              <p>Their own sites show the classes. From here you get to:</p>
              <ul>
                <li>
                  <a href="/console">The console</a>: for a studio’s owner.
                </li>
                <li>
                  <a href="/docs">The reference</a>: for whoever builds a studio’s site. It is an{" "}
                  <a href="/openapi.json">OpenAPI document</a> too.
                </li>
                {development && (
                  <li>
                    <a href="/dev/mailbox">The mailbox</a>: every mail of this development server.
                  </li>
                )}
              </ul>
            </section>
          </main>
        </body>
      </html>
    </>
  );
}
