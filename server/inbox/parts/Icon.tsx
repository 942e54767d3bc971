/** Strokes on a 16 px grid, drawn for this app. */
const PATHS = {
  inbox: 'M2.5 9.5 4.3 3.5h7.4l1.8 6M2.5 9.5v3h11v-3h-3.3l-1 1.5H6.8l-1-1.5z',
  user: 'M8 7.8a2.4 2.4 0 1 0 0-4.8 2.4 2.4 0 0 0 0 4.8zM3.5 13c.4-2 2.2-3.2 4.5-3.2s4.1 1.2 4.5 3.2',
  circle: 'M8 13a5 5 0 1 0 0-10 5 5 0 0 0 0 10z',
  clock: 'M8 13.5a5.5 5.5 0 1 0 0-11 5.5 5.5 0 0 0 0 11zM8 5v3.2l2 1.3',
  check: 'm3.5 8.5 3 3 6-6.5',
  archive: 'M2.5 3.5h11v2.5h-11zM3.5 6v6.5h9V6M6.5 8.5h3',
  history: 'M3 5.5A5.5 5.5 0 1 1 2.5 8M3 2.8v2.7h2.7M8 5.3v2.9l2 1.2',
  send: 'm2.5 7.5 11-4.5-4.3 10.5-2-4.3zM7.2 9.2l2.6-2.6',
  pulse: 'M2 8.5h2.8l1.7-4.5 3 8 1.7-3.5H14',
  search: 'M7 11.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9zM10.3 10.3l3.2 3.2',
  close: 'm4 4 8 8M12 4l-8 8',
  back: 'M10 3.5 5.5 8l4.5 4.5',
  down: 'm4.5 6.5 3.5 3.5 3.5-3.5',
  menu: 'M2.5 4.5h11M2.5 8h11M2.5 11.5h11',
  copy: 'M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3',
  warning: 'M8 2.5 14 13H2zM8 6.5v3M8 11.3v.2',
  shield: 'M8 2.5 13 4v4c0 2.8-2 4.6-5 5.5C5 12.6 3 10.8 3 8V4zM8 6v2.5M8 10.3v.2',
  phone: 'M3 3.5c0 5.2 4.3 9.5 9.5 9.5l1-2.5-2.7-1.6-1.5 1.2a7.5 7.5 0 0 1-3.4-3.4l1.2-1.5L5.5 2.5z',
  message: 'M2.5 3.5h11v7.5H7.5L4.5 13.5V11h-2z',
  refresh: 'M13 5.5A5.5 5.5 0 1 0 13.5 8M13 2.8v2.7h-2.7',
  sliders:
    'M2.5 4.5h6.2M12.3 4.5h1.2M10.5 6.2a1.7 1.7 0 1 0 0-3.4 1.7 1.7 0 0 0 0 3.4zM2.5 11.5h1.2M7.3 11.5h6.2M5.5 13.2a1.7 1.7 0 1 0 0-3.4 1.7 1.7 0 0 0 0 3.4z',
  out: 'M6.5 2.5h-4v11h4M6 8h7.5M10.5 5l3 3-3 3',
  keyboard: 'M1.5 4.5h13v7.5h-13zM4 7h.01M6.5 7h.01M9 7h.01M11.8 7h.01M5 9.8h6',
} as const
export type IconName = keyof typeof PATHS

/** Always beside a word or inside a labelled button: it says nothing by itself. */
export const Icon = ({ name }: { name: IconName }) => (
  <svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
    <path d={PATHS[name]} />
  </svg>
)

export const Logo = () => (
  <svg class="logo" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true">
    <rect width="24" height="24" rx="6" />
    <path d="M6 8h12" />
    <path
      class="logo-deep"
      d="M4.5 13.5c1.9 0 1.9 2.5 3.75 2.5s1.9-2.5 3.75-2.5 1.9 2.5 3.75 2.5 1.9-2.5 3.75-2.5"
    />
  </svg>
)
