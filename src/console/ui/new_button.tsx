/** To the form for something new; on a phone only its sign. */
import { Icon } from "./icon.tsx";

export function NewButton({ href, label }: { href: string; label: string }) {
  return (
    <>
      <a class="button primary wide-only" href={href}>{label}</a>
      <a class="button primary icon phone-only" href={href} aria-label={label}>
        <Icon name="plus" size={20} />
      </a>
    </>
  );
}
