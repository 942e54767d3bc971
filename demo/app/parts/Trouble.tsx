/** What went wrong, said where it happened. */
export const Trouble = ({ words }: { words: string | null }) =>
  words === null ? null : (
    <p class="trouble" role="alert">
      {words}
    </p>
  )
