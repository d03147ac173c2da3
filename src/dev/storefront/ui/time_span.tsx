import { formatSpan } from "../format.ts";

/** From when to when; the hours stay in one line. */
export function TimeSpan({ of }: { of: { scheduledAt: string; durationMin: number } }) {
  const { day, hours } = formatSpan(of.scheduledAt, of.durationMin);
  return (
    <time datetime={of.scheduledAt}>
      {`${day}, `}
      <span class="together">{hours}</span>
    </time>
  );
}
