/** A proxy on this machine, of which TIDEMARK_TRUST_PROXY says nothing, speaks for everybody. */
export const isLoopback = (address: string): boolean => /^(::ffff:)?127\.|^::1$/.test(address)

/** Whoever has an IPv6 address has 2^64 of them: the network counts. */
export const networkOf = (address: string): string => {
  if (!address.includes(':') || address.includes('.')) return address
  const [head = '', tail] = address.split('::')
  const first = head.split(':')
  const last = tail?.split(':') ?? []
  const zeros = tail === undefined ? [] : Array<string>(Math.max(0, 8 - first.length - last.length)).fill('0')
  return [...first, ...zeros, ...last].slice(0, 4).join(':')
}
