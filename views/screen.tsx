import type { Page, Screen, Translate } from '../src/core/index.ts'
import { toDocument } from './html.ts'
import { Layout } from './layout.tsx'
import { ChoiceView } from './pages/choice.tsx'
import { FormView } from './pages/form.tsx'
import { ListView } from './pages/list.tsx'
import { NoticeView } from './pages/notice.tsx'
import { dateOrder } from './partials/date.tsx'
import { Going } from './partials/going.tsx'
import { Notes } from './partials/note.tsx'
import { QrCode } from './partials/qr.tsx'
import { TimeoutWarning } from './partials/timeout.tsx'
import { TroubleSummary } from './partials/trouble.tsx'
import { Items, Paragraphs, Words } from './partials/words.tsx'

const usesPasskeys = (page: Page): boolean =>
  page.passkey !== undefined ||
  (page.actions ?? []).some(action => action.needsPasskey) ||
  (page.kind === 'choice' ? page.options : page.kind === 'form' ? page.fields : []).some(
    each =>
      ('needsPasskey' in each && each.needsPasskey) ||
      ('options' in each && each.options.some(option => option.needsPasskey)),
  )

/** Draws one hosted page. Works as a plain form; what the script adds is named in data attributes. */
export function renderScreen(screen: Screen, t: Translate): string {
  const { page, context, trouble, notice, timeout } = screen
  const frame = { ...context, nonce: screen.nonce, languageSwitch: screen.languageSwitch }
  return toDocument(
    <Layout
      frame={frame}
      t={t}
      title={t(page.title)}
      isTrouble={trouble !== undefined}
      passkey={usesPasskeys(page)}
      below={timeout && <TimeoutWarning timeout={timeout} csrf={screen.csrf} t={t} />}
    >
      {trouble && <TroubleSummary page={page} trouble={trouble} t={t} firstDatePart={dateOrder[context.language][0]} />}
      {notice && (
        <div class="news" role="status">
          <Words t={t} text={notice} />
        </div>
      )}
      <Going page={page} going={context.going} language={context.language} t={t} />
      <h1>{t(page.title)}</h1>
      <Notes notes={trouble?.notes} t={t} />
      <Paragraphs t={t} texts={page.lead} />
      <Items t={t} texts={page.items} />
      {page.qr && <QrCode value={page.qr.value} label={t(page.qr.label)} />}
      <Notes notes={page.notes} t={t} />
      {page.kind === 'form' && <FormView screen={screen} page={page} t={t} />}
      {page.kind === 'choice' && <ChoiceView screen={screen} page={page} t={t} />}
      {page.kind === 'list' && <ListView screen={screen} page={page} t={t} />}
      {page.kind === 'notice' && <NoticeView screen={screen} page={page} t={t} />}
    </Layout>,
  )
}
