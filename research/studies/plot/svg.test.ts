import assert from "node:assert/strict";
import { test } from "node:test";
import { barChart, lineChart } from "./svg.ts";

const widths = (svg: string): number[] =>
  [...svg.matchAll(/<rect x="210" y="[\d.]+" width="([\d.]+)" height="14"/g)].map((match) => Number(match[1]));

test("behavior: bars are as long as their values, from 0", () => {
  const svg = barChart("Title", "items", [
    { label: "one", bars: [{ label: "a", value: 10 }] },
    {
      label: "two",
      bars: [
        { label: "a", value: 5 },
        { label: "b", value: 0 },
      ],
    },
  ]);
  const [ten = 0, five = 0, none = 1] = widths(svg);
  assert.ok(ten > 0 && Math.abs(ten - 2 * five) < 0.2 && none === 0);
});

test("behavior: a whisker spans its interval and text is escaped", () => {
  const bar = { label: "<b>", value: 4, low: 2, high: 8 };
  const svg = barChart('A "title" & more', "items", [{ label: "one", bars: [bar] }]);
  const [, from = "0", to = "0"] = /M([\d.]+) [\d.]+H([\d.]+)/.exec(svg) ?? [];
  const [width = 0] = widths(svg);
  assert.ok(Math.abs(Number(to) - Number(from) - width * 1.5) < 0.3);
  assert.ok(svg.includes("A &quot;title&quot; &amp; more") && svg.includes("&lt;b&gt;") && !svg.includes("<b>"));
});

test("behavior: a line rises with its values, and a gap starts a new one", () => {
  const lines = [{ label: "up", values: [0, 50, undefined, 100] }];
  const svg = lineChart("Title", ["x", "y"], ["1", "2", "3", "4"], lines, [0, 100]);
  const points = [...(/<path d="([^"]+)"/.exec(svg)?.[1] ?? "").matchAll(/([ML])([\d.]+) ([\d.]+)/g)];
  assert.deepEqual(
    points.map(([, pen]) => pen),
    ["M", "L", "M"],
  );
  const heights = points.map((point) => Number(point[3]));
  assert.deepEqual(
    heights,
    heights.toSorted((a, b) => b - a),
  );
});

test("default: nothing to draw is still a chart", () => {
  assert.match(barChart("Empty", "items", []), /^<svg[\s\S]*<\/svg>\n$/);
  assert.doesNotMatch(barChart("Empty", "items", [{ label: "one", bars: [{ label: "a", value: 0 }] }]), /NaN/);
});
