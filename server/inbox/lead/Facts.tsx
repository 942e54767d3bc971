import type { ComponentChildren } from 'preact'
import type { LeadView } from '../../wire/view.ts'
import { Heat } from '../parts/Heat.tsx'
import { When } from '../parts/When.tsx'
import { useInbox } from '../state/inbox.ts'
import { isOwed } from '../state/queue.ts'
import { count, nameOf } from '../words/names.ts'

const KINDS: Readonly<Record<LeadView['type'], string>> = {
  'hand-raise': 'Asked for contact',
  pqa: 'The account qualified',
  pql: 'A user qualified',
}

const Fact = ({ name, children }: { name: string; children: ComponentChildren }) => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
)

const TRAITS: readonly (readonly [trait: string, label: string])[] = [
  ['plan', 'Plan'],
  ['industry', 'Industry'],
  ['employees', 'Employees'],
]

const traitOf = (lead: LeadView, name: string): string | null => {
  const value = Object.hasOwn(lead.traits, name) ? lead.traits[name] : null
  return typeof value === 'string' || typeof value === 'number' ? String(value) : null
}

/** Who it belongs to, by when, and the few traits that decide how to talk to them. */
export const Facts = ({ lead }: { lead: LeadView }) => {
  const { me } = useInbox()
  return (
    <section class="block" aria-labelledby="facts-head">
      <h2 id="facts-head" class="hidden">
        Facts
      </h2>
      <dl class="facts">
        <Fact name="Owner">
          {lead.owner === null ? (
            <span class="muted">Nobody yet</span>
          ) : (
            <span title={lead.owner}>{lead.owner === me.value ? 'You' : nameOf(lead.owner)}</span>
          )}
        </Fact>
        <Fact name="Goes to">{lead.routeTo}</Fact>
        {lead.heat && (
          <Fact name="Right now">
            <Heat lead={lead} />
            <span class="fact-why">{lead.heat.because}</span>
          </Fact>
        )}
        <Fact name="Because">{KINDS[lead.type]}</Fact>
        <Fact name="Opened">
          <When at={lead.openedAt} />
        </Fact>
        {lead.dueAt && isOwed(lead) && (
          <Fact name="Answer due">
            <When at={lead.dueAt} />
          </Fact>
        )}
        <Fact name="Users">
          {lead.users === 0
            ? 'Nobody has signed in'
            : `${count(lead.users, 'user')}, ${lead.activeUsers} active`}
        </Fact>
        <Fact name="Account">
          {lead.account.qualified ? 'Qualified' : 'Not qualified yet'}
          {(lead.account.qualified ? lead.account.reasons : lead.account.missing).map((words) => (
            <span class="fact-why" key={words}>
              {words}
            </span>
          ))}
        </Fact>
        {lead.departments.length > 0 && (
          <Fact name="Departments">
            <bdi>{lead.departments.join(', ')}</bdi>
          </Fact>
        )}
        {TRAITS.map(([trait, label]) => {
          const value = traitOf(lead, trait)
          return value === null ? null : (
            <Fact name={label} key={trait}>
              <bdi>{value}</bdi>
            </Fact>
          )
        })}
      </dl>
    </section>
  )
}
