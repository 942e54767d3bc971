import type { Person } from '../../backend/model.ts'
import { api } from '../api.ts'
import { Avatar } from '../parts/Avatar.tsx'
import { CopyLink } from '../parts/CopyLink.tsx'
import { Field } from '../parts/Field.tsx'
import { Trouble } from '../parts/Trouble.tsx'
import { useForm } from '../parts/use-form.ts'
import { useLoaded } from '../parts/use-loaded.ts'
import { me } from '../session.ts'
import { tidemark } from '../tidemark.ts'

type TeamList = { people: Person[]; invitations: { token: string; email: string }[] }

const People = ({ people }: { people: readonly Person[] }) => (
  <section class="card">
    <h2>
      People <span class="muted">{people.length}</span>
    </h2>
    <ul class="rows">
      {people.map(({ id, name, email, role }) => (
        <li key={id}>
          <Avatar name={name} />
          <span class="row-main">
            <strong>
              {name}
              {id === me.value?.person.id && <span class="muted"> (you)</span>}
            </strong>
            <span class="muted">{email}</span>
          </span>
          <span class="muted">{role}</span>
        </li>
      ))}
    </ul>
  </section>
)

const Waiting = ({ invitations }: { invitations: TeamList['invitations'] }) => (
  <section class="card">
    <h2>
      Waiting for an answer <span class="muted">{invitations.length}</span>
    </h2>
    <p class="small muted">
      This demo sends no e-mail. Open a link in a private window to join as that person.
    </p>
    <ul class="rows">
      {invitations.map(({ token, email }) => (
        <li key={token}>
          <span class="row-main">
            <strong>{email}</strong>
            <a class="link small" href={`/join/${token}`} target="_blank" rel="noreferrer">
              {`${location.origin}/join/${token}`}
            </a>
          </span>
          <CopyLink address={`${location.origin}/join/${token}`} email={email} />
        </li>
      ))}
    </ul>
  </section>
)

/** Teammates and who was asked to become one. */
export const Team = () => {
  const { value, trouble, reload } = useLoaded(() => api<TeamList>('GET', '/api/team'))
  const form = useForm(['email'], async ({ email }) => {
    await api('POST', '/api/invitations', { email })
    tidemark('track', 'Invite Sent', { email })
    await reload()
  })
  return (
    <div class="page">
      <h1>Team</h1>
      <form class="card inline-form" onSubmit={form.onSubmit} key={value?.invitations.length ?? 0}>
        <Field label="Invite a teammate" name="email" type="email" placeholder="name@company.com" />
        <button class="button primary" type="submit" aria-disabled={form.isBusy}>
          Send invitation
        </button>
      </form>
      <Trouble words={form.trouble ?? trouble} />
      {value && value.invitations.length > 0 && <Waiting invitations={value.invitations} />}
      {value && <People people={value.people} />}
    </div>
  )
}
