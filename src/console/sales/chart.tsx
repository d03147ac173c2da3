/**
 * Bars, one a day: SVG stretched to its box, every word as HTML around it. The picture is named by its heading and described by a
 * sentence; a table nearby holds the same figures.
 */
import type { Scale } from "./chart_scale.ts";

export interface Bar {
  /** Its place, from 0. */
  at: number;
  value: number;
  /** What the value could be at most, drawn behind it. */
  most?: number;
  /** The same in words. */
  title: string;
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
          {bars.map(({ at, value, most, title }) => (
            <>
              {most !== undefined && <rect class="room" {...box(at, most)} />}
              {(value !== 0 || most !== undefined) && (
                <rect class={value < 0 ? "minus" : "bar"} {...box(at, value)}>
                  <title>{title}</title>
                </rect>
              )}
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

/** In place of a chart that would be empty. */
export function NoChart({ heading, finding }: { heading: string; finding: string }) {
  return (
    <div>
      <h3>{heading}</h3>
      <p class="muted">{finding}</p>
    </div>
  );
}
