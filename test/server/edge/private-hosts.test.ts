import { expect, test } from 'vitest'
import { createPost } from '../../../server/deliver/post.ts'
import { isPrivateAddress } from '../../../server/deliver/private-address.ts'
import { startReceiver } from './receiver.ts'

test.each([
  '127.0.0.1',
  '10.1.2.3',
  '172.31.0.1',
  '192.168.1.1',
  '169.254.169.254',
  '100.64.0.1',
  '0.0.0.0',
  '255.255.255.255',
  '::1',
  '::',
  'fd00::1',
  'fe80::1',
  '::ffff:127.0.0.1',
  '::ffff:7f00:1',
  '64:ff9b::7f00:1',
  '2002:7f00:1::',
])('%s is private', (address) => {
  expect(isPrivateAddress(address)).toBe(true)
})

test.each(['8.8.8.8', '172.32.0.1', '2606:4700::1111', '::ffff:8.8.8.8'])('%s is public', (address) => {
  expect(isPrivateAddress(address)).toBe(false)
})

test.each(['127.0.0.1', 'localhost', '2130706433', '[::1]', '[::ffff:127.0.0.1]'])(
  'nothing is sent to %s unless allowed',
  async (host) => {
    const receiver = await startReceiver()
    const { port } = new URL(receiver.url)
    const outgoing = { url: `http://${host}:${port}/`, headers: {}, body: '{}' }
    const result = await createPost({ allowPrivateHosts: false })(outgoing)
    await receiver.close()
    expect(result).toMatchObject({
      ok: false,
      error: expect.stringContaining('TIDEMARK_ALLOW_PRIVATE_HOSTS'),
    })
    expect(receiver.received).toEqual([])
  },
)

test('TIDEMARK_ALLOW_PRIVATE_HOSTS lets local receivers be reached', async () => {
  const receiver = await startReceiver()
  const outgoing = { url: receiver.url, headers: { 'x-a': 'b' }, body: '{"ä":1}' }
  expect(await createPost({ allowPrivateHosts: true })(outgoing)).toEqual({ ok: true })
  await receiver.close()
  expect(receiver.received).toMatchObject([{ body: '{"ä":1}', headers: { 'x-a': 'b' } }])
})

test('a name that does not resolve is an error to read, not an exception', async () => {
  // Longer than a label may be (RFC 1035, 2.3.4): refused on this machine, where a resolver may be slow or away.
  const name = `${'n'.repeat(64)}.invalid`
  const result = await createPost({ allowPrivateHosts: false })({
    url: `http://${name}/`,
    headers: {},
    body: '{}',
  })
  expect(result).toMatchObject({ ok: false, error: expect.stringContaining(name) })
})
