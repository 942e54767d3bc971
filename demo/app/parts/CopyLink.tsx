import { useState } from 'preact/hooks'

/** Copies an invitation link, and says so. */
export const CopyLink = ({ address, email }: { address: string; email: string }) => {
  const [isCopied, setCopied] = useState(false)
  const copy = () =>
    navigator.clipboard.writeText(address).then(
      () => setCopied(true),
      () => setCopied(false), // No permission: the link stands beside the button.
    )
  return (
    <button
      class="button small"
      type="button"
      aria-label={`Copy link for ${email}`}
      onClick={() => void copy()}
    >
      <span aria-live="polite">{isCopied ? 'Copied' : 'Copy link'}</span>
    </button>
  )
}
