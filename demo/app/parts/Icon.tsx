/** Drawn on a 20 px grid with a 1.6 px line. */
const PATHS = {
  home: 'M3 9.200 10 3.500l7 5.700V16a1 1 0 0 1-1 1h-3.500v-4.500h-5V17H4a1 1 0 0 1-1-1z',
  people:
    'M7.500 9a3 3 0 1 0 0-6 3 3 0 0 0 0 6ZM2 17c.4-3.400 2.600-5 5.500-5s5.100 1.600 5.500 5M13 3.300a3 3 0 0 1 0 5.400M15 12.400c1.700.7 2.800 2.200 3 4.600',
  list: 'M3 4.500h14v11H3zM3 8.500h14M8 8.500v7',
  plug: 'M7 2.500v4M13 2.500v4M4.500 6.500h11V9a5.500 5.500 0 0 1-11 0zM10 14.500v3',
  settings: 'M3 6h7M14 6h3M3 14h3M10 14h7M12 4v4M8 12v4',
  plus: 'M10 4v12M4 10h12',
  check: 'm4 10.500 4 4 8-9',
  lock: 'M5 9h10v7.500H5zM7 9V6.500a3 3 0 0 1 6 0V9',
  trash: 'M4 5.500h12M8 5.500V3.500h4v2M5.500 5.500l.7 11h7.600l.7-11',
  close: 'm5 5 10 10M15 5 5 15',
  search: 'M9 14.500a5.500 5.500 0 1 0 0-11 5.500 5.500 0 0 0 0 11ZM13 13l4 4',
  arrow: 'M4 10h12M11 5l5 5-5 5',
} as const

export type IconName = keyof typeof PATHS

/** Decoration only: the words beside it carry the meaning. */
export const Icon = ({ name }: { name: IconName }) => (
  <svg class="icon" viewBox="0 0 20 20" aria-hidden="true">
    <path d={PATHS[name]} />
  </svg>
)
