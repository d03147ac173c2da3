/**
 * Bars of a month, one a day: SVG stretched to its box, figures as attributes, every word as HTML around it. The picture is named by its
 * heading and described by a sentence that says what it shows; the same figures stand in a table nearby.
 */

export interface Bar {
  /** Its place, from 0. */
  at: number;
  value: number;
  /** What the value could be at most, drawn behind it. */
  room?: number;
  /** The same in words. */
  title: string;
}

/** Figures that stand at the lines of a chart, from the top down, at equal distances. */
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

/** At most one decimal: a tenth of a hundredth of the height is less than a pixel. */
const short = (value: number) => Math.round(value * 10) / 10;

export function Chart({ id, heading, finding, places, bars, scale, lineLabel, placeLabel }: {
  id: string;
  heading: string;
  /** What the chart shows, as a sentence. */
  finding: string;
  places: number;
  bars: Bar[];
  scale: Scale;
  lineLabel: (figure: number) => string;
  /** `""` for most. */
  placeLabel: (place: number) => string;
}) {
  const [top, bottom] = [scale[0], scale.at(-1)!];
  const y = (value: number) => (top - value) * 100 / (top - bottom);
  const box = (at: number, value: number) => ({
    x: short(at + 0.15),
    y: short(y(Math.max(value, 0))),
    width: ".7",
    height: short(Math.abs(value) * 100 / (top - bottom)),
  });
  return (
    <figure class="chart">
      <figcaption>
        <h3 id={id}>{heading}</h3>
        <p>{finding}</p>
      </figcaption>
      <div class="plot">
        <div class="y" aria-hidden="true">{scale.map((figure) => <span>{lineLabel(figure)}</span>)}</div>
        <svg viewBox={`0 0 ${places} 100`} preserveAspectRatio="none" role="img" aria-labelledby={id}>
          <path class="grid" d={scale.map((figure) => `M0 ${short(y(figure))}H${places}`).join("")} />
          {bars.map(({ at, value, room, title }) => (
            <>
              {room ? <rect class="room" {...box(at, room)} /> : null}
              {value !== 0 || room
                ? (
                  <rect class={value < 0 ? "minus" : "bar"} {...box(at, value)}>
                    <title>{title}</title>
                  </rect>
                )
                : null}
            </>
          ))}
        </svg>
        <div class="x" aria-hidden="true">
          {Array.from({ length: places }, (_, place) => <span>{placeLabel(place)}</span>)}
        </div>
      </div>
    </figure>
  );
}
