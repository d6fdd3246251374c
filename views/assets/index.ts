/**
 * What the pages load from us: stylesheet, script, font, mark. Computed once at start; the path carries a hash of the
 * content, so a browser may keep it for ever. Invariant: nothing is ever loaded from anybody else.
 */
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export interface Asset {
  readonly path: string
  readonly type: string
  readonly body: Buffer
  /** May be cached for ever: the path changes with the content. */
  readonly immutable: boolean
}

const here = dirname(fileURLToPath(import.meta.url))
const findRoot = (from: string): string => (existsSync(join(from, 'package.json')) ? from : findRoot(dirname(from)))
/** The sources lie beside `package.json`, whether this runs from there or from `dist/`. */
const read = (name: string): string => readFileSync(join(findRoot(here), 'views/assets', name), 'utf8')

const asset = (name: string, extension: string, type: string, body: Buffer): Asset => {
  const hash = createHash('sha256').update(body).digest('hex').slice(0, 8)
  return { path: `/assets/${name}.${hash}.${extension}`, type, body, immutable: true }
}
const fontFile = '@fontsource-variable/public-sans/files/public-sans-latin-wght-normal.woff2'

const font = asset('public-sans', 'woff2', 'font/woff2', readFileSync(createRequire(import.meta.url).resolve(fontFile)))
const squeeze = (css: string): string =>
  css
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/\s+/g, ' ')
    .replace(/ ?([{};]) ?/g, '$1')
    .trim()
/** In this order: what stands later changes what stands before. */
const styleParts = ['tokens', 'page', 'fields', 'buttons', 'boxes', 'lists', 'modes']
const style = asset(
  'style',
  'css',
  'text/css; charset=utf-8',
  Buffer.from(
    squeeze(
      styleParts
        .map(part => read(`style/${part}.css`))
        .join('')
        .replaceAll('public-sans.woff2', font.path),
    ),
  ),
)
/** On top of the pages' own look, and only where operators work. */
const consoleStyle = asset(
  'console',
  'css',
  'text/css; charset=utf-8',
  Buffer.from(squeeze(read('style/console.css') + read('sheet.css'))),
)
const script = asset('page', 'js', 'text/javascript; charset=utf-8', Buffer.from(read('page.js')))
/** The library's own bundle, then what we do with it: one file, so that one request brings both. */
const passkeyLibrary = join(
  dirname(createRequire(import.meta.url).resolve('@simplewebauthn/browser')),
  '../dist/bundle/index.umd.min.js',
)
const passkey = asset(
  'passkey',
  'js',
  'text/javascript; charset=utf-8',
  Buffer.from(`${readFileSync(passkeyLibrary, 'utf8')}\n${read('passkey.js')}`),
)
const mark = asset('mark', 'svg', 'image/svg+xml', Buffer.from(read('mark.svg')))
const all: readonly Asset[] = [style, consoleStyle, script, passkey, font, mark]

/** Everything to serve, under paths that change with the content. */
export const assets = (): readonly Asset[] => all

/** The paths that templates use. */
export const assetPaths = {
  style: style.path,
  console: consoleStyle.path,
  script: script.path,
  passkey: passkey.path,
  font: font.path,
  mark: mark.path,
} as const

/** Of the printed letter, which carries it inside so that it can be saved and printed anywhere. */
export const letterStyle: string = squeeze(read('letter.css') + read('sheet.css'))
