import type { NoticePage, Screen, Translate } from '../../src/core/index.ts'
import { Help } from '../partials/help.tsx'
import { PageForm } from '../partials/page-form.tsx'

/** Something to read; where it is a dead end, the help desk's number, its hours and the reference code. */
export const NoticeView = ({ screen, page, t }: { screen: Screen; page: NoticePage; t: Translate }) => (
  <>
    {page.tone === 'dead-end' && (
      <Help frame={{ ...screen.context, nonce: screen.nonce }} reference={screen.context.reference} t={t} />
    )}
    {page.print && (
      <button type="button" class="second wide no-print" data-print hidden>
        {t(page.print)}
      </button>
    )}
    <PageForm screen={screen} page={page} t={t} />
  </>
)
