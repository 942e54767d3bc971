import { mailto } from '../words/mailto.ts'

type Props = {
  readonly address: string
  /** What the message begins with. @default nothing */
  readonly body?: string
}

/** An address to write to; what is no plain e-mail address stays text. */
export const Email = ({ address, body }: Props) => {
  const href = mailto(address, body)
  if (href === null) return <bdi>{address}</bdi>
  return (
    <a href={href}>
      <bdi>{address}</bdi>
    </a>
  )
}
