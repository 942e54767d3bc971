import { readFileSync } from 'node:fs'
import { Compile } from 'typebox/compile'
import { expect, test } from 'vitest'
import { checkPrompts } from '../../server/core/check-prompts.ts'
import { DEFAULT_PROMPTS } from '../../server/default-prompts.ts'
import { type DraftablePrompt, PromptSet } from '../../server/wire/prompt.ts'

const schema = Compile(PromptSet)
const [FIRST] = DEFAULT_PROMPTS.prompts
const prompt = (given: Partial<DraftablePrompt>): DraftablePrompt => {
  if (!FIRST) throw new Error('no prompt')
  return { ...FIRST, ...given }
}
const tell = (set: Partial<PromptSet>) =>
  checkPrompts({ ...DEFAULT_PROMPTS, ...set }).map(({ path, wanted }) => `${path}: ${wanted}`)

const demo: unknown = JSON.parse(readFileSync('demo/tidemark.config.json', 'utf8')).prompts
test.each([
  ['defaults', DEFAULT_PROMPTS],
  ['demo', demo as PromptSet],
])('the prompts of the %s have no mistakes', (_, set) => {
  expect(schema.Errors(JSON.parse(JSON.stringify(set)))).toEqual([])
  expect(checkPrompts(set)).toEqual([])
})

test('all mistakes are told at once, each with what would be right', () => {
  const experiment = { id: 'words', unit: 'user', variants: [{ id: 'short', share: 0.5 }] } as const
  const problems = tell({
    contact: { link: 'tel:+49 30 1234' },
    locale: 'a-b',
    segments: { targets: { accounts: ['acme'] } },
    prompts: [
      prompt({ id: 'same', format: 'popover', slot: 'corner', title: '{usd} of {max}' }),
      prompt({
        id: 'same',
        primary: { kind: 'link', label: 'Go', url: 'javascript:alert(1)' },
        locales: { de: { body: 'noch {remainig, one: Satz, other: Sätze}' } },
        experiment: { ...experiment, variants: [...experiment.variants] },
      }),
      prompt({
        id: 'third',
        audience: { lists: { segments: ['target'] } },
        experiment: {
          id: 'words',
          unit: 'account',
          variants: [
            { id: 'short', share: 0.7 },
            { id: 'short', share: 0.6 },
          ],
        },
      }),
    ],
  })
  expect(problems).toEqual([
    '/prompts/1/id: an id of its own: prompt 0 has this one',
    '/prompts/2/experiment/unit: "user", the unit that the experiment has elsewhere',
    '/prompts/2/experiment/variants: the arms that the experiment has elsewhere: short 0.5',
    '/locale: a language tag such as de or pt-BR',
    '/contact/link: an http(s), mailto or site-relative address',
    '/prompts/0/target: the CSS selector of what the popover points at',
    '/prompts/0/slot: nothing: a popover has no slot',
    '/prompts/0/title: {used}?',
    '/prompts/1/locales/de/body: {remaining}?',
    '/prompts/1/primary/url: an http(s), mailto or site-relative address',
    '/prompts/2/audience/lists/segments/0: "targets"?',
    '/prompts/2/experiment/variants: shares of at most 1 in all',
    '/prompts/2/experiment/variants/1/id: a name of its own',
  ])
})

test('a button for an appointment leads somewhere', () => {
  const prompts = [prompt({ primary: { kind: 'book', label: 'Book a call' } })]
  expect(tell({ prompts })).toHaveLength(1)
  expect(tell({ prompts, contact: { link: 'https://cal.example/sales' } })).toEqual([])
})

test('addresses may hold placeholders, also in their host, and only those of addresses', () => {
  const link = (url: string) => tell({ prompts: [prompt({ primary: { kind: 'link', label: 'Go', url } })] })
  expect(link('https://{accountId}.pay.example/{plan|pro}?back={returnUrl}')).toEqual([])
  expect(link('/pay?name={account}')).toHaveLength(1)
})

test.each([
  [1.2, []],
  [80, ['/prompts/0/trigger/at: a share of the limit (1 = 100 %), at most 10']],
])('a limit that is %d of full', (at, mistakes) => {
  expect(tell({ prompts: [prompt({ trigger: { kind: 'limit', limit: '*', at } })] })).toEqual(mistakes)
})

test.each([
  ['{used of {max} records', '{used', '{used}'],
  ['{used} {used, one: record}', '{used, one: record}', 'a form for any other number, too: other: …'],
  ['{usd|many} records', '{usd|many}', '{used}?'],
  ['{used|many} {used, other: records, one: record} {{x', undefined, undefined],
])(
  'a placeholder that customers would see as it stands, or as a hole, is a mistake: %s',
  (title, given, wanted) => {
    const [problem] = checkPrompts({ ...DEFAULT_PROMPTS, prompts: [prompt({ title })] })
    expect([problem?.given, problem?.wanted]).toEqual([given, wanted])
  },
)
