import { useEffect, useRef } from "react";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";

type Point = { step: number; loss: number };

interface LossChartProps {
  points: Point[];
  heldOut: Point[];
  steps: number;
}

const HEIGHT = 260;
const WHOLE_STEPS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000];
const colour = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** Resolves a token to a colour a canvas understands; `light-dark()` only means something to CSS. */
function inkOf(element: HTMLElement, token: string): string {
  if (colour(token) === "") return "#888";
  element.style.color = `var(${token})`;
  const ink = getComputedStyle(element).color;
  element.style.color = "";
  return ink;
}

/** Loss over steps, live; the held-out loss as points on the same axes. */
export function LossChart({ points, heldOut, steps }: LossChartProps) {
  const box = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);

  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const axis = {
      stroke: inkOf(element, "--muted"),
      grid: { stroke: inkOf(element, "--line"), width: 1 },
      ticks: { stroke: inkOf(element, "--line"), width: 1 },
      font: "12px system-ui",
    };
    plot.current = new uPlot(
      {
        width: element.clientWidth,
        height: HEIGHT,
        scales: {
          x: { time: false, range: (_u, min, max) => [min ?? 0, Math.max(max ?? 1, 1)] },
          y: { range: (_u, _min, max) => [0, (max ?? 1) * 1.05] },
        },
        axes: [
          { ...axis, label: "step", labelSize: 20, incrs: WHOLE_STEPS },
          { ...axis, label: "loss", labelSize: 20, size: 44 },
        ],
        legend: { show: false },
        series: [
          { label: "step" },
          { label: "training loss", stroke: inkOf(element, "--accent"), width: 1.5, points: { show: false } },
          {
            label: "held-out loss",
            stroke: inkOf(element, "--warn"),
            width: 1.5,
            points: { show: true, size: 6 },
            spanGaps: true,
          },
        ],
      },
      [[], [], []],
      element,
    );
    const watch = new ResizeObserver(() => plot.current?.setSize({ width: element.clientWidth, height: HEIGHT }));
    watch.observe(element);
    return () => {
      watch.disconnect();
      plot.current?.destroy();
      plot.current = null;
    };
  }, []);

  useEffect(() => {
    plot.current?.setData(series(points, heldOut, steps));
  }, [points, heldOut, steps]);

  const last = points.at(-1);
  return (
    <figure className="chart">
      <figcaption>
        <span className="series-training">━ training loss</span>
        <span className="series-held-out">○ held-out loss</span>
      </figcaption>
      <div
        ref={box}
        role="img"
        aria-label={
          last ? `Loss by step: ${last.loss.toFixed(3)} at step ${last.step} of ${steps}` : "Loss by step, no step yet"
        }
      />
    </figure>
  );
}

/** Aligns both series on one x axis that reaches the last planned step. */
function series(points: Point[], heldOut: Point[], steps: number): uPlot.AlignedData {
  const xs = [...new Set([...points.map((p) => p.step), ...heldOut.map((p) => p.step), steps])].sort((a, b) => a - b);
  const byStep = (list: Point[]) => {
    const found = new Map(list.map((point) => [point.step, point.loss]));
    return xs.map((x) => found.get(x) ?? null);
  };
  return [xs, byStep(points), byStep(heldOut)];
}
