import { useEffect, useState } from 'preact/hooks'
import type { CustomerRecord, Me } from '../../backend/model.ts'
import { ApiError, api, wordsFor } from '../api.ts'
import { AddRecord } from '../parts/AddRecord.tsx'
import { Icon } from '../parts/Icon.tsx'
import { Meter } from '../parts/Meter.tsx'
import { RecordTable } from '../parts/RecordTable.tsx'
import { Trouble } from '../parts/Trouble.tsx'
import { useLoaded } from '../parts/use-loaded.ts'
import { me, update } from '../session.ts'
import { reportUse, tidemark } from '../tidemark.ts'

type Added = { added: number; me: Me }

const matches = (wanted: string) => (record: CustomerRecord) =>
  `${record.name} ${record.company} ${record.email}`.toLowerCase().includes(wanted.toLowerCase())

/** The customer list, and where the free plan's limit is met. */
export const Records = () => {
  const { value, trouble, reload } = useLoaded(() =>
    api<{ records: CustomerRecord[] }>('GET', '/api/records'),
  )
  const [wanted, setWanted] = useState('')
  const [isAdding, setAdding] = useState(false)
  const [refusal, setRefusal] = useState<string | null>(null)
  useEffect(() => {
    if (me.value) reportUse(me.value.records)
  }, [])
  if (!me.value) return null
  const { used, max } = me.value.records
  const isFull = max !== null && used >= max

  const noteAdded = async ({ added, me: next }: Added) => {
    for (let count = 0; count < added; count++)
      tidemark('track', 'Core Action Completed', { action: 'record added' })
    update(next)
    setRefusal(null)
    await reload()
  }
  const noteRefused = (error: unknown) => {
    setRefusal(wordsFor(error))
    if (error instanceof ApiError && error.code === 'limit' && me.value) reportUse(me.value.records)
  }
  const addSamples = () => api<Added>('POST', '/api/records/samples').then(noteAdded).catch(noteRefused)
  const remove = async (id: string) => {
    const { me: next } = await api<{ me: Me }>('DELETE', `/api/records/${id}`)
    update(next)
    await reload()
  }
  const open = () => (isFull ? void addSamples() : setAdding(true))

  const shown = value?.records.filter(matches(wanted)) ?? []
  return (
    <div class="page">
      <header class="page-head">
        <h1>Customers</h1>
        <div class="actions">
          <button class="button" type="button" onClick={() => void addSamples()}>
            Add 10 sample records
          </button>
          <button class="button primary" type="button" onClick={open}>
            <Icon name="plus" /> Add record
          </button>
        </div>
      </header>
      <div class="toolbar">
        <label class="search">
          <Icon name="search" />
          <span class="visually-hidden">Search customers</span>
          <input
            type="search"
            placeholder="Search"
            onInput={(event) => setWanted(event.currentTarget.value)}
          />
        </label>
        <Meter used={used} max={max} noun="records" />
      </div>
      <Trouble words={refusal ?? trouble} />
      {value && <RecordTable records={shown} isFiltered={wanted !== ''} onRemove={remove} />}
      {isAdding && (
        <AddRecord
          onAdd={(record) => api<Added>('POST', '/api/records', record).then(noteAdded)}
          onClose={() => setAdding(false)}
        />
      )}
    </div>
  )
}
