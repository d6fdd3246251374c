import type { SheetSection } from '../../src/core/console/index.ts'
import { mailAccent } from '../branding.ts'
import { HandedLinkSheet } from '../handed-link.tsx'
import { LetterSheet } from '../letter.tsx'
import { type Drawing, Lead, SaidView } from './said.tsx'

interface SheetViewProps {
  readonly section: SheetSection
  readonly at: number
  readonly nonce: string
  readonly drawing: Drawing
}

/** A sheet of paper as it is printed, in the language of whoever it is for. */
export function SheetView({ section, at, nonce, drawing: { t, translators } }: SheetViewProps) {
  const { heading, lead, sheet } = section
  const { accent } = sheet.kind === 'letter' ? sheet.letter.organization : sheet.page.organization
  return (
    <section class={`part paper sheet-${at}`} aria-labelledby={`s-${at}`}>
      <style nonce={nonce}>{`.sheet-${at} .letter{--accent:${mailAccent(accent)}}`}</style>
      <div class="screen">
        <h2 id={`s-${at}`}>
          <SaidView said={heading} t={t} />
        </h2>
        <Lead lead={lead} t={t} />
        <button type="button" class="second" data-print hidden>
          {t({ id: 'view.console.print' })}
        </button>
      </div>
      <div class="letter" lang={sheet.kind === 'letter' ? sheet.letter.language : sheet.page.language}>
        {sheet.kind === 'letter' ? (
          <LetterSheet letter={sheet.letter} translators={translators} heading="h3" />
        ) : (
          <HandedLinkSheet page={sheet.page} translators={translators} heading="h3" />
        )}
      </div>
    </section>
  )
}
