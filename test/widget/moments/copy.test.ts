import { afterEach, expect, test } from 'vitest'
import type { Prompt } from '../../../server/wire/prompt.ts'
import { planOf } from '../../../widget/audience.ts'
import { callsFor } from '../../../widget/calls.ts'
import { draw } from '../../../widget/copy.ts'
import { address, fill } from '../../../widget/fill.ts'
import type { Identity } from '../../../widget/identity.ts'
import type { Moment } from '../../../widget/moment.ts'
import { configuration, prompt } from './stand.ts'

afterEach(() => document.documentElement.removeAttribute('lang'))

const VALUES = { used: 1234.5, one: 1, limit: 'records', resets: new Date('2026-12-01T12:00:00Z') }

test.each([
  ['{used} {limit}', 'en', '1,234.5 records'],
  ['{used} {limit}', 'de', '1.234,5 records'],
  ['{used} {limit}', 'ar-EG', '١٬٢٣٤٫٥ records'],
  ['back on {resets}', 'en-US', 'back on Tue, Dec 1'],
  ['wieder ab {resets}', 'de', 'wieder ab Di., 1. Dez.'],
  ['{one} {one, one: record, other: records}', 'en', '1 record'],
  ['{used, one: Satz, other: Sätze}', 'de', 'Sätze'],
  ['{one, one: plik, few: pliki, other: plików}', 'pl', 'plik'],
  ['Hello {name|there}', 'en', 'Hello there'],
  ['Hello {name}.', 'en', 'Hello.'],
  ['{{used} is {limit}', 'en', '{used} is records'],
  ['{constructor|none}', 'en', 'none'],
])('%j reads, in %s, %j', (copy, locale, text) => {
  expect(fill(copy, VALUES, locale)).toBe(text)
})

test('an address is percent-encoded, and only http(s), mailto or of this site', () => {
  expect(address('/pay?a={limit}&b={x|y z}', { limit: 'a b&c' })).toBe('/pay?a=a%20b%26c&b=y%20z')
  expect(address('https://{limit}.example', { limit: 'acme' })).toBe('https://acme.example')
  expect(address('mailto:sales@acme.example?subject={limit}', { limit: 'a b' })).toMatch(/subject=a%20b$/)
  for (const url of ['javascript:alert(1)', 'java\nscript:alert(1)', 'data:text/html,x', '{limit}:alert(1)'])
    expect(address(url, { limit: 'javascript' })).toBeNull()
})

const FULL: Moment = { kind: 'limit', limit: 'api_calls', used: 100, max: 100, at: 0, blocked: false }
const drawn = (
  given: Partial<Prompt>,
  who: Partial<Identity> = {},
  more: Partial<Parameters<typeof draw>[0]> = {},
) => {
  const person: Identity = { anonymousId: 'a', traits: {}, groupTraits: {}, ...who }
  const result = draw({
    prompt: prompt({ title: 'Full', primary: { kind: 'contact', label: 'Talk' }, ...given }),
    moment: FULL,
    who: person,
    config: configuration({ words: { de: { later: 'Später', whyLimit: '{used} von {max} {limit}' } } }),
    reply: undefined,
    variant: undefined,
    plan: planOf(person),
    target: null,
    callsFor,
    ...more,
  })
  if (!result) throw new Error('nothing was drawn')
  return result.overlay
}
const GERMAN = { locales: { de: { title: 'Voll', primary: 'Reden' }, 'de-AT': { title: 'Voi' } } }

test.each([
  ['de-AT', 'Voi', 'Reden', 'de-AT'],
  ['de-CH', 'Voll', 'Reden', 'de-CH'],
  ['en-GB', 'Full', 'Talk', 'en-GB'],
  ['fr', 'Full', 'Talk', 'en'],
  ['no tag', 'Full', 'Talk', 'en'],
])('a reader of %s reads the nearest language, and its figures', (locale, title, label, said) => {
  document.documentElement.lang = 'en'
  const overlay = drawn(GERMAN, { traits: { locale } })
  expect([overlay.title, overlay.primary.label, overlay.locale]).toEqual([title, label, said])
})

test('without a trait the page says the language, for the words around the copy too', () => {
  document.documentElement.lang = 'de'
  const { title, words, why } = drawn(GERMAN)
  expect([title, words?.later, why]).toEqual(['Voll', 'Später', '100 von 100 API calls'])
})

