/** Initials on a quiet colour that stays with the name. */
export const Avatar = ({ name }: { name: string }) => {
  const initials = name
    .split(/\s+/)
    .slice(0, 2)
    .map((word) => word[0] ?? '')
    .join('')
  const hue = Array.from(name).reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) % 360, 7)
  return (
    <span class="avatar" style={{ '--hue': hue }} aria-hidden="true">
      {initials.toUpperCase()}
    </span>
  )
}
