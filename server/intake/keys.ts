import type { Keys } from '../commands.ts'

export type KeyUse = {
  readonly kind: keyof Keys
  readonly isSecret: boolean
  readonly isTest: boolean
}

const KINDS: Readonly<Record<keyof Keys, Omit<KeyUse, 'kind'>>> = {
  write: { isSecret: false, isTest: false },
  secret: { isSecret: true, isTest: false },
  testWrite: { isSecret: false, isTest: true },
  testSecret: { isSecret: true, isTest: true },
}

/** Answers what a key may do; undefined = not one of ours. */
export const createKeyring = (keys: Keys): ((key: string) => KeyUse | undefined) => {
  const uses = new Map<string, KeyUse>()
  for (const kind of Object.keys(KINDS) as (keyof Keys)[]) uses.set(keys[kind], { kind, ...KINDS[kind] })
  return (key) => uses.get(key)
}
