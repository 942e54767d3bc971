import { BlockList, isIPv6 } from 'node:net'

/**
 * Addresses that are not on the public internet: private, loopback, link-local (cloud metadata), carrier, test,
 * multicast and reserved ranges, and those IPv6 prefixes that carry an IPv4 address inside. From the IANA IPv4 and IPv6
 * special-purpose address registries.
 */
const RESERVED_V4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
]
const RESERVED_V6 = [
  '::/96',
  '64:ff9b::/96',
  '64:ff9b:1::/48',
  '100::/64',
  '2001::/23',
  '2001:db8::/32',
  '2002::/16',
  '3fff::/20',
  '5f00::/16',
  'fc00::/7',
  'fe80::/10',
  'fec0::/10',
  'ff00::/8',
]

const reserved = new BlockList()
const add = (family: 'ipv4' | 'ipv6') => (range: string) => {
  const [network = '', bits] = range.split('/')
  reserved.addSubnet(network, Number(bits), family)
}
RESERVED_V4.forEach(add('ipv4'))
RESERVED_V6.forEach(add('ipv6'))

/** IPv4-mapped IPv6 addresses are judged by the IPv4 address inside (BlockList does so itself). */
export const isPrivateAddress = (address: string): boolean =>
  reserved.check(address, isIPv6(address) ? 'ipv6' : 'ipv4')
