import { chmodSync, readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { minify } from 'terser'
import { defineConfig, type Plugin, type UserConfig } from 'vite'

const here = import.meta.dirname
const BROWSERS = ['chrome111', 'firefox113', 'safari16.4']

/**
 * Writes `.br` and `.gz` beside every text asset, so that the server only has to pick one. From what is on disk: Vite
 * still fills in names while it generates the bundle.
 */
const precompress: Plugin = {
  name: 'precompress',
  writeBundle({ dir = '' }, bundle) {
    for (const fileName of Object.keys(bundle)) {
      if (!/\.(js|css|html|svg)$/.test(fileName)) continue
      const file = resolve(dir, fileName)
      const source = readFileSync(file)
      writeFileSync(`${file}.br`, brotliCompressSync(source))
      writeFileSync(`${file}.gz`, gzipSync(source, { level: 9 }))
    }
  },
}

/** Properties that the tracker's own parts alone have: no page, no chunk and nothing of the browser's that it uses. */
const OWN_NAMES =
  /^(allow|ask|batches|change|delivery|drop|envelope|expectReply|identity|isGone|isOpen|keep|names|nextAt|onDrop|own|pending|persist|post|ready|record|remove|retry|run|settle|spill|stop|turn|wake)$/

/**
 * Compiled as a whole, on another thread, while it is read: what is asked for there is used at once, and V8 would else
 * compile each function as it is first called, a fourth of the tracker's start. (v8.dev/blog/explicit-compile-hints)
 */
const COMPILE_AT_ONCE = '//# allFunctionsCalledOnLoad'

const brotli = (code: string) => brotliCompressSync(code).length

/**
 * Minifies once more what Oxc has minified, where that is smaller on the wire: mostly because Terser puts a function that
 * is used once in its place.
 */
const squeeze: Plugin = {
  name: 'squeeze',
  async generateBundle(_, bundle) {
    for (const chunk of Object.values(bundle)) {
      if (chunk.type === 'asset') continue
      const { code = '' } = await minify(chunk.code, {
        ecma: 2020,
        module: true,
        compress: { passes: 2, inline: 1 },
        // The hint above; there are no other comments any more.
        format: { quote_style: 3, comments: /^# / },
      })
      if (brotli(code) < brotli(chunk.code)) chunk.code = code
    }
  },
}

/** Puts the content-hashed names of the chunks (from the widget build) where the snippet says `%chunk:name%`. */
const chunkNames: Plugin = {
  name: 'chunk-names',
  renderChunk(code) {
    const manifest: Record<string, { name?: string; file: string }> = JSON.parse(
      readFileSync(resolve(here, 'dist/widget/manifest.json'), 'utf8'),
    )
    const files = new Map(Object.values(manifest).map((chunk) => [chunk.name, chunk.file]))
    return code.replace(/%chunk:(\w+)%/g, (_, name: string) => {
      const file = files.get(name)
      if (!file)
        throw new Error(`The widget build has no chunk named ${name}; it has ${[...files.keys()].join(', ')}`)
      return file
    })
  },
}

/** `npx tidemark` runs the built file itself: npm marks it once, and a new build would lose the mark. */
const executable: Plugin = {
  name: 'executable',
  writeBundle({ dir }) {
    chmodSync(resolve(dir ?? '', 'cli.js'), 0o755)
  },
}

/** Exports the snippet's constants: those are the only ones that Rolldown inlines. Entries have none, so nothing shows. */
const inlineConstants: Plugin = {
  name: 'inline-constants',
  enforce: 'pre',
  transform(code, id) {
    return id.startsWith(resolve(here, 'widget'))
      ? code.replace(/^const (?=[A-Z_]+ = )/gm, 'export const ')
      : null
  },
}

/**
 * elements.js gets copies of its own of what it shares with decide.js: shared, they would be one more chunk, which a
 * browser finds, and asks for, only once it has read the other.
 */
const ownCopies: Plugin = {
  name: 'own-copies',
  enforce: 'pre',
  async resolveId(source, importer = '') {
    if (!importer.startsWith(resolve(here, 'widget/elements')) || !source.startsWith('../')) return null
    const found = await this.resolve(source, importer, { skipSelf: true })
    return found && `${found.id}?elements`
  },
}

const app = (root: string, outDir: string, base: string, pages = ['index']): UserConfig => ({
  root: resolve(here, root),
  base,
  build: {
    target: BROWSERS,
    outDir: resolve(here, outDir),
    emptyOutDir: true,
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    rolldownOptions: {
      input: pages.map((page) => resolve(here, root, `${page}.html`)),
      // A preview draws at once what the snippet, whose parts it uses, fetches when it is due.
      checks: { ineffectiveDynamicImport: false },
    },
  },
  plugins: [precompress],
})

/** `vite build --mode X`: the ESM chunks (widget), the script tag that names them (snippet), the two web apps, the server. */
const builds: Record<string, UserConfig> = {
  widget: {
    build: {
      target: BROWSERS,
      outDir: resolve(here, 'dist/widget'),
      emptyOutDir: true,
      manifest: 'manifest.json',
      modulePreload: false,
      // Library mode leaves out Vite's preload helper, which would be a request of its own.
      lib: {
        entry: {
          index: resolve(here, 'widget/index.ts'),
          moments: resolve(here, 'widget/moments.ts'),
          advice: resolve(here, 'widget/advice.ts'),
          decide: resolve(here, 'widget/decide.ts'),
          prompt: resolve(here, 'widget/showing.ts'),
          form: resolve(here, 'widget/form/form.ts'),
          elements: resolve(here, 'widget/elements/elements.ts'),
          'test-mode': resolve(here, 'widget/test-mode.ts'),
        },
        formats: ['es'],
      },
      rolldownOptions: {
        preserveEntrySignatures: 'allow-extension',
        // Spans and the like, inlined: else they become a chunk, and a request, of their own.
        optimization: { inlineConst: { mode: 'all', pass: 3 } },
        output: {
          // The npm entry is named in package.json.
          entryFileNames: ({ name }) => (name === 'index' ? 'index.js' : '[name]-[hash].js'),
          chunkFileNames: '[name]-[hash].js',
          minify: true,
          postBanner: ({ name }) => (/^(moments|decide|prompt|form)$/.test(name) ? COMPILE_AT_ONCE : ''),
          codeSplitting: {
            groups: [
              { name: 'moments', test: /widget\/(moments|moment|fits|shelf|show)\.ts$|core\/match\.ts$/ },
            ],
          },
        },
      },
    },
    plugins: [inlineConstants, ownCopies, squeeze, precompress],
  },
  snippet: {
    build: {
      target: BROWSERS,
      outDir: resolve(here, 'dist/widget'),
      emptyOutDir: false,
      rolldownOptions: {
        input: { tidemark: resolve(here, 'widget/snippet.ts') },
        optimization: { inlineConst: { mode: 'all', pass: 3 } },
        output: {
          format: 'iife',
          entryFileNames: '[name].js',
          postBanner: COMPILE_AT_ONCE,
          minify: { mangleProps: { include: OWN_NAMES } },
        },
      },
    },
    plugins: [inlineConstants, chunkNames, squeeze, precompress],
  },
  // Two threads load the server at every start: a thousand small library files cost them half a second.
  server: {
    build: {
      target: 'node24',
      ssr: true,
      outDir: resolve(here, 'dist/server'),
      emptyOutDir: true,
      minify: false,
      rolldownOptions: {
        input: Object.fromEntries(
          ['main', 'cli', 'lane-worker', 'checkpoint-worker', 'judge-worker'].map((name) => [
            name,
            resolve(here, `server/${name}.ts`),
          ]),
        ),
        output: { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
      },
    },
    ssr: { noExternal: ['typebox', 'kysely'] },
    plugins: [executable],
  },
  inbox: app('server/inbox', 'dist/inbox', '/inbox/', ['index', 'preview', 'frame']),
  demo: app('demo/app', 'dist/demo', '/'),
}

export default defineConfig(({ mode }) => ({
  configFile: false,
  publicDir: false,
  logLevel: 'warn',
  ...builds[mode],
}))
