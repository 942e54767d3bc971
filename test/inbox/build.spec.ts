import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliDecompressSync } from 'node:zlib'
import { expect, test } from '@playwright/test'

const DIST = join(import.meta.dirname, '../../dist')

for (const folder of ['inbox', 'inbox/assets', 'widget'])
  test(`compressed copies in ${folder} are what they are copies of`, () => {
    const copies = readdirSync(join(DIST, folder)).filter((name) => name.endsWith('.br'))
    expect(copies.length).toBeGreaterThan(0)
    for (const name of copies) {
      const copy = brotliDecompressSync(readFileSync(join(DIST, folder, name)))
      expect(copy.equals(readFileSync(join(DIST, folder, name.slice(0, -'.br'.length)))), name).toBe(true)
    }
  })
