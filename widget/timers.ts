import type { Trigger } from '../server/wire/prompt.ts'
import type { Host } from './host.ts'
import type { Moment } from './moment.ts'
import { afterVisible } from './visible.ts'

/** Time on a page: each span that a prompt waits for is told once a visit; a new route starts anew. */
export const createTimers = (host: Host, onTime: (moment: Moment) => void) => {
  let cancel: (() => void)[] = []
  return {
    arrive(route: string, triggers: readonly Trigger[]) {
      for (const each of cancel) each()
      const spans = triggers.flatMap((trigger) => (trigger.kind === 'time' ? [trigger.after] : []))
      cancel = [...new Set(spans)].map((after) =>
        afterVisible(host, after, () => onTime({ kind: 'time', after, route })),
      )
    },
  }
}
