import { Choice, Figure, Line, Lines } from './fields.tsx'

const SCHEMES = [
  ['auto', 'As the page around it'],
  ['light', 'Light'],
  ['dark', 'Dark'],
] as const

/** What holds for all prompts together. */
export const SetForm = () => (
  <div class="prompt-set">
    <fieldset class="prompt-part">
      <legend>Theme</legend>
      <Line at="/brand/name" label="Product" hint="What you call it in copy." optional />
      <Line at="/brand/color" label="Colour" hint="Of buttons and bars; text on it is computed." optional />
      <Choice at="/brand/scheme" label="Scheme" choices={SCHEMES} />
      <Figure at="/brand/radius" label="Corners (px)" optional />
      <Line at="/brand/font" label="Font" hint="A CSS font-family." optional />
    </fieldset>
    <fieldset class="prompt-part">
      <legend>Frequency of all</legend>
      <Figure at="/frequency/spacingAfter" label="Seconds between two overlays" scale={1 / 1000} />
      <Figure at="/frequency/unsolicitedPerDay" label="Unasked overlays a day" hint="Empty: no cap." />
      <Figure at="/frequency/repeatDays" label="Days before one shows again" optional />
      <Figure at="/frequency/holdout" label="Held out (%)" hint="Who sees none, to measure." scale={100} />
      <Lines at="/hideOn" label="Never on these paths" hint="One a line; * stands for anything." />
    </fieldset>
  </div>
)
