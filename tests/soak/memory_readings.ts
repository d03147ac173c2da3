/** What a server says that it holds. */

export interface Reading {
  rss: number;
  heap: number;
  external: number;
}

/** MB. */
export async function readMemory(url: string): Promise<Reading> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const of = (kind: string) => {
    const found = new RegExp(`^alera_memory_bytes\\{kind="${kind}"\\} (\\d+)$`, "m").exec(text);
    if (!found) throw new Error(`no alera_memory_bytes of ${kind}:\n${text}`);
    return Math.round(Number(found[1]) / 2 ** 20);
  };
  return { rss: of("rss"), heap: of("heap"), external: of("external") };
}

/** The most it held in a part of the time, as from 1/3 to 2/3. MB. */
export function mostHeld(readings: Reading[], from: number, to: number): number {
  const part = readings.slice(Math.floor(readings.length * from), Math.ceil(readings.length * to));
  return Math.max(...part.map(({ rss }) => rss));
}
