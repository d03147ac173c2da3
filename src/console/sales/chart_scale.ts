/** The figures at the lines of a chart. */

/** From the top down, at equal distances. */
export type Scale = number[];

/** `1200, 600, 0`: the top is the next round figure with a round half. With values below zero, one line more below it. */
export function scaleOf(values: number[]): Scale {
  const highest = Math.max(0, ...values);
  const lowest = Math.min(0, ...values);
  if (lowest === 0) return [nextRound(highest), nextRound(highest) / 2, 0];
  const step = Math.max(highest === 0 ? 1 : nextRound(highest) / 2, nextRound(-lowest));
  return highest === 0 ? [0, -step / 2, -step] : [2 * step, step, 0, -step];
}

/** The least of 2, 4, 6, 8, 10, 12, 16, 20, 24, 30, 40, 50, 60, 80, 100, 120 … that is not below `value`. */
export function nextRound(value: number): number {
  for (const small of [2, 4, 6, 8]) if (value <= small) return small;
  for (let ten = 1;; ten *= 10) {
    for (const round of [10, 12, 16, 20, 24, 30, 40, 50, 60, 80]) if (value <= round * ten) return round * ten;
  }
}
