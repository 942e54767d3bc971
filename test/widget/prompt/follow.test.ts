import { expect, test } from 'vitest'
import { follow } from '../../../widget/prompt/follow.ts'

const tree = (html: string) => {
  const made = document.createElement('div')
  made.innerHTML = html
  return made
}

test.each([
  ['<h2>80</h2>', '<h2>83</h2>'],
  ['<h2>a</h2><p>b</p>', '<h2>a</h2>'],
  ['<h2>a</h2>', '<h2>a</h2><p>b</p>'],
  ['<h2>a</h2><p>b</p><ul></ul>', '<h2>a</h2><div>c</div><ul><li>d</li></ul>'],
  ['<p>b</p><ul></ul><a href="/a">a</a>', '<ul></ul><a href="/b">b</a>'],
])('%s becomes %s', (before, after) => {
  const here = tree(before)
  follow(here, tree(after))
  expect(here.innerHTML).toBe(after)
})
