import type { Link, Translate } from '../src/core/index.ts'
import { toDocument } from './html.ts'
import { type Frame, Layout } from './layout.tsx'
import { Ways } from './partials/links.tsx'

export interface LogoutScreen extends Frame {
  /** Of oidc-provider's own form (`/logout/confirm`). */
  readonly action: string
  readonly xsrf: string
}

/** RP-initiated logout (OpenID Connect RP-Initiated Logout 1.0 §6): the person confirms. */
export const renderLogout = (screen: LogoutScreen, t: Translate): string =>
  toDocument(
    <Layout frame={screen} t={t} title={t({ id: 'view.logout.title' })}>
      <h1>{t({ id: 'view.logout.title' })}</h1>
      <p>{t({ id: 'view.logout.body' })}</p>
      <form method="post" action={screen.action}>
        <input type="hidden" name="xsrf" value={screen.xsrf} />
        <button type="submit" class="wide" name="logout" value="yes">
          {t({ id: 'view.logout.yes' })}
        </button>
        {/* nameless: oidc-provider takes any value of `logout` for a yes */}
        <button type="submit" class="second wide below">
          {t({ id: 'view.logout.no' })}
        </button>
      </form>
    </Layout>,
  )

export interface LogoutDoneScreen extends Frame {
  readonly waysOn?: readonly Link[]
}

export const renderLogoutDone = (screen: LogoutDoneScreen, t: Translate): string =>
  toDocument(
    <Layout frame={screen} t={t} title={t({ id: 'view.logout.done.title' })} script={false}>
      <h1>{t({ id: 'view.logout.done.title' })}</h1>
      <p>{t({ id: 'view.logout.done.body' })}</p>
      <Ways links={screen.waysOn} t={t} after={false} />
    </Layout>,
  )
