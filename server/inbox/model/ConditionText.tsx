import type { ComponentChildren } from 'preact'
import { under } from '../publishing/pointer.ts'
import { NumberField, SpanField } from './Field.tsx'

/** How the words of the configuration read in a sentence. */
const WORDS: Readonly<Record<string, string>> = {
  count: 'count of',
  days: 'days with',
  distinct: 'distinct',
  recent: 'recent',
  absent: 'no',
  sum: 'sum of',
  limit: 'share used of',
  afterLimit: 'after limit',
  inviteesActive: 'invited teammates active, at least',
  trait: 'trait',
  emailDomain: 'e-mail domain',
  users: 'users',
  usersWho: 'users with',
  atLeast: 'at least',
  atMost: 'at most',
  sequence: 'first',
}
/** Whichever limit it is. */
const ANY = '*'
const SPANS = new Set(['within', 'for', 'every', 'linear', 'halfLife'])

type Props = { readonly at: string; readonly label: string; readonly value: unknown }

/** A condition as a sentence whose figures and spans can be edited in place; names are edited as JSON. */
export const ConditionText = ({ at, label, value }: Props) => {
  if (typeof value !== 'object' || value === null)
    return <code>{typeof value === 'string' ? value : JSON.stringify(value)}</code>
  const isShare = 'limit' in value
  const parts: ComponentChildren[] = Object.entries(value).map(([name, inner]) => (
    <Part at={under(at, name)} label={label} name={name} value={inner} isShare={isShare} key={name} />
  ))
  return <span class="condition">{parts}</span>
}

/** `isShare`: its figure is a share, read as percent. */
type PartProps = Props & { readonly name: string; readonly isShare: boolean }

const Part = ({ at, label, name, value, isShare }: PartProps) => {
  const word = WORDS[name] ?? name
  if (Array.isArray(value)) return <List at={at} label={label} name={name} value={value} />
  if (typeof value === 'number')
    return (
      <>
        <span>{word}</span>{' '}
        <NumberField at={at} label={`${label}: ${word}`} {...(isShare && { unit: '%', scale: 100 })} />
      </>
    )
  if (typeof value === 'string' && SPANS.has(name))
    return (
      <>
        <span>{word}</span> <SpanField at={at} label={`${label}: ${word}`} />
      </>
    )
  if (typeof value === 'object' && value !== null)
    return (
      <>
        <span>{word}</span> <ConditionText at={at} label={label} value={value} />
      </>
    )
  return (
    <>
      <span>{word}</span> {value === ANY ? <span>any limit</span> : <code>{String(value)}</code>}
    </>
  )
}

const JOINS: Readonly<Record<string, string>> = { all: 'and', any: 'or', sequence: 'then', in: 'or' }

const List = (props: { at: string; label: string; name: string; value: readonly unknown[] }) => {
  const { at, label, name, value } = props
  const isConditions = name === 'all' || name === 'any'
  return (
    <span class={isConditions ? 'condition-list' : undefined}>
      {!isConditions && <span>{WORDS[name] ?? name} </span>}
      {value.map((item, index) => (
        <span class="condition-item" key={under(at, index)}>
          {index > 0 && <span class="muted">{JOINS[name] ?? ','} </span>}
          <ConditionText at={under(at, index)} label={label} value={item} />
        </span>
      ))}
    </span>
  )
}
