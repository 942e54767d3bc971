import { api } from '../api.ts'
import { Field } from '../parts/Field.tsx'
import { Trouble } from '../parts/Trouble.tsx'
import { useForm } from '../parts/use-form.ts'
import { useLoaded } from '../parts/use-loaded.ts'
import { join } from '../session.ts'

type Invitation = { company: string; email: string; inviter: string }

/** What somebody sees who opens an invitation. */
export const Join = ({ token }: { token: string }) => {
  const { value, trouble } = useLoaded(() => api<Invitation>('GET', `/api/join/${token}`))
  const form = useForm(['name'], (values) => join(token, values))
  if (trouble)
    return (
      <section class="card entry alone">
        <h1>This invitation cannot be used</h1>
        <p class="muted">{trouble}</p>
        <a class="button" href="/">
          Go to Regulars
        </a>
      </section>
    )
  if (!value) return null
  return (
    <form class="card entry alone" onSubmit={form.onSubmit}>
      <h1>Join {value.company} on Regulars</h1>
      <p class="muted">
        {value.inviter} invited {value.email}.
      </p>
      <Field label="Your name" name="name" autoComplete="name" />
      <Trouble words={form.trouble} />
      <button class="button primary" type="submit" aria-disabled={form.isBusy}>
        Join {value.company}
      </button>
    </form>
  )
}
