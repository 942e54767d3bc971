import type { IncomingMessage } from 'node:http'
import { BlockList, isIP } from 'node:net'
import type { Config } from '../config.ts'

/** Whether the address that many hops away from us is a proxy's, whose word counts. */
export type Trusts = (address: string, hop: number) => boolean

/** Who is trusted to say for whom it asks: so many proxies in front, or those at these addresses. */
export const whomToTrust = ({ trustProxy }: Config): Trusts => {
  if (trustProxy === false) return () => false
  if (typeof trustProxy === 'number') return (_address, hop) => hop < trustProxy
  const proxies = new BlockList()
  for (const network of trustProxy) {
    const [address = '', bits] = network.split('/')
    const family = familyOf(address)
    if (bits === undefined) proxies.addAddress(address, family)
    else proxies.addSubnet(address, Number(bits), family)
  }
  return (address) => isIP(address) > 0 && proxies.check(address, familyOf(address))
}

const familyOf = (address: string): 'ipv4' | 'ipv6' => (isIP(address) === 6 ? 'ipv6' : 'ipv4')

/** Where a request comes from: the nearest address that is no trusted proxy's, else the farthest that is named. */
export const addressOf = ({ socket, headers }: IncomingMessage, trusts: Trusts): string => {
  let address = socket.remoteAddress ?? ''
  if (!trusts(address, 0)) return address
  const forwarded = String(headers['x-forwarded-for'] ?? '').split(',')
  for (const [hop, named] of forwarded.reverse().entries()) {
    if (named.trim() === '') continue
    address = withoutPort(named.trim())
    if (!trusts(address, hop + 1)) break
  }
  return address
}

/** Some proxies name the port that somebody came from: another for each connection. */
const withoutPort = (named: string): string => {
  const [, address = named] = /^\[(.+)\](?::\d+)?$/.exec(named) ?? /^([^:]+):\d+$/.exec(named) ?? []
  return address
}
