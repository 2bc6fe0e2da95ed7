import { useEffect, useRef, useState } from "react";
import { type ChartPoint, gateWords, pathOf, scaleOf } from "./chart.ts";

interface LineChartProps {
  /** What the line shows; read out, and the caption. */
  label: string;
  points: ChartPoint[];
  /** The value at the end of the line, in words. */
  lastLabel: string;
  y: { max: number; format: (value: number) => string; ticks?: number[] };
  x: { label?: string; format: (value: number) => string; ticks?: number[] };
  /** A height that decides, drawn across. */
  gate?: { y: number; label: string } | undefined;
  /** Holds each value until the next point. */
  step?: boolean;
}

const HEIGHT = 200;
/** Room for the words around the plot, in pixels. */
const EDGE = { top: 20, right: 76, bottom: 36, left: 40 };
/** Width before the page has measured its own. */
const FIRST_WIDTH = 480;

/** One line over one axis, zero-based, labelled where it ends; plain SVG at the width there is. */
export function LineChart({ label, points, lastLabel, y, x, gate, step = false }: LineChartProps) {
  const box = useRef<HTMLElement>(null);
  const width = useWidth(box);
  const xs = points.map((point) => point.x);
  const across = scaleOf([Math.min(...xs), Math.max(...xs)], [EDGE.left, width - EDGE.right], x.ticks);
  const up = scaleOf([0, y.max], [HEIGHT - EDGE.bottom, EDGE.top], y.ticks);
  const last = points.at(-1);
  const words = gate && gateWords(points, gate.y);
  return (
    <figure className="line-chart" ref={box}>
      <figcaption>{label}</figcaption>
      <svg
        width={width}
        height={HEIGHT}
        role="img"
        aria-label={`${label}: ${points.map((point) => `${x.format(point.x)} ${y.format(point.y)}`).join(", ")}${gate ? `; ${gate.label}` : ""}`}
      >
        {up.ticks.map((tick) => (
          <g key={tick}>
            <line className="chart-grid" x1={EDGE.left} x2={width - EDGE.right} y1={up.at(tick)} y2={up.at(tick)} />
            <text className="chart-tick" x={EDGE.left - 6} y={up.at(tick) + 4} textAnchor="end">
              {y.format(tick)}
            </text>
          </g>
        ))}
        {across.ticks.map((tick) => (
          <text key={tick} className="chart-tick" x={across.at(tick)} y={HEIGHT - EDGE.bottom + 16} textAnchor="middle">
            {x.format(tick)}
          </text>
        ))}
        {x.label && (
          <text className="chart-tick" x={width - EDGE.right} y={HEIGHT - 4} textAnchor="end">
            {x.label}
          </text>
        )}
        {gate && (
          <g>
            <line className="chart-gate" x1={EDGE.left} x2={width - EDGE.right} y1={up.at(gate.y)} y2={up.at(gate.y)} />
            <text
              className="chart-words"
              x={words?.isAtEnd ? width - EDGE.right : EDGE.left + 8}
              y={up.at(gate.y) + (words?.isBelow ? 14 : -5)}
              textAnchor={words?.isAtEnd ? "end" : "start"}
            >
              {gate.label}
            </text>
          </g>
        )}
        {points.map(
          ({ x: at, low, high }) =>
            low !== undefined &&
            high !== undefined && (
              <line
                key={at}
                className="chart-range"
                x1={across.at(at)}
                x2={across.at(at)}
                y1={up.at(low)}
                y2={up.at(high)}
              />
            ),
        )}
        <path className="chart-line" d={pathOf(points, across, up, step)} />
        {points.map((point) => (
          <circle key={point.x} className="chart-dot" cx={across.at(point.x)} cy={up.at(point.y)} r={3}>
            <title>{`${x.format(point.x)}: ${y.format(point.y)}`}</title>
          </circle>
        ))}
        {last && (
          <text className="chart-words chart-last" x={across.at(last.x) + 8} y={up.at(last.y) + 4}>
            {lastLabel}
          </text>
        )}
      </svg>
    </figure>
  );
}

/** The width an element has, and keeps having. */
function useWidth(box: React.RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(FIRST_WIDTH);
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const watcher = new ResizeObserver(() => setWidth(element.clientWidth));
    watcher.observe(element);
    return () => watcher.disconnect();
  }, [box]);
  return width;
}
