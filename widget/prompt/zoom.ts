/** How much larger CSS `zoom` draws the lengths of an element's styles; 1 in browsers that do not tell. */
export const zoomOf = (element: Element): number =>
  (element as { currentCSSZoom?: number }).currentCSSZoom ?? 1
