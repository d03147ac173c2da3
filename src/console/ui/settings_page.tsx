/** The frame of the settings and its pages. */
import type { Child } from "hono/jsx";
import { type PageOptions, showPage } from "./page.tsx";
import type { PageContext } from "./page_context.ts";
import { BackLink, type Link } from "./page_head.tsx";

/** Path and name of each page, in their order. */
export const SETTINGS = {
  profile: "Profile",
  services: "Services",
  instructors: "Instructors",
  packs: "Packs",
  closures: "Closures",
  waitlists: "Waitlists",
  messages: "Messages",
  keys: "API keys",
  webhooks: "Webhooks",
  devices: "Devices",
};

export type Setting = keyof typeof SETTINGS;

/** The address of one of them. */
export const settingPath = (at: Setting): string => `/console/settings/${at}`;

/** What every page of the settings has in common. */
export const IN_SETTINGS = { tab: "settings", narrow: true } as const;

/** What every page below one of them has in common. */
export const below = (at: Setting): typeof IN_SETTINGS & { back: Link } => ({
  ...IN_SETTINGS,
  back: { href: settingPath(at), label: SETTINGS[at] },
});

/** One of the pages named above. */
export function settingsPage(
  call: PageContext,
  at: Setting,
  options: Omit<PageOptions, "title" | "nav">,
  ...body: Child[]
): Response {
  return showPage(call, { ...IN_SETTINGS, title: SETTINGS[at], nav: <SettingsNav at={at} />, ...options }, ...body);
}

/** Links to the other pages; on a phone the way back to their list. */
function SettingsNav({ at }: { at: Setting }) {
  return (
    <>
      <nav class="subnav wide-only" aria-label="Settings">
        {Object.entries(SETTINGS).map(([path, label]) => (
          <a href={`/console/settings/${path}`} aria-current={path === at ? "page" : undefined}>{label}</a>
        ))}
      </nav>
      <BackLink href="/console/settings" label="Settings" phoneOnly />
    </>
  );
}

/** Leads to the form for a new record; the button to press where there is none yet. */
export function NewLink({ href, label, first }: { href: string; label: string; first: boolean }) {
  return <a class={first ? "button primary" : "button"} href={href}>{label}</a>;
}
