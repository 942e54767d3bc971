const STORE = 'batches'

/** One object store, opened when first needed and kept open. Everything rejects where there is no IndexedDB. */
export const createDatabase = (name: string) => {
  let opening: Promise<IDBDatabase> | undefined

  const open = () =>
    new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open(name)
      Object.assign(request, {
        onupgradeneeded: () => request.result.createObjectStore(STORE),
        onerror: () => {
          opening = undefined
          reject()
        },
        onsuccess: () => {
          const onclose = () => {
            opening = undefined
            request.result.close()
          }
          // Safari closes what is idle; and whoever deletes it waits for those that have it open.
          resolve(Object.assign(request.result, { onclose, onversionchange: onclose }))
        },
      })
    })

  return {
    /** Resolves with the request's result once all of it is written. */
    async run<Result = void>(
      mode: IDBTransactionMode,
      work: (all: IDBObjectStore) => IDBRequest<Result> | undefined,
    ) {
      opening ??= open()
      const transaction = (await opening).transaction(STORE, mode)
      const request = work(transaction.objectStore(STORE))
      return new Promise<Result | undefined>((resolve, reject) => {
        Object.assign(transaction, {
          oncomplete: () => resolve(request?.result),
          onabort: reject,
        })
      })
    },
    /** Whether this page has opened it. Looking into one that is not there would create it. */
    isOpen: () => !!opening,
    /** Deletes it, with all that was begun before; what has it open hears of that, and closes it. */
    drop() {
      opening = undefined
      try {
        indexedDB.deleteDatabase(name)
      } catch {
        // There is none.
      }
    },
  }
}
