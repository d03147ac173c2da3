/** What the pages' examples are filled with: in development with the sample studio's records, so that every one works now. */
import { DAY, iso } from "../../domain/time.ts";
import { SAMPLE_VALUES } from "../openapi/examples.ts";
import type { DocsSample } from "../services.ts";

/** Values with which every example works now. */
export function liveValues(now: number, studio: DocsSample | null): Record<string, string> {
  return {
    ...SAMPLE_VALUES,
    today: iso(now).slice(0, 10),
    soon: iso(now + 30 * DAY).slice(0, 10),
    nextWeek: iso(now + 7 * DAY - now % DAY + DAY / 2),
    newHandle: `studio-${now.toString(36)}`,
    ...(studio ? { handle: studio.handle, ...studio.values } : {}),
  };
}

/** The address that guides are written with. */
const WRITTEN_FOR = "http://localhost:8000";

/** A guide's text with this server's address, and in development with the sample studio's credentials. */
export function withServersValues(markdown: string, serverUrl: string, studio: DocsSample | null): string {
  const known: Record<string, string | undefined> = {
    ALERA_KEY: studio?.key,
    ALERA_OWNER_TOKEN: studio?.ownerToken,
    SITE: studio?.origin,
    HANDLE: studio?.handle,
  };
  return markdown.replaceAll(WRITTEN_FOR, () => serverUrl)
    .replaceAll('key="alp_…"', (written) => studio ? `key="${studio.publishableKey}"` : written)
    .replace(/^export (\w+)=\S+/gm, (line, name) => known[name] ? `export ${name}=${known[name]}` : line);
}