test("a variant's words give way to a translation that it does not have itself", () => {
  document.documentElement.lang = 'de'
  const variants = [
    { id: 'plain', share: 0.5, content: { title: 'Nothing left' } },
    {
      id: 'both',
      share: 0.5,
      content: { title: 'Nothing left' },
      locales: { de: { title: 'Nichts übrig' } },
    },
  ]
  const given: Partial<Prompt> = { ...GERMAN, experiment: { id: 'x', unit: 'user', variants } }
  expect(drawn(given, {}, { variant: 'plain' }).title).toBe('Voll')
  expect(drawn(given, {}, { variant: 'both' }).title).toBe('Nichts übrig')
  document.documentElement.lang = 'en'
  expect(drawn(given, {}, { variant: 'plain' }).title).toBe('Nothing left')
})

test('limits and features are called by the team, else as people write their names', () => {
  const labels = { en: { api_calls: 'API requests' }, 'de-at': { api_calls: 'Anfragen' } }
  const config = configuration({ labels })
  const title = (given: Partial<Prompt>, more: object, locale = 'en') =>
    drawn(given, { traits: { locale } }, { config, ...more }).title
  const copy = { title: '{limit}: {used}', locales: { de: { title: '{used} {limit}' } } }
  expect(title(copy, {})).toBe('API requests: 100')
  expect(title(copy, {}, 'de-AT')).toBe('100 Anfragen')
  expect(title(copy, {}, 'de')).toBe('100 API requests')
  expect(title(copy, { config: configuration() })).toBe('API calls: 100')
  const gate = { moment: { kind: 'gate', feature: 'auditLog' } }
  expect(title({ title: '{feature} comes with Pro' }, gate)).toBe('Audit log comes with Pro')
  expect(title({ title: 'Pro has {feature}' }, gate)).toBe('Pro has audit log')
})

test('why it is there is said in plain words, by what made it due', () => {
  document.documentElement.lang = 'en'
  expect(drawn({}).why).toBe('Your plan includes 100 API calls, and 100 are in use.')
  const gate: Moment = { kind: 'gate', feature: 'sso' }
  expect(drawn({}, {}, { moment: gate }).why).toBe('You opened a feature that your plan does not include.')
})

test('checkout carries plan, quantity, ids and where to come back to', () => {
  const primary = {
    kind: 'checkout',
    label: 'Buy',
    url: '/pay?{plan}&{quantity}&{userId}&{accountId}&{promptId}&{returnUrl}',
    plan: 'pro',
    quantity: 5,
    returnUrl: '/app?from={promptId}',
  } as const
  const { href } = drawn({ primary }, { userId: 'u 1', groupId: 'acme' }).primary
  const back = encodeURIComponent(`${location.origin}/app?from=records-full`)
  expect(href).toBe(`/pay?pro&5&u%201&acme&records-full&${back}`)
})

test('a picture that is no http(s) address is left out', () => {
  expect(drawn({ picture: { src: '/p.png', alt: 'A plan' } }).picture).toEqual({
    src: '/p.png',
    alt: 'A plan',
  })
  expect(drawn({ picture: { src: 'data:image/png,', alt: '' } }).picture).toBeNull()
})

test('a share is told in whole percents as people reckon: 0.29 of 1 is 29', () => {
  const share = (used: number, max: number) =>
    drawn({ title: '{percent} %' }, {}, { moment: { ...FULL, used, max } }).title
  expect([share(0.29, 1), share(99.99, 100), share(2, 3)]).toEqual(['29 %', '99 %', '66 %'])
})

test('a day on which it starts anew is not told when it is over', () => {
  const at = Date.UTC(2026, 10, 22, 12)
  const reset = (resetsAt: number) =>
    drawn({ title: 'Again {resets|soon}' }, {}, { moment: { ...FULL, at, resetsAt } }).title
  expect([reset(at - 1), reset(at + 86_400_000)]).toEqual(['Again soon', 'Again Mon, Nov 23'])
})

test('a name that is written the other way than the copy leaves what is beside it in its order', () => {
  expect(fill('{account}: 5', { account: 'شركة' }, 'en')).toBe('\u2068شركة\u2069: 5')
  expect(fill('{account}: 5', { account: 'Acme' }, 'en')).toBe('Acme: 5')
  expect(fill('{account}، 5', { account: 'Acme Inc.' }, 'ar')).toBe('\u2068Acme Inc.\u2069، 5')
  expect(address('/{account}', { account: 'شركة' })).toBe(`/${encodeURIComponent('شركة')}`)
})
