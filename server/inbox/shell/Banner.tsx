import { Icon } from '../parts/Icon.tsx'
import { useInbox } from '../state/inbox.ts'

/** Says that what is on screen may be old, while there is no connection. */
export const Banner = () => {
  const { live, refresh } = useInbox()
  return (
    <output class="banner-place">
      {!live.value && (
        <span class="banner">
          <Icon name="warning" />
          <span>
            <strong>No connection to the server.</strong> You see the last known state; it updates by itself
            when the connection is back.
          </span>
          <button type="button" class="button small" onClick={refresh}>
            Try now
          </button>
        </span>
      )}
    </output>
  )
}
