import { type Language, type LocalText, localized, type Page, type Translate } from '../../src/core/index.ts'
import { Words } from './words.tsx'

interface GoingProps {
  readonly page: Page
  readonly going: LocalText | undefined
  readonly language: Language
  readonly t: Translate
}

/** The line over the title: how far along, or where this leads. */
export function Going({ page, going, language, t }: GoingProps) {
  if (page.progress) return <p class="going">{t({ id: 'view.progress', values: { ...page.progress } })}</p>
  if (!going || page.kind === 'notice' || page.kind === 'list') return null
  return (
    <p class="going">
      <Words t={t} text={{ id: 'view.going', values: { place: localized(going, language) } }} />
    </p>
  )
}
