import type { ComponentChildren } from 'preact'
import type { Page, Screen, Translate } from '../../src/core/index.ts'
import { Actions } from './actions.tsx'
import { Links, Ways } from './links.tsx'
import { Passkey } from './passkey.tsx'

interface PageFormProps {
  readonly screen: Screen
  readonly page: Page
  readonly t: Translate
  /** Address that the page names itself; the step's own otherwise. */
  readonly action?: string
  readonly children?: ComponentChildren
}

/**
 * The one form of a page: its fields, the main button, then the other actions. `novalidate`, since the server's answer
 * is the one that explains, and "send a new code" must not ask for the old one.
 */
export const PageForm = ({ screen, page, t, action, children }: PageFormProps) => (
  <>
    {(page.submit || page.actions || page.passkey) && (
      <form method="post" action={action ?? screen.action} noValidate>
        <input type="hidden" name="csrf" value={screen.csrf} />
        {children}
        {page.passkey && page.passkey.use !== 'sign-in' && <Passkey passkey={page.passkey} t={t} />}
        {page.submit && (
          <button type="submit" class="wide">
            {t(page.submit)}
          </button>
        )}
        {page.passkey?.use === 'sign-in' && <Passkey passkey={page.passkey} t={t} />}
        <Actions actions={page.actions} heading={page.actionsHeading} t={t} />
      </form>
    )}
    <Links links={page.links} t={t} />
    <Ways links={page.ways} t={t} after={page.submit !== undefined} />
  </>
)
