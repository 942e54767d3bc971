import { Avatar } from '../parts/Avatar.tsx'
import { Field } from '../parts/Field.tsx'
import { Trouble } from '../parts/Trouble.tsx'
import { useForm } from '../parts/use-form.ts'
import { place } from '../router.ts'
import { signIn, signUp } from '../session.ts'

const SHOWN = [
  {
    name: 'Nora Lind',
    company: 'Corner Bakery Aarhus',
    stage: 'Regular',
    note: 'Wants the spring menu early',
  },
  { name: 'Omar Said', company: 'Harbor Yoga Porto', stage: 'Active', note: 'Ask about the second studio' },
  { name: 'Lena Graf', company: 'Fern Florist Ghent', stage: 'Regular', note: 'Wedding order, 14 May' },
  { name: 'Sam Okoro', company: 'Oak Dental York', stage: 'Lead', note: 'Call back Thursday' },
] as const

const SignUp = () => {
  const { onSubmit, isBusy, trouble } = useForm(['name', 'email', 'company'], signUp)
  return (
    <form class="card entry" onSubmit={onSubmit} aria-labelledby="entry-title">
      <h2 id="entry-title">Start with 100 free records</h2>
      <Field label="Your name" name="name" autoComplete="name" />
      <Field label="Work e-mail" name="email" type="email" autoComplete="email" />
      <Field label="Company" name="company" autoComplete="organization" />
      <Trouble words={trouble} />
      <button class="button primary" type="submit" aria-disabled={isBusy}>
        Create workspace
      </button>
      <p class="small muted">
        No card needed. Been here before? <a href="/?sign-in">Sign in</a>
      </p>
    </form>
  )
}

const SignIn = () => {
  const { onSubmit, isBusy, trouble } = useForm(['email'], signIn)
  return (
    <form class="card entry" onSubmit={onSubmit} aria-labelledby="entry-title">
      <h2 id="entry-title">Welcome back</h2>
      <Field label="Work e-mail" name="email" type="email" autoComplete="email" />
      <Trouble words={trouble} />
      <button class="button primary" type="submit" aria-disabled={isBusy}>
        Sign in
      </button>
      <p class="small muted">
        This demo asks for no password. New here? <a href="/">Create a workspace</a>
      </p>
    </form>
  )
}

/** What Regulars is, with the door beside it. */
export const Landing = () => (
  <div class="landing">
    <section class="hero">
      <div class="pitch">
        <h1>Know every customer like a regular.</h1>
        <p>
          Regulars is the customer list your whole team shares: who they are, what they like, and what you
          promised them last time.
        </p>
      </div>
      {place.value.searchParams.has('sign-in') ? <SignIn /> : <SignUp />}
    </section>
    <section class="card preview" aria-label="A look inside">
      <ul class="rows">
        {SHOWN.map(({ name, company, stage, note }) => (
          <li key={name}>
            <Avatar name={name} />
            <span class="row-main">
              <strong>{name}</strong>
              <span class="muted">{company}</span>
            </span>
            <span class="row-note muted">{note}</span>
            <span class="tag" data-stage={stage}>
              {stage}
            </span>
          </li>
        ))}
      </ul>
    </section>
  </div>
)
