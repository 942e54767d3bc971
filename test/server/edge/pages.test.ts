import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliCompressSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { SECOND } from '../../../server/wire/limits.ts'
import { fakeLane } from './fake-lane.ts'
import { ADMIN_TOKEN, type Edge, startEdge } from './harness.ts'

const SCRIPT = 'console.log("tidemark")'.repeat(20)
const assets = mkdtempSync(join(tmpdir(), 'tidemark-assets-'))
const write = (name: string, content: string | Buffer) => writeFileSync(join(assets, name), content)
mkdirSync(join(assets, 'widget'))
mkdirSync(join(assets, 'inbox', 'assets'), { recursive: true })
write('widget/tidemark.js', SCRIPT)
write('widget/tidemark.js.br', brotliCompressSync(SCRIPT))
write('widget/prompt-B1c2_e-4.js', 'prompt')
write('widget/manifest.json', '{}')
write('inbox/index.html', '<!doctype html><title>Tidemark</title>')
write('inbox/preview.html', '<!doctype html><title>Gallery</title>')
write('inbox/frame.html', '<!doctype html><title>Frame</title>')
write('inbox/assets/index-Ab12Cd34.js', 'inbox')

let edge: Edge
let isUp = true
let ahead = 0
let pings = 0
const ping = async () => {
  pings += 1
  if (!isUp) throw new Error('gone')
}
beforeAll(async () => {
  edge = await startEdge(fakeLane({ ping, session: async () => 'ann@example.com' }), {
    assets,
    now: () => Date.now() + ahead,
  })
})
afterAll(() => edge.close())
const get = (path: string, init: RequestInit = {}) => fetch(edge.url + path, init)

test('the snippet is for any page, compressed ahead of time, and looked up again after five minutes', async () => {
  const response = await get('/tidemark.js', { headers: { 'accept-encoding': 'br' } })
  expect(await response.text()).toBe(SCRIPT)
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'content-encoding': 'br',
    'content-type': expect.stringContaining('javascript'),
    'cache-control': 'public, max-age=300',
    'access-control-allow-origin': '*',
    'cross-origin-resource-policy': 'cross-origin',
  })
  expect(await (await get('/tidemark.js', { headers: { 'accept-encoding': 'identity' } })).text()).toBe(
    SCRIPT,
  )
})

test('a chunk with a hash in its name never changes', async () => {
  const { headers } = await get('/prompt-B1c2_e-4.js')
  expect(headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
})

test.each(['/manifest.json', '/tidemark.js.br', '/../config.ts', '/nothing'])(
  '%s is not served',
  async (path) => {
    expect((await get(path)).status).toBe(404)
  },
)

test.each(['/inbox', '/inbox/'])(
  '%s serves the inbox, which nobody may frame and in which nothing inline runs',
  async (path) => {
    const response = await get(path)
    expect([response.status, await response.text()]).toEqual([
      200,
      expect.stringContaining('<title>Tidemark'),
    ])
    const policy = response.headers.get('content-security-policy') ?? ''
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).not.toContain('unsafe')
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'cache-control': 'no-cache',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
    })
  },
)

test("the inbox's files are cached for good, under the same policy", async () => {
  const response = await get('/inbox/assets/index-Ab12Cd34.js')
  expect(response.headers.get('cache-control')).toContain('immutable')
  expect(response.headers.get('content-security-policy')).toContain("default-src 'none'")
})

