/** A line that leads to a page below, with a summary of it. */
import { Icon } from "./icon.tsx";

export function SettingItem({ href, name, summary }: { href: string; name: string; summary: string }) {
  return (
    <li>
      <a href={href}>
        <span class="name">{name}</span>
        <span class="sub">{summary}</span>
        <Icon name="right" />
      </a>
    </li>
  );
}
