/** The frame of every page: head, tabs, clock. Also where the strict policy of the pages is written. */
import { raw } from "hono/html";
import type { Child } from "hono/jsx";
import { iso } from "../domain/time.ts";
import type { OwnerCall } from "./call.ts";
import { Icon } from "./parts.tsx";

export type Tab = "schedule" | "clients" | "sales" | "appointments" | "payments" | "settings";

/** On a phone these lie in the sheet that More opens. */
const UNDER_MORE: Tab[] = ["appointments", "payments", "settings"];

export interface PageOptions {
  /** Of the browser's tab; the studio's name is added. */
  title: string;
  tab?: Tab;
  /** For pages of text and forms: at most 64rem wide. */
  narrow?: boolean;
  /** Seconds until the page loads itself again, while something runs. */
  refresh?: number;
  /** An address to go on to at once, such as Stripe's: a form may not be redirected off this server. */
  goOn?: string;
  /** More pages may be framed: the preview of a mail is. */
  frames?: boolean;
}

const POLICY =
  "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/** Headers of every page of the console: nothing inline, nothing from elsewhere, kept by nobody. */
export function pageHeaders(frames = false): Record<string, string> {
  return {
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": frames ? `${POLICY}; frame-src 'self'` : POLICY,
    // Not no-referrer: then browsers call a form's origin "null", and ours could not be told from another's.
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "cross-origin-opener-policy": "same-origin",
    "cache-control": "no-store",
  };
}

function document(title: string, options: Partial<PageOptions>, body: Child): string {
  return String(
    <>
      {raw("<!doctype html>")}
      <html lang="en-US">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
          <title>{title}</title>
          <meta name="color-scheme" content="light dark" />
          <meta name="robots" content="noindex" />
          {options.refresh ? <meta http-equiv="refresh" content={String(options.refresh)} /> : null}
          {options.goOn ? <meta http-equiv="refresh" content={`0; url=${options.goOn}`} /> : null}
          <link rel="icon" href="data:," />
          <link rel="stylesheet" href="/console/console.css" />
          <script src="/console/console.js" type="module"></script>
        </head>
        <body>{body}</body>
      </html>
    </>,
  );
}

/** A page for the signed-in owner. */
export function ownerPage(
  call: OwnerCall,
  options: PageOptions,
  body: Child,
  status = 200,
  headers: Record<string, string> = {},
): Response {
  const { provider } = call;
  const html = document(
    `${options.title} · ${provider.displayName}`,
    options,
    <>
      <a class="skip visually-hidden" href="#main">Skip to content</a>
      <Top call={call} tab={options.tab} />
      <main id="main" class={options.narrow ? "narrow" : undefined} tabindex={-1}>{body}</main>
    </>,
  );
  return new Response(html, { status, headers: { ...pageHeaders(options.frames), ...headers } });
}

/** A page outside: signing in. */
export function doorPage(title: string, body: Child, status = 200, headers: Record<string, string> = {}): Response {
  const html = document(
    `${title} · Alera`,
    {},
    <main class="door" id="main">
      <p class="brand">Alera</p>
      {body}
    </main>,
  );
  return new Response(html, { status, headers: { ...pageHeaders(), ...headers } });
}

/** 404 for an address under `/console` that is none. */
export function nothingHere(): Response {
  return doorPage(
    "There is nothing here",
    <div class="stack">
      <h1>There is nothing here</h1>
      <p>The address is not complete, or the page has moved.</p>
      <a class="button" href="/console">To the schedule</a>
    </div>,
    404,
  );
}

/** 405 for the address of a form that is opened as a page: from the address bar, or by a phone that has forgotten the tab. */
export function formIsGone(allow: string): Response {
  return doorPage(
    "The form is gone",
    <div class="stack">
      <h1>The form is gone</h1>
      <p>Your browser has opened its address without what was typed in it. Nothing was done by that.</p>
      <a class="button" href="/console">To the schedule</a>
    </div>,
    405,
    { allow },
  );
}

function Top({ call, tab }: { call: OwnerCall; tab?: Tab }) {
  const { provider, words, nowMs } = call;
  const current = (of: Tab) => tab === of ? "page" : undefined;
  const now = iso(nowMs);
  return (
    <header class="top">
      <a class="studio" href="/console">{provider.displayName}</a>
      <nav class="tabs" aria-label="Main">
        <a href="/console" aria-current={current("schedule")}>
          <Icon name="calendar" size={22} />Schedule
        </a>
        <a href="/console/clients" aria-current={current("clients")}>
          <Icon name="person" size={22} />Clients
        </a>
        <a href="/console/sales" aria-current={current("sales")}>
          <Icon name="chart" size={22} />Sales
        </a>
        <button type="button" popovertarget="more" aria-current={tab && UNDER_MORE.includes(tab) ? "true" : undefined}>
          <Icon name="menu" size={22} />More
        </button>
        <div class="overflow" id="more" popover="auto">
          <a href="/console/appointments" aria-current={current("appointments")}>Appointments</a>
          <a href="/console/payments" aria-current={current("payments")}>Payments</a>
          <a href="/console/settings" aria-current={current("settings")}>Settings</a>
        </div>
      </nav>
      <p class="clock">
        <time datetime={now}>{words.time(now)}</time> <span class="zone">in {words.place}</span>
      </p>
    </header>
  );
}
