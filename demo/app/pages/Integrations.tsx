import { useState } from 'preact/hooks'
import type { Me } from '../../backend/model.ts'
import { api, wordsFor } from '../api.ts'
import { Icon } from '../parts/Icon.tsx'
import { Trouble } from '../parts/Trouble.tsx'
import { me, update } from '../session.ts'
import { tidemark } from '../tidemark.ts'

const LIST = [
  {
    id: 'spreadsheets',
    name: 'Spreadsheets',
    hue: 150,
    isPro: false,
    about: 'Keep a sheet in step with your list.',
  },
  {
    id: 'calendar',
    name: 'Calendar',
    hue: 250,
    isPro: false,
    about: 'See the next meeting beside each customer.',
  },
  { id: 'slack', name: 'Slack', hue: 320, isPro: true, about: 'Post new customers and notes to a channel.' },
  {
    id: 'invoicing',
    name: 'Invoicing',
    hue: 70,
    isPro: true,
    about: 'Show open invoices on the customer’s page.',
  },
  {
    id: 'help-desk',
    name: 'Help desk',
    hue: 200,
    isPro: true,
    about: 'Bring in tickets and who answered them.',
  },
  {
    id: 'webhooks',
    name: 'Webhooks',
    hue: 20,
    isPro: true,
    about: 'Tell your own systems about every change.',
  },
] as const
type Integration = (typeof LIST)[number]

const Tile = (props: {
  integration: Integration
  isConnected: boolean
  isLocked: boolean
  onPress: () => void
}) => {
  const { name, hue, about, isPro } = props.integration
  return (
    <li class="card tile">
      <span class="tile-mark" style={{ '--hue': hue }} aria-hidden="true">
        {name[0]}
      </span>
      <h2>
        {name} {isPro && <span class="tag pro">Pro</span>}
      </h2>
      <p class="muted">{about}</p>
      <button
        class="button"
        type="button"
        aria-pressed={props.isConnected}
        aria-label={`${props.isConnected ? 'Disconnect' : 'Connect'} ${name}`}
        onClick={props.onPress}
      >
        {props.isLocked && <Icon name="lock" />}
        {props.isConnected ? 'Connected' : 'Connect'}
      </button>
    </li>
  )
}

/** Two integrations are free; the others are a gate. */
export const Integrations = () => {
  const [trouble, setTrouble] = useState<string | null>(null)
  if (!me.value) return null
  const { account, integrations } = me.value

  const toggle = async (id: string) => {
    const isConnected = integrations.includes(id)
    const { me: next } = await api<{ me: Me }>(isConnected ? 'DELETE' : 'POST', `/api/integrations/${id}`)
    if (!isConnected) tidemark('track', 'Integration Connected', { integration: id })
    update(next)
  }
  const press = ({ id, isPro }: Integration) => {
    setTrouble(null)
    if (isPro && account.plan === 'free') tidemark('gate', 'integrations')
    else toggle(id).catch((error: unknown) => setTrouble(wordsFor(error)))
  }
  return (
    <div class="page">
      <h1>Integrations</h1>
      <Trouble words={trouble} />
      <ul class="tiles">
        {LIST.map((integration) => (
          <Tile
            key={integration.id}
            integration={integration}
            isConnected={integrations.includes(integration.id)}
            isLocked={integration.isPro && account.plan === 'free'}
            onPress={() => press(integration)}
          />
        ))}
      </ul>
    </div>
  )
}
