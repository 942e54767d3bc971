import { afterEach, expect, test } from 'vitest'
import { createPage } from '../../../widget/page.ts'

const start = location.href
afterEach(() => history.replaceState(null, '', start))

test.each([
  ['/', '/', '/'],
  ['/p', '/p', '/p'],
  ['/p/', '/p/', '/p/'],
  ['/p?token=secret', '/p', '/p'],
  ['/p?token=secret&utm_source=news', '/p', '/p?utm_source=news'],
  ['/p?utm_source=news&utm_source=more&x', '/p', '/p?utm_source=news&utm_source=more'],
  ['/p?utm_source=a?b=/c&x=1', '/p', '/p?utm_source=a?b=/c'],
  ['/p?my_utm_source=1&filter%5Ba%5D=1', '/p', '/p?filter%5Ba%5D=1'],
  ['/p?%E0%A4%A&x=%', '/p', '/p'],
  ['/p#', '/p', '/p'],
  ['/p#part', '/p', '/p'],
  ['/p#access_token=secret/x', '/p', '/p'],
  ['/p#!part', '/p', '/p'],
  ['/p#?x=/1', '/p', '/p'],
  ['/p#/', '/p#/', '/p#/'],
  ['/p#/a/b?code=1', '/p#/a/b', '/p#/a/b'],
  ['/p?x=1#!/a#part?code=1', '/p#!/a#part', '/p#!/a#part'],
])('%s is recorded as the route %s and the address %s', (address, path, url) => {
  const page = createPage(['utm_source', 'filter[a]'])
  history.replaceState(null, '', address)
  expect(page()).toMatchObject({ path, url: location.origin + url })
})

test('what an address becomes is noticed at once, and looked at once', () => {
  const page = createPage()
  history.replaceState(null, '', '/one')
  const one = page()
  expect(page()).toBe(one)
  history.pushState(null, '', '/two')
  expect(page().path).toBe('/two')
  history.replaceState(null, '', '/one')
  expect(page()).toEqual(one)
})
