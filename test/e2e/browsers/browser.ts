/** What is asked of any browser. Functions go there as text, so they use nothing from outside. */
export type Browser = {
  readonly go: (url: string) => Promise<void>
  readonly run: <Result>(work: () => Result) => Promise<Result>
  readonly press: (key: 'Escape') => Promise<void>
  /** Closes the tab as a person does, and goes on in another one of the same profile. */
  readonly closeTab: () => Promise<void>
  readonly close: () => Promise<void>
}
