/** Whether the browser has popovers: Safari since 17, Firefox since 125. Before, what floats stands above by its z-index. */
export const hasPopovers = (): boolean => 'popover' in HTMLElement.prototype
