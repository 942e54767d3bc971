import { useEffect } from 'preact/hooks'
import { PRO_PRICE } from '../../backend/model.ts'
import { Field } from '../parts/Field.tsx'
import { Trouble } from '../parts/Trouble.tsx'
import { useForm } from '../parts/use-form.ts'
import { place } from '../router.ts'
import { me, upgrade } from '../session.ts'
import { tidemark } from '../tidemark.ts'

const Done = () => (
  <section class="card entry alone" aria-live="polite">
    <h1>You’re on Pro</h1>
    <p class="muted">
      Records are unlimited now, and every integration and single sign-on are yours to set up.
    </p>
    <a class="button primary" href="/records">
      Back to your customers
    </a>
  </section>
)

/** A checkout that only pretends: nothing typed here leaves the page. */
export const Checkout = () => {
  const isDone = me.value?.account.plan === 'pro'
  const promptId = place.value.searchParams.get('prompt')
  useEffect(() => {
    // A prompt's own button has told this already.
    if (!isDone && !promptId) tidemark('track', 'Upgrade Started', { plan: 'pro' })
  }, [])
  const { onSubmit, isBusy, trouble } = useForm([], upgrade)
  if (isDone) return <Done />
  return (
    <div class="page checkout">
      <h1>Upgrade to Pro</h1>
      <form class="card" onSubmit={onSubmit}>
        <h2>Card</h2>
        <Field label="Card number" name="card" value="4242 4242 4242 4242" readOnly />
        <div class="pair">
          <Field label="Expires" name="expires" value="12 / 30" readOnly />
          <Field label="Security code" name="code" value="123" readOnly />
        </div>
        <Trouble words={trouble} />
        <button class="button primary" type="submit" aria-disabled={isBusy}>
          Pay ${PRO_PRICE} and start Pro
        </button>
        <p class="small muted">This is a demo: the card is pretend and nothing is charged.</p>
      </form>
      <section class="card" aria-label="Your order">
        <h2>Your order</h2>
        <dl class="order">
          <dt>Regulars Pro, whole team</dt>
          <dd>${PRO_PRICE}.00</dd>
          <dt>Tax</dt>
          <dd>$0.00</dd>
          <dt class="total">Due today</dt>
          <dd class="total">${PRO_PRICE}.00</dd>
        </dl>
      </section>
    </div>
  )
}
