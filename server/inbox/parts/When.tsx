import { useInbox } from '../state/inbox.ts'
import { exact, relative } from '../words/time.ts'

/** A relative time with the exact one on hover; `at` is ISO 8601. */
export const When = ({ at }: { at: string }) => {
  const { now } = useInbox()
  const instant = Date.parse(at)
  return (
    <time dateTime={at} title={exact(instant)}>
      {relative(instant, now.value)}
    </time>
  )
}