test('the gallery needs a session; without one its address leads to the sign-in', async () => {
  const out = await get('/preview', { redirect: 'manual' })
  expect([out.status, out.headers.get('location')]).toEqual([302, '/inbox'])
  const signedIn = await get('/preview', { headers: { cookie: 'tidemark_session_4680=t' } })
  expect(await signedIn.text()).toContain('Gallery')
  expect(signedIn.headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
})

test('what previews are drawn in may be framed by our own pages only, and reaches nothing', async () => {
  const { headers } = await get('/preview/frame')
  const policy = headers.get('content-security-policy') ?? ''
  expect(policy).toContain("frame-ancestors 'self'")
  expect(policy).toContain("connect-src 'none'")
  expect(policy).not.toContain('unsafe')
  expect(headers.get('x-frame-options')).toBe('SAMEORIGIN')
})

test('the root leads to the inbox', async () => {
  const response = await get('/', { redirect: 'manual' })
  expect([response.status, response.headers.get('location')]).toEqual([302, '/inbox'])
})

test('readiness tells the truth about the database, liveness does not need it', async () => {
  expect((await get('/readyz')).status).toBe(200)
  isUp = false
  ahead += SECOND
  const down = [(await get('/readyz')).status, (await get('/healthz')).status]
  isUp = true
  ahead += SECOND
  expect((await get('/readyz')).status).toBe(200)
  expect(down).toEqual([503, 200])
})

test('however many ask whether it is ready, the database is asked once a second', async () => {
  ahead += SECOND
  const before = pings
  const answers = await Promise.all(Array.from({ length: 50 }, () => get('/readyz')))
  expect([new Set(answers.map(({ status }) => status)), pings - before]).toEqual([new Set([200]), 1])
})

test('metrics need the admin token', async () => {
  expect((await get('/metrics')).status).toBe(401)
  await get('/v1/track', { method: 'POST', body: '{}' })
  const response = await get('/metrics', { headers: { authorization: `Bearer ${ADMIN_TOKEN}` } })
  const text = await response.text()
  expect(response.status).toBe(200)
  for (const name of [
    'tidemark_ingest_seconds_count{status="200"}',
    'tidemark_http_seconds',
    'tidemark_intake_bytes',
    'tidemark_process_cpu',
  ])
    expect(text).toContain(name)
})

test('a build that comes while it runs is served after the next start, whole: until then the old one is', async () => {
  const place = mkdtempSync(join(tmpdir(), 'tidemark-assets-'))
  const build = (version: string) => {
    rmSync(place, { recursive: true })
    for (const folder of ['widget', 'inbox/assets']) mkdirSync(join(place, folder), { recursive: true })
    for (const name of ['widget/tidemark.js', 'inbox/index.html', 'inbox/frame.html'])
      writeFileSync(join(place, name), `${version} names ${version}`)
    writeFileSync(join(place, `widget/prompt-${version}.js`), version)
    writeFileSync(join(place, `inbox/assets/index-${version}.js`), version)
  }
  build('version1')
  const running = await startEdge(fakeLane(), { assets: place })
  build('version2')
  const texts = (url: string, version: string) =>
    Promise.all(
      [
        '/tidemark.js',
        `/prompt-${version}.js`,
        '/inbox',
        '/preview/frame',
        `/inbox/assets/index-${version}.js`,
      ].map(async (path) => (await fetch(url + path)).text()),
    )
  const whole = (version: string) => {
    const page = `${version} names ${version}`
    return [page, version, page, page, version]
  }
  expect(await texts(running.url, 'version1')).toEqual(whole('version1'))
  await running.close()
  const next = await startEdge(fakeLane(), { assets: place })
  expect(await texts(next.url, 'version2')).toEqual(whole('version2'))
  await next.close()
})

test('who has a file already is told that it is the same, and gets no encoding that they do not take', async () => {
  const { headers } = await get('/tidemark.js')
  const etag = headers.get('etag') ?? ''
  expect([etag, headers.get('vary')]).toEqual([expect.stringMatching(/^W\/"/), 'accept-encoding'])
  const again = await get('/tidemark.js', { headers: { 'if-none-match': etag } })
  expect([again.status, await again.text(), again.headers.get('cache-control')]).toEqual([
    304,
    '',
    'public, max-age=300',
  ])
  const plain = await get('/tidemark.js', { headers: { 'accept-encoding': 'br;q=0, gzip' } })
  expect([plain.headers.get('content-encoding'), await plain.text()]).toEqual([null, SCRIPT])
  const head = await get('/tidemark.js', { method: 'HEAD' })
  expect([head.status, await head.text()]).toEqual([200, ''])
})

test('without a build the pages say what to do', async () => {
  const bare = await startEdge(fakeLane())
  const answers = await Promise.all(['/inbox', '/tidemark.js'].map((path) => fetch(bare.url + path)))
  await bare.close()
  for (const answer of answers)
    expect(await answer.json()).toMatchObject({
      status: 404,
      detail: expect.stringContaining('npm run build'),
    })
})
