import { useEffect, useRef } from 'preact/hooks'
import type { Answer, Order } from '../../../widget/preview/messages.ts'

/** What this page itself is drawn in. */
export const schemeNow = () => (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light')

type Props = {
  readonly order: Order | null
  readonly title: string
  readonly onAnswer?: (answer: Answer) => void
}

/** A frame in which the prompts' own code draws what is ordered; it has neither this page's styles nor its session. */
export const Preview = ({ order, title, onAnswer }: Props) => {
  const frame = useRef<HTMLIFrameElement>(null)
  const isReady = useRef(false)
  const last = useRef(order)
  last.current = order
  const send = () => {
    if (isReady.current && last.current)
      frame.current?.contentWindow?.postMessage(last.current, location.origin)
  }
  useEffect(() => {
    const hear = ({ data, source, origin }: MessageEvent<Answer>) => {
      if (source !== frame.current?.contentWindow || origin !== location.origin) return
      if (data.kind === 'ready') {
        isReady.current = true
        send()
      }
      onAnswer?.(data)
    }
    addEventListener('message', hear)
    return () => removeEventListener('message', hear)
  }, [onAnswer])
  useEffect(send, [order])
  return <iframe class="preview" ref={frame} src="/preview/frame" title={title} loading="lazy" />
}
