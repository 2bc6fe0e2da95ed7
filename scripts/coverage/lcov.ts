/** Line coverage of one source file. */
export interface FileCoverage {
  readonly path: string;
  readonly lines: number;
  readonly covered: number;
  /** numbers of the lines that never ran */
  readonly uncovered: readonly number[];
}

/** Reads the `SF`, `DA` and `end_of_record` lines of an lcov report; the other kinds say nothing about lines. */
export function readCoverage(report: string): FileCoverage[] {
  return report
    .split("end_of_record")
    .map((record) => record.trim())
    .flatMap((record) => {
      const path = /^SF:(.+)$/m.exec(record)?.[1];
      if (path === undefined) return [];
      const hits = [...record.matchAll(/^DA:(\d+),(\d+)/gm)].map(
        ([, line, count]) => [Number(line), Number(count)] as const,
      );
      const uncovered = hits.filter(([, count]) => count === 0).map(([line]) => line);
      return [{ path, lines: hits.length, covered: hits.length - uncovered.length, uncovered }];
    });
}
