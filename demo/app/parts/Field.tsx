type Props = {
  label: string
  name: string
  type?: 'text' | 'email'
  placeholder?: string
  autoComplete?: string
  value?: string
  readOnly?: boolean
}

/** A labelled line of text; the browser checks it when the form is sent. */
export const Field = ({ label, type = 'text', ...rest }: Props) => {
  const input = { required: true, maxLength: 120, ...rest }
  return (
    <label class="field">
      {label}
      {type === 'email' ? <input type="email" {...input} /> : <input type="text" {...input} />}
    </label>
  )
}
