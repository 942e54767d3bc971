import { render } from 'preact'
import './styles/base.css'
import './styles/frame.css'
import './styles/parts.css'
import './styles/pages.css'
import './styles/landing.css'
import './styles/customers.css'
import './styles/workspace.css'
import './styles/plans.css'
import { App } from './App.tsx'

const root = document.querySelector('#app')
if (root) render(<App />, root)
