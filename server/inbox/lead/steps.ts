export type Step = { readonly start: number; readonly width: number }

/**
 * A waterfall over the running sum of points, in percent of its scale: from 0 (or the lowest point it reaches) to 100,
 * a balanced model's full score, or further when the sum goes beyond.
 */
export const stepsOf = (points: readonly number[]): { steps: Step[]; total: Step } => {
  const sums = points.reduce<number[]>((all, p) => [...all, (all.at(-1) ?? 0) + p], [0])
  const low = Math.min(0, ...sums)
  const scale = Math.max(100, ...sums) - low
  const percent = (value: number) => Math.round(((value - low) / scale) * 10_000) / 100
  const between = (a: number, b: number): Step => ({
    start: percent(Math.min(a, b)),
    width: Math.round(((Math.abs(b - a) / scale) * 100 + Number.EPSILON) * 100) / 100,
  })
  return {
    steps: points.map((p, at) => between(sums[at] ?? 0, (sums[at] ?? 0) + p)),
    total: between(0, sums.at(-1) ?? 0),
  }
}
