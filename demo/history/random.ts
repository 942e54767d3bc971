/** Seeded dice. Two of the same name, from the same seed, roll the same numbers on every machine. */
export type Random = {
  /** In [0, 1). */
  readonly next: () => number
  /** True once in a while: `chance` of 0.1 is one time in ten. */
  readonly happens: (chance: number) => boolean
  /** A whole number from `from` to `to`, both included. */
  readonly between: (from: number, to: number) => number
  readonly pick: <T>(list: readonly [T, ...T[]]) => T
  readonly normal: (mean: number, deviation: number) => number
  /** A count with this mean: 0, 1, 2 ... */
  readonly poisson: (mean: number) => number
  /** Independent dice of their own, so that one more roll here changes nothing there. */
  readonly fork: (name: string | number) => Random
}

/** FNV-1a, 32 bits: turns a name into a seed. */
const hash = (text: string): number => {
  let value = 0x811c9dc5
  for (let at = 0; at < text.length; at++) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193)
  return value >>> 0
}

/** mulberry32 (Tommy Ettinger, public domain): small, and good enough for made-up people. */
const mulberry32 = (seed: number) => {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Dice for a seed; see {@link Random}. */
export const createRandom = (seed: string): Random => {
  const next = mulberry32(hash(seed))
  const poisson = (mean: number) => {
    const floor = Math.exp(-mean)
    let count = 0
    for (let product = next(); product > floor; product *= next()) count++
    return count
  }
  return {
    next,
    poisson,
    happens: (chance) => next() < chance,
    between: (from, to) => from + Math.floor(next() * (to - from + 1)),
    pick: (list) => list[Math.floor(next() * list.length)] ?? list[0],
    // Box and Muller; 1 - next() keeps the logarithm away from zero.
    normal: (mean, deviation) =>
      mean + deviation * Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
    fork: (name) => createRandom(`${seed}/${name}`),
  }
}
