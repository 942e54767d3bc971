/** The only door to prompt/ and form/: fetches what draws. */
export const loadPrompt = () => import('./prompt/open.ts')
export const loadForm = () => import('./form/form.ts')
