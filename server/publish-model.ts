import type { Commands, Publishing, Versioned } from './commands.ts'
import type { Model } from './wire/model.ts'

type Asked = Omit<Publishing, 'now'> & { readonly model: Model; readonly now: () => number }

/**
 * Publishes a model for which large accounts were read ahead. That takes many short commands, because the lane does one
 * after another: between them it takes in events.
 */
export const publishModel = async (
  lane: Pick<Commands, 'readAhead' | 'publishModel'>,
  { model, now, ...asked }: Asked,
): Promise<Versioned<Model> | null> => {
  let begun: number | null = null
  do begun = await lane.readAhead({ model, now: now(), begun })
  while (begun !== null)
  return lane.publishModel({ ...asked, model, now: now() })
}
