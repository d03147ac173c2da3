import type { Child } from "hono/jsx";
import { STUDIO } from "../site.ts";

const NAVIGATION = [["/", "Classes"], ["/packs", "Packs"], ["/gift-cards", "Gift cards"], ["/me", "My bookings"]];

interface PageProps {
  title: string;
  /** The address of the navigation's current entry. */
  current?: string;
  /** The studio's claim, on its first page. */
  lead?: boolean;
  narrow?: boolean;
  children?: Child;
}

export function Page({ title, current, lead, narrow, children }: PageProps) {
  return (
    <html lang={STUDIO.locale}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
        <meta name="color-scheme" content="light dark" />
        <title>{`${title} · ${STUDIO.name}`}</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/storefront.css" />
        <script src="/storefront.js" type="module"></script>
      </head>
      <body>
        <a class="skip visually-hidden" href="#main">Skip to content</a>
        <header class="masthead">
          <div class="bar">
            <a class="mark" href="/">{STUDIO.mark}</a>
            <nav aria-label="Main">
              {NAVIGATION.map(([href, label]) => (
                <a href={href} aria-current={href === current ? "page" : undefined}>{label}</a>
              ))}
            </nav>
          </div>
          {lead && (
            <div class="lead">
              <h1>{STUDIO.claim}</h1>
              <p>{STUDIO.lead}</p>
            </div>
          )}
        </header>
        <main id="main" tabindex={-1} class={narrow ? "narrow" : undefined}>{children}</main>
        <footer class="foot">
          <p>
            {STUDIO.name}, {STUDIO.address}. Questions? <a href={`mailto:${STUDIO.email}`}>{STUDIO.email}</a>
          </p>
        </footer>
      </body>
    </html>
  );
}
