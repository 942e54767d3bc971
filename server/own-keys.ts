import { randomBytes } from 'node:crypto'
import type { Keys } from './commands.ts'
import { rememberSetting } from './store/settings.ts'
import type { Store } from './store/store.ts'

const PREFIXES: Readonly<Record<keyof Keys, string>> = {
  write: 'pk_',
  secret: 'sk_',
  testWrite: 'pk_test_',
  testSecret: 'sk_test_',
}

/** The keys in force: those that were set, and for the others one that is made once and then the same for everybody. */
export const readKeys = async (store: Store, set: Partial<Keys>): Promise<Keys> => {
  const key = (kind: keyof Keys) =>
    set[kind] ??
    rememberSetting(store.db, `key.${kind}`, PREFIXES[kind] + randomBytes(18).toString('base64url'))
  return {
    write: await key('write'),
    secret: await key('secret'),
    testWrite: await key('testWrite'),
    testSecret: await key('testSecret'),
  }
}
