import { type ConsoleScreen, type ConsoleTrouble, formKey, formsOf } from '../../src/core/console/index.ts'
import type { Language, Translate } from '../../src/core/index.ts'
import { toDocument } from '../html.ts'
import { Words } from '../partials/words.tsx'
import { controlId } from './fields.tsx'
import { WhyWords } from './form.tsx'
import { ConsoleLayout } from './layout.tsx'
import { Lead, LinkList, SaidView } from './said.tsx'
import { SectionView } from './sections.tsx'

/** Draws one page of the console, whatever stands on it. */
export function renderConsole(screen: ConsoleScreen, translators: (language: Language) => Translate): string {
  const { page, notice, trouble, language } = screen
  const t = translators(language)
  const drawing = { t, language, timeZone: screen.timeZone, translators }
  return toDocument(
    <ConsoleLayout screen={screen} t={t}>
      {trouble && <Summary trouble={trouble} screen={screen} t={t} />}
      {notice && (
        <div class="news" role="status">
          <Words t={t} text={notice} />
        </div>
      )}
      <h1>
        <SaidView said={page.title} t={t} />
      </h1>
      <Lead lead={page.lead} t={t} />
      <LinkList links={page.links} t={t} label="begins" />
      {page.sections.map((section, index) => (
        <SectionView key={index} section={section} at={index} screen={screen} drawing={drawing} />
      ))}
    </ConsoleLayout>,
  )
}

interface SummaryProps {
  readonly trouble: ConsoleTrouble
  readonly screen: ConsoleScreen
  readonly t: Translate
}

/** Takes focus when the page opens, and leads to the fields. */
const Summary = ({ trouble, screen, t }: SummaryProps) => {
  const form = formsOf(screen.page).find(each => formKey(each) === trouble.form)
  return (
    <div class="trouble" role="alert" tabIndex={-1} autofocus aria-labelledby="trouble-heading" data-trouble>
      <h2 id="trouble-heading">{t(trouble.heading)}</h2>
      {trouble.items.length > 0 && (
        <ul>
          {trouble.items.map((item, index) => {
            const field = form?.fields.find(({ name, kind }) => name === item.field && kind !== 'hidden')
            const words = <WhyWords item={item} t={t} />
            return (
              <li key={index}>
                {form && field ? <a href={`#${controlId(formKey(form), field.name)}`}>{words}</a> : words}
              </li>
            )
          })}
        </ul>
      )}
      {trouble.reference && (
        <p>
          {t({ id: 'view.stuck.reference' })} <span class="reference">{trouble.reference}</span>
        </p>
      )}
    </div>
  )
}
