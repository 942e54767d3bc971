/** How full the plan is, as words and as a bar. */
export const Meter = ({ used, max, noun }: { used: number; max: number | null; noun: string }) => {
  const words = max === null ? `${used} ${noun}, no limit` : `${used} of ${max} ${noun}`
  if (max === null) return <p class="meter-words">{words}</p>
  const level = used >= max ? 'full' : used >= 0.8 * max ? 'near' : 'fine'
  return (
    <div class="meter" data-level={level}>
      <p class="meter-words">{words}</p>
      <div class="bar" aria-hidden="true">
        <span style={{ inlineSize: `${Math.min(100, (100 * used) / max)}%` }} />
      </div>
    </div>
  )
}
