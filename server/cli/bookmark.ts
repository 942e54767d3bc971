import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'

type Mark = { readonly size: number; readonly changedAt: number; readonly line: number }

/**
 * How far the import of a file has come, noted beside it. A file that changed since is another one. Where nothing can be
 * written an interrupted import begins anew, which is slower but changes nothing.
 */
export const openBookmark = (file: string) => {
  const path = `${file}.progress`
  const { size, mtimeMs: changedAt } = statSync(file)
  return {
    /** The last line that was taken; null = none. */
    line: lineIn(path, { size, changedAt }),
    put: (line: number): void => {
      try {
        writeFileSync(path, JSON.stringify({ size, changedAt, line } satisfies Mark))
      } catch {}
    },
    remove: (): void => rmSync(path, { force: true }),
  }
}

const lineIn = (path: string, file: Omit<Mark, 'line'>): number | null => {
  try {
    const mark = JSON.parse(readFileSync(path, 'utf8')) as Mark
    return mark.size === file.size && mark.changedAt === file.changedAt ? mark.line : null
  } catch {
    return null
  }
}
