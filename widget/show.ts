/** The only door to what draws: showing.ts, and with it prompt/. */
export const loadPrompt = () => import('./showing.ts')
