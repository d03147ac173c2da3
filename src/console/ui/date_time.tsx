/** Instants on the studio's clock, readable for machines too. */
import { ms } from "../../domain/time.ts";
import type { PageContext } from "./page_context.ts";

interface Props {
  call: PageContext;
  at: string;
}

/** `Thu, May 28, 8:02 AM` */
export function DateTime({ call: { format }, at }: Props) {
  return <time datetime={at}>{format.dateTime(at)}</time>;
}

/** `Thu, May 28` */
export function ShortDate({ call: { format }, at }: Props) {
  return <time datetime={at}>{format.shortDate(at)}</time>;
}

/** Whether an instant has come; null never does. */
export function isPast({ nowMs }: PageContext, at: string | null): boolean {
  return at !== null && ms(at) <= nowMs;
}
