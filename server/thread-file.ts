/** The sources run as TypeScript, the build as JavaScript: a thread's file is of the same kind as this one. */
export const threadFile = (name: string): URL => {
  const file = `./${name}.${import.meta.url.endsWith('.ts') ? 'ts' : 'js'}`
  return new URL(file, import.meta.url)
}
