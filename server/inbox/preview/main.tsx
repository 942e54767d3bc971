import { render } from 'preact'
import { createApi } from '../state/api.ts'
import { createResource } from '../state/resource.ts'
import { Gallery } from './Gallery.tsx'

const root = document.getElementById('app')
if (!root) throw new Error('preview.html has no #app.')

const api = createApi(fetch.bind(window))
/** Everything as browsers would get it, drafts among it. */
const config = createResource(async () => (await api.checkPrompts((await api.prompts()).prompts)).preview)
void config.refresh()
render(<Gallery config={config} />, root)
