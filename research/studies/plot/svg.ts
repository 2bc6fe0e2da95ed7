/** Small SVG charts for docs/studies: no script, readable in light and dark, text as text. */

const WIDTH = 720;
const LEFT = 64;
const RIGHT = 16;
const TOP = 44;
/** Colour-blind safe (M. Okabe and K. Ito 2008). */
const COLOURS = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#6b6b6b"] as const;

const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
const at = (value: number): string => value.toFixed(1);
const colour = (place: number): string => COLOURS[place % COLOURS.length] ?? COLOURS[0];

function text(x: number, y: number, content: string, options = ""): string {
  return `<text x="${at(x)}" y="${at(y)}" ${options}>${escaped(content)}</text>`;
}

function frame(height: number, title: string, body: readonly string[]): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-label="${escaped(title)}" font-family="system-ui, sans-serif" font-size="12" fill="#1a1a1a">`,
    `<rect width="${WIDTH}" height="${height}" fill="#ffffff"/>`,
    text(LEFT, 20, title, 'font-size="14" font-weight="600"'),
    ...body,
    "</svg>",
    "",
  ].join("\n");
}

/** Four to six round steps from 0 or `low` up to at least `high`. */
function ticks(low: number, high: number): number[] {
  const rough = (high - low) / 5 || 1;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((one) => one >= rough) ?? rough;
  const first = Math.floor(low / step);
  const last = Math.ceil(high / step - 1e-9);
  return Array.from({ length: last - first + 1 }, (_, index) => (first + index) * step);
}

const shown = (value: number): string => `${Number(value.toPrecision(6))}`;

export interface Bar {
  readonly label: string;
  readonly value: number;
  /** ends of the interval, drawn as a whisker */
  readonly low?: number;
  readonly high?: number;
}

export interface BarGroup {
  readonly label: string;
  readonly bars: readonly Bar[];
}

/** Horizontal bars in groups, from 0; bars of the same label have the same colour. `unit` names the axis. */
export function barChart(title: string, unit: string, groups: readonly BarGroup[], limit?: number): string {
  const labels = [...new Set(groups.flatMap(({ bars }) => bars.map(({ label }) => label)))];
  const rows = groups.reduce((sum, { bars }) => sum + bars.length, 0);
  const left = 210;
  const height = TOP + rows * 18 + groups.length * 10 + 64;
  const top = Math.max(...groups.flatMap(({ bars }) => bars.map((bar) => bar.high ?? bar.value)), limit ?? 0, 1e-9);
  const marks = ticks(0, top);
  const end = marks.at(-1) ?? top;
  const x = (value: number): number => left + (value / end) * (WIDTH - left - RIGHT);
  const bottom = height - 56;
  const body = marks.flatMap((mark) => [
    `<line x1="${at(x(mark))}" x2="${at(x(mark))}" y1="${TOP - 8}" y2="${bottom}" stroke="#dddddd"/>`,
    text(x(mark), bottom + 14, shown(mark), 'text-anchor="middle" fill="#555555"'),
  ]);
  let y = TOP;
  for (const { label, bars } of groups) {
    body.push(text(left - 8, y + 9 * bars.length + 3, label, 'text-anchor="end"'));
    for (const bar of bars) {
      const fill = colour(labels.indexOf(bar.label));
      body.push(
        `<rect x="${left}" y="${at(y + 2)}" width="${at(Math.max(0, x(bar.value) - left))}" height="14" fill="${fill}"><title>${escaped(`${label}, ${bar.label}: ${shown(bar.value)}`)}</title></rect>`,
      );
      if (bar.low !== undefined && bar.high !== undefined) {
        body.push(
          `<path d="M${at(x(bar.low))} ${at(y + 9)}H${at(x(bar.high))}M${at(x(bar.low))} ${at(y + 5)}v8M${at(x(bar.high))} ${at(y + 5)}v8" stroke="#1a1a1a" fill="none"/>`,
        );
      }
      y += 18;
    }
    y += 10;
  }
  body.push(text(left, bottom + 32, unit, 'fill="#555555"'), ...legend(labels, left, bottom + 48));
  return frame(height, title, body);
}

function legend(labels: readonly string[], start: number, y: number): string[] {
  let x = start;
  return labels.flatMap((label, place) => {
    const parts = [
      `<rect x="${at(x)}" y="${at(y - 9)}" width="10" height="10" fill="${colour(place)}"/>`,
      text(x + 14, y, label),
    ];
    x += 24 + label.length * 6.6;
    return parts;
  });
}

export interface Line {
  readonly label: string;
  /** one value for each of the chart's places; undefined leaves a gap */
  readonly values: readonly (number | undefined)[];
}

/** Lines over named places; `range` fixes the vertical axis. `axes` name the horizontal and the vertical. */
export function lineChart(
  title: string,
  axes: readonly [string, string],
  places: readonly string[],
  lines: readonly Line[],
  range?: readonly [number, number],
): string {
  const height = 340 + Math.ceil(lines.length / 3) * 16;
  const bottom = 276;
  const values = lines.flatMap(({ values: list }) => list.filter((value) => value !== undefined));
  const marks = ticks(range?.[0] ?? Math.min(...values), range?.[1] ?? Math.max(...values));
  const [low = 0, high = 1] = [marks[0], marks.at(-1)];
  const x = (place: number): number => LEFT + (place / Math.max(1, places.length - 1)) * (WIDTH - LEFT - RIGHT - 8);
  const y = (value: number): number => bottom - ((value - low) / (high - low || 1)) * (bottom - TOP);
  const every = Math.ceil(places.length / 14);
  const body = [
    ...marks.flatMap((mark) => [
      `<line x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${at(y(mark))}" y2="${at(y(mark))}" stroke="#dddddd"/>`,
      text(LEFT - 6, y(mark) + 4, shown(mark), 'text-anchor="end" fill="#555555"'),
    ]),
    ...places.map((place, index) =>
      index % every === 0 ? text(x(index), bottom + 16, place, 'text-anchor="middle" fill="#555555"') : "",
    ),
    ...lines.flatMap(({ label, values: list }, index) => {
      let pen = "M";
      const path = list
        .map((value, place) => {
          if (value === undefined) {
            pen = "M";
            return "";
          }
          const part = `${pen}${at(x(place))} ${at(y(value))}`;
          pen = "L";
          return part;
        })
        .join("");
      return [
        `<path d="${path}" fill="none" stroke="${colour(index)}" stroke-width="2"><title>${escaped(label)}</title></path>`,
      ];
    }),
    text(LEFT, bottom + 36, axes[0], 'fill="#555555"'),
    text(8, TOP - 10, axes[1], 'fill="#555555"'),
    ...lines.flatMap(({ label }, index) => {
      const [column, row] = [index % 3, Math.floor(index / 3)];
      const [left, top] = [LEFT + column * 212, bottom + 56 + row * 16];
      return [
        `<rect x="${left}" y="${top - 9}" width="10" height="10" fill="${colour(index)}"/>`,
        text(left + 14, top, label),
      ];
    }),
  ].filter((part) => part !== "");
  return frame(height, title, body);
}
