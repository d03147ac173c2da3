/** Waiting no longer than somebody has patience for. */

/** What `work` comes to, or `late` once `ms` have passed; the work goes on. Rejects as the work does. */
export async function inTime<T, L>(work: Promise<T>, ms: number, late: L): Promise<T | L> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const end = new Promise<L>((resolve) => timer = setTimeout(resolve, ms, late));
  return await Promise.race([work, end]).finally(() => clearTimeout(timer));
}
