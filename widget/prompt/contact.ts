import { h } from 'preact'
import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { ContactForm } from '../form/form.ts'
import type { Listeners } from '../overlay.ts'

/** What the form's chunk is given, so that it carries no Preact of its own. */
const KIT = { h, useId, useLayoutEffect, useRef, useState }
export type Kit = typeof KIT

/** `failed`: the form's chunk could not be fetched; opening again retries. */
export type View = 'offer' | 'loading' | 'failed' | 'form'

/** The way from the offer to the contact form, which is fetched once, on the first click, and kept. */
export const useContact = (loadForm: Listeners['loadForm']) => {
  const [view, setView] = useState<View>('offer')
  const [Form, setForm] = useState<ContactForm | null>(null)
  const fetchForm = async () => {
    setView('loading')
    try {
      const { createForm } = await loadForm()
      setForm(() => createForm(KIT))
      setView('form')
    } catch {
      setView('failed')
    }
  }
  return {
    view,
    Form,
    open: () => (Form ? setView('form') : void fetchForm()),
    back: () => setView('offer'),
  }
}
