/** The head of a page. */
import type { Child } from "hono/jsx";
import { Icon } from "./icon.tsx";

export interface Link {
  href: string;
  label: string;
}

/** To the page above. */
export function BackLink({ href, label, phoneOnly }: Link & { phoneOnly?: boolean }) {
  return (
    <a class={phoneOnly ? "back phone-only" : "back"} href={href}>
      <Icon name="left" />
      {label}
    </a>
  );
}

/** Title, buttons, a line about the page; `more` for whatever else stands there. */
export function PageHead(
  { title, actions, intro, more }: { title: Child; actions?: Child; intro?: Child; more?: Child },
) {
  return (
    <div class="page-head">
      <h1>{title}</h1>
      {actions && <div class="actions">{actions}</div>}
      {intro && <p class="muted">{intro}</p>}
      {more}
    </div>
  );
}
