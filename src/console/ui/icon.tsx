/** The icons of the console. */
import { raw } from "hono/html";

const PATHS = {
  calendar: '<path d="M4 6.5h16v13H4zM4 10.5h16M8.5 4v4M15.5 4v4"/>',
  person: '<circle cx="12" cy="8.5" r="3.75"/><path d="M4.5 20c.6-4 3.6-6 7.5-6s6.9 2 7.5 6"/>',
  chart: '<path d="M5 20v-7M10 20V5M15 20v-9M20 20v-4"/>',
  menu: '<path d="M4.5 7h15M4.5 12h15M4.5 17h15"/>',
  left: '<path d="M14.5 6 8.5 12l6 6"/>',
  right: '<path d="m9.5 6 6 6-6 6"/>',
  plus: '<path d="M12 5v14M5 12h14"/>',
  check: '<path d="m5.5 12.5 4.2 4.2L18.5 8"/>',
  more: '<path d="M6 12h.01M12 12h.01M18 12h.01" stroke-width="3"/>',
};

export type IconName = keyof typeof PATHS;

/** Drawn beside words or on a control with an `aria-label`; hidden from readers. */
export function Icon({ name, size = 16 }: { name: IconName; size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      stroke-width="1.6"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
    >
      {raw(PATHS[name])}
    </svg>
  );
}
