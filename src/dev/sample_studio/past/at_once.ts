/** So many are done at a time: their commits then go to the disk together. */
const AT_ONCE = 24;

/** Does something for each of them, begun in their order. */
export async function forEachAtOnce<T>(all: T[], work: (one: T) => Promise<void>): Promise<void> {
  const queue = [...all];
  await Promise.all(Array.from({ length: AT_ONCE }, async () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) await work(next);
  }));
}
