/** The frame of every page for a signed-in owner: top bar, tabs, clock. */
import type { Child } from "hono/jsx";
import { iso } from "../../domain/time.ts";
import { type DocumentOptions, htmlDocument, pageHeaders } from "./document.tsx";
import { Icon } from "./icon.tsx";
import type { PageContext } from "./page_context.ts";

export type Tab = "schedule" | "clients" | "sales" | "appointments" | "payments" | "settings";

/** On a phone these lie in the sheet that More opens. */
const UNDER_MORE: Tab[] = ["appointments", "payments", "settings"];

export interface FrameOptions extends DocumentOptions {
  /** Of the browser's tab; the studio's name is added. */
  title: string;
  tab?: Tab;
  /** For pages of text and forms: at most 64rem wide. */
  narrow?: boolean;
}

/** A page that writes its own head; all others are declared by `showPage`. */
export function renderPage(
  call: PageContext,
  options: FrameOptions,
  body: Child,
  status = 200,
  headers: Record<string, string> = {},
): Response {
  const { provider } = call;
  const html = htmlDocument(
    `${options.title} · ${provider.displayName}`,
    options,
    <>
      <a class="skip visually-hidden" href="#main">Skip to content</a>
      <TopBar call={call} tab={options.tab} />
      <main id="main" class={options.narrow ? "narrow" : undefined} tabindex={-1}>{body}</main>
    </>,
  );
  return new Response(html, { status, headers: { ...pageHeaders(options.frames), ...headers } });
}

function TopBar({ call, tab }: { call: PageContext; tab?: Tab }) {
  const { provider, format, nowMs } = call;
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
        <time datetime={now}>{format.time(now)}</time> <span class="zone">in {format.place}</span>
      </p>
    </header>
  );
}
