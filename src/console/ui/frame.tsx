/** The frame of every page for a signed-in owner: top bar, tabs, clock. */
import type { PropsWithChildren } from "hono/jsx";
import { iso } from "../../domain/time.ts";
import { Icon, type IconName } from "./icon.tsx";
import type { PageContext } from "./page_context.ts";

const TABS = {
  schedule: { label: "Schedule", href: "/console", icon: "calendar" },
  clients: { label: "Clients", href: "/console/clients", icon: "person" },
  sales: { label: "Sales", href: "/console/sales", icon: "chart" },
} as const satisfies Record<string, { label: string; href: string; icon: IconName }>;

/** On a phone these lie in the sheet that More opens. */
const UNDER_MORE = { appointments: "Appointments", payments: "Payments", settings: "Settings" };

export type Tab = keyof typeof TABS | keyof typeof UNDER_MORE;

export function Frame(
  { call, tab, narrow, children }: PropsWithChildren<{ call: PageContext; tab?: Tab; narrow?: boolean }>,
) {
  const { provider, format, nowMs } = call;
  const current = (of: string) => tab === of ? "page" : undefined;
  const now = iso(nowMs);
  return (
    <>
      <a class="skip visually-hidden" href="#main">Skip to content</a>
      <header class="top">
        <a class="studio" href="/console">{provider.displayName}</a>
        <nav class="tabs" aria-label="Main">
          {Object.entries(TABS).map(([name, { label, href, icon }]) => (
            <a href={href} aria-current={current(name)}>
              <Icon name={icon} size={22} />
              {label}
            </a>
          ))}
          <button type="button" popovertarget="more" aria-current={tab && tab in UNDER_MORE ? "true" : undefined}>
            <Icon name="menu" size={22} />More
          </button>
          <div class="overflow" id="more" popover="auto">
            {Object.entries(UNDER_MORE).map(([name, label]) => (
              <a href={`/console/${name}`} aria-current={current(name)}>{label}</a>
            ))}
          </div>
        </nav>
        <p class="clock">
          <time datetime={now}>{format.time(now)}</time> <span class="zone">in {format.place}</span>
        </p>
      </header>
      <main id="main" class={narrow ? "narrow" : undefined} tabindex={-1}>{children}</main>
    </>
  );
}
