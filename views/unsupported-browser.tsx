import type { Translate } from '../src/core/index.ts'
import { toDocument } from './html.ts'
import { type Frame, Layout } from './layout.tsx'
import { Help } from './partials/help.tsx'

export interface UnsupportedBrowserScreen extends Frame {
  /** Which to get: `{ name: 'Firefox', version: '115' }`. */
  readonly browsers: readonly { readonly name: string; readonly version: string }[]
}

/** For a browser that lacks what is needed: says which to get. */
export const renderUnsupportedBrowser = (screen: UnsupportedBrowserScreen, t: Translate): string =>
  toDocument(
    <Layout frame={screen} t={t} title={t({ id: 'view.browser.title' })} script={false}>
      <h1>{t({ id: 'view.browser.title' })}</h1>
      <p>{t({ id: 'view.browser.body' })}</p>
      <ul>
        {screen.browsers.map(browser => (
          <li key={browser.name}>{t({ id: 'view.browser.newer', values: { ...browser } })}</li>
        ))}
      </ul>
      <p>{t({ id: 'view.browser.help' })}</p>
      <Help frame={screen} t={t} />
    </Layout>,
  )
