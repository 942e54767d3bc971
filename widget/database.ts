// oxlint-disable unicorn/prefer-add-event-listener -- nobody else has these objects, and each byte here is on every page
const STORE = 'batches'

/** One object store, opened when first needed and kept open. Everything rejects where there is no IndexedDB. */
export const createDatabase = (name: string) => {
  let opening: Promise<IDBDatabase> | undefined

  const open = () =>
    new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open(name)
      request.onupgradeneeded = () => request.result.createObjectStore(STORE)
      request.onerror = () => {
        opening = undefined
        reject()
      }
      request.onsuccess = () => {
        const { result } = request
        // Safari closes what is idle; and whoever deletes it waits for those that have it open.
        result.onclose = result.onversionchange = () => {
          opening = undefined
          result.close()
        }
        resolve(result)
      }
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
      // Not left to the event loop: in a page that goes into Safari's back/forward cache meanwhile it would stay open, and
      // hold up all other pages.
      transaction.commit()
      return new Promise<Result | undefined>((resolve, reject) => {
        transaction.oncomplete = () => resolve(request?.result)
        transaction.onabort = reject
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
