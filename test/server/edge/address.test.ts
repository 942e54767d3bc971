import { afterEach, expect, test } from 'vitest'
import { recordingLane } from './fake-lane.ts'
import { type Edge, startEdge } from './harness.ts'

let edge: Edge
afterEach(() => edge.close())

const TWO = '198.51.100.7, 192.0.2.77'

test.each([
  ['nobody is trusted', '0', TWO, '127.0.0.1'],
  ['one proxy is in front', '1', TWO, '192.0.2.77'],
  ['two are', '2', TWO, '198.51.100.7'],
  ['more are than are named', '5', TWO, '198.51.100.7'],
  ['the nearest is a known proxy', '127.0.0.1', TWO, '192.0.2.77'],
  ['a network of proxies is known', '127.0.0.0/8, 192.0.2.0/24', TWO, '198.51.100.7'],
  ['the nearest is no known proxy', '10.0.0.0/8', TWO, '127.0.0.1'],
  ['a proxy names the port, too', '1', '198.51.100.7, 192.0.2.77:5678', '192.0.2.77'],
  ['an address of IPv6 has a port', '1', '[2001:db8::1]:443', '2001:db8::1'],
  ['it stands in brackets only', '1', '[2001:db8::1]', '2001:db8::1'],
  ['it has neither', '1', '2001:db8::1', '2001:db8::1'],
  [
    'a known proxy is named with its port',
    '127.0.0.0/8, 192.0.2.0/24',
    '198.51.100.7:1, 192.0.2.77:2',
    '198.51.100.7',
  ],
  ['a proxy names a port of nobody', '1', ':80', ':80'],
  ['a proxy names nobody', '1', '', '127.0.0.1'],
  ['a proxy names no address', '127.0.0.0/8', 'unknown', 'unknown'],
])('whose share of the queue a request takes: %s', async (_name, setting, forwarded, address) => {
  const { lane, requests } = recordingLane()
  edge = await startEdge(lane, { env: { TIDEMARK_TRUST_PROXY: setting } })
  const headers = { 'x-forwarded-for': forwarded }
  await fetch(`${edge.url}/v1/batch`, { method: 'POST', body: '{}', headers })
  expect(requests[0]?.address).toBe(address)
})
