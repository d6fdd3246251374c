import type { Link, Text, Translate } from '../src/core/index.ts'
import { toDocument } from './html.ts'
import { type Frame, Layout } from './layout.tsx'
import { Help } from './partials/help.tsx'
import { Ways } from './partials/links.tsx'
import { Paragraphs } from './partials/words.tsx'

export const errorKinds = [
  /** the flow or interaction is over */
  'expired',
  /** begun in another browser, or the cookie is missing */
  'other-browser',
  /** CSRF token or origin does not fit */
  'stale',
  'bad-request',
  'not-found',
  /** an OAuth request that cannot be sent back to its client */
  'portal',
  'refused',
  'too-many',
  /** 503 */
  'unavailable',
  /** 500 */
  'fault',
] as const
export type ErrorKind = (typeof errorKinds)[number]

export interface ErrorScreen extends Frame {
  readonly kind: ErrorKind
  readonly reference: string
  /** Other words than the kind's own. */
  readonly title?: Text
  readonly lead?: readonly Text[]
  /** Where to go from here: start again, back to the portal. */
  readonly waysOn?: readonly Link[]
  /** What a developer needs (both redirect URIs, the OAuth error). Never passed where it would disclose. */
  readonly developer?: readonly { readonly label: string; readonly value: string }[]
}

/** A kind page for what went wrong, with a way on and the reference code. No trace, no reason that discloses. */
export function renderErrorPage(screen: ErrorScreen, t: Translate): string {
  // what a refusal leaves to do is to call
  const help = <Help frame={screen} reference={screen.reference} t={t} />
  const ways = <Ways links={screen.waysOn} t={t} after={false} />
  const title = screen.title ?? { id: `view.error.${screen.kind}.title` }
  return toDocument(
    <Layout frame={screen} t={t} title={t(title)} isTrouble script={false}>
      <h1>{t(title)}</h1>
      <Paragraphs t={t} texts={screen.lead ?? [{ id: `view.error.${screen.kind}.body` }]} />
      {screen.kind === 'refused' ? [help, ways] : [ways, help]}
      {screen.developer && (
        <details class="developer">
          <summary>{t({ id: 'view.error.developer' })}</summary>
          <dl lang="en">
            {screen.developer.map(({ label, value }) => (
              <div key={label}>
                <dt>{label}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
        </details>
      )}
    </Layout>,
  )
}
