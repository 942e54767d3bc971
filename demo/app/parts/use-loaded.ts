import { useEffect, useState } from 'preact/hooks'
import { wordsFor } from '../api.ts'

/** Loads once, and again on `reload`; `value` null = not here yet. */
export const useLoaded = <Value>(load: () => Promise<Value>) => {
  const [value, setValue] = useState<Value | null>(null)
  const [trouble, setTrouble] = useState<string | null>(null)
  const reload = async () => {
    try {
      setValue(await load())
      setTrouble(null)
    } catch (error) {
      setTrouble(wordsFor(error))
    }
  }
  useEffect(() => void reload(), [])
  return { value, trouble, reload }
}
