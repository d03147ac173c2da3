/** An empty list. */
import type { Child } from "hono/jsx";

/** Teaches: what the list is for, and how to begin. */
export function Empty({ what, how, link }: { what: Child; how?: Child; link?: { href: string; label: string } }) {
  return (
    <div class="empty">
      <p>{what}</p>
      {how && <p class="muted">{how}</p>}
      {link && <a class="button" href={link.href}>{link.label}</a>}
    </div>
  );
}
