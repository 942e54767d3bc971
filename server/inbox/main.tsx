import { render } from 'preact'
import { App } from './shell/App.tsx'
import { createApi } from './state/api.ts'
import { createInbox, InboxProvider } from './state/inbox.ts'

const root = document.getElementById('app')
if (!root) throw new Error('index.html has no #app.')

const inbox = createInbox(createApi(fetch.bind(window)), window)
inbox.start()
render(
  <InboxProvider value={inbox}>
    <App />
  </InboxProvider>,
  root,
)
