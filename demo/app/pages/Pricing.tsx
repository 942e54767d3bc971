import { PRO_PRICE } from '../../backend/model.ts'
import { Icon } from '../parts/Icon.tsx'
import { me } from '../session.ts'
import { tidemark } from '../tidemark.ts'

const PLANS = [
  {
    id: 'free',
    name: 'Free',
    price: '$0',
    per: 'for as long as you like',
    points: ['100 records', 'Your whole team', 'Spreadsheets and calendar'],
  },
  {
    id: 'pro',
    name: 'Pro',
    price: `$${PRO_PRICE}`,
    per: 'a month, for the whole team',
    points: ['Unlimited records', 'All integrations', 'Single sign-on', 'Answers within a day'],
  },
  {
    id: 'enterprise',
    name: 'Enterprise',
    price: 'Let’s talk',
    per: 'billed by the year',
    points: [
      'Everything in Pro',
      'Roles and audit log',
      'A named person for your team',
      'Invoices and your paper',
    ],
  },
] as const
type PlanId = (typeof PLANS)[number]['id']

const Action = ({ plan }: { plan: PlanId }) => {
  const current = me.value?.account.plan
  if (current === plan) return <p class="current">Your plan</p>
  if (plan === 'enterprise')
    return (
      <button class="button" type="button" onClick={() => tidemark('show', 'talk-to-sales')}>
        Talk to sales
      </button>
    )
  if (!current)
    return (
      <a class={plan === 'pro' ? 'button primary' : 'button'} href="/">
        Start free
      </a>
    )
  if (plan === 'pro')
    return (
      <a class="button primary" href="/checkout?plan=pro">
        Upgrade to Pro
      </a>
    )
  return <p class="current">Included</p>
}

/** The three plans. Opening this page twice is what the snippet watches for. */
export const Pricing = () => (
  <div class="page pricing">
    <header class="pricing-head">
      <h1>One price for the whole team</h1>
      <p class="muted">Start free. Upgrade when your list outgrows 100 records.</p>
    </header>
    <ul class="plans">
      {PLANS.map(({ id, name, price, per, points }) => (
        <li key={id} class="card plan" data-plan={id}>
          <h2>{name}</h2>
          <p class="price">
            {price} <span class="muted">{per}</span>
          </p>
          <Action plan={id} />
          <ul class="points">
            {points.map((point) => (
              <li key={point}>
                <Icon name="check" /> {point}
              </li>
            ))}
          </ul>
        </li>
      ))}
    </ul>
  </div>
)
