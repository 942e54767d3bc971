/** What one address may have waiting, of all that may wait. */
const OF_ADDRESS = 1 / 4
/** What all may together that show no secret key; the rest is for the customer's own backends. */
const OF_PUBLIC = 3 / 4

/**
 * Divides the queue, so that nobody fills it for the others: an address, or everybody who found the browser key in a
 * page. While it is nearly empty nobody notices.
 */
export const createShares = (most: number) => {
  const ofAddress = new Map<string, number>()
  let ofPublic = 0

  return {
    /** Whether so many bytes more fit; the first ones of an address always do. */
    fits: ({ address, isPublic }: Holder, bytes: number): boolean => {
      const held = ofAddress.get(address) ?? 0
      if (held > 0 && held + bytes > most * OF_ADDRESS) return false
      return !isPublic || ofPublic === 0 || ofPublic + bytes <= most * OF_PUBLIC
    },
    take: ({ address, isPublic }: Holder, bytes: number): void => {
      ofAddress.set(address, (ofAddress.get(address) ?? 0) + bytes)
      if (isPublic) ofPublic += bytes
    },
    give: ({ address, isPublic }: Holder, bytes: number): void => {
      const left = (ofAddress.get(address) ?? 0) - bytes
      if (left > 0) ofAddress.set(address, left)
      else ofAddress.delete(address)
      if (isPublic) ofPublic -= bytes
    },
  }
}

export type Holder = { readonly address: string; readonly isPublic: boolean }
