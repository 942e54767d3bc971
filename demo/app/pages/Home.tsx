import type { CustomerRecord, Me } from '../../backend/model.ts'
import { api } from '../api.ts'
import { Avatar } from '../parts/Avatar.tsx'
import { Icon } from '../parts/Icon.tsx'
import { useLoaded } from '../parts/use-loaded.ts'
import { me } from '../session.ts'

const greeting = (hour: number) =>
  hour < 5 ? 'Good evening' : hour < 12 ? 'Good morning' : hour < 18 ? 'Good afternoon' : 'Good evening'

const steps = ({ records, teammates, integrations }: Me) => [
  { label: 'Add your first 10 records', path: '/records', isDone: records.used >= 10 },
  { label: 'Invite a teammate', path: '/team', isDone: teammates > 1 },
  { label: 'Connect an integration', path: '/integrations', isDone: integrations.length > 0 },
]

const Steps = ({ who }: { who: Me }) => {
  const list = steps(who)
  const done = list.filter(({ isDone }) => isDone).length
  return (
    <section class="card">
      <h2>
        Set up your workspace <span class="muted">{done} of 3</span>
      </h2>
      <ul class="steps">
        {list.map(({ label, path, isDone }) => (
          <li key={path} data-done={isDone}>
            <span class="tick">{isDone && <Icon name="check" />}</span>
            <a href={path}>{label}</a>
            {isDone && <span class="small muted">Done</span>}
          </li>
        ))}
      </ul>
    </section>
  )
}

const Latest = () => {
  const { value } = useLoaded(() => api<{ records: CustomerRecord[] }>('GET', '/api/records'))
  const latest = value?.records.slice(0, 6) ?? []
  return (
    <section class="card">
      <h2>Added lately</h2>
      {value && latest.length === 0 && (
        <p class="muted">
          Nobody yet. <a href="/records">Add your first customer</a>
        </p>
      )}
      <ul class="rows">
        {latest.map(({ id, name, company, stage }) => (
          <li key={id}>
            <Avatar name={name} />
            <span class="row-main">
              <strong>{name}</strong>
              <span class="muted">{company}</span>
            </span>
            <span class="tag" data-stage={stage}>
              {stage}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** The day at a glance. */
export const Home = () => {
  if (!me.value) return null
  const { person, records, teammates, integrations } = me.value
  return (
    <div class="page">
      <h1>
        {greeting(new Date().getHours())}, {person.name.split(' ')[0]}
      </h1>
      <dl class="figures">
        <div>
          <dt>Customers</dt>
          <dd>{records.used}</dd>
        </div>
        <div>
          <dt>Team</dt>
          <dd>{teammates}</dd>
        </div>
        <div>
          <dt>Integrations</dt>
          <dd>{integrations.length}</dd>
        </div>
      </dl>
      <div class="columns">
        <Latest />
        <Steps who={me.value} />
      </div>
    </div>
  )
}
