import type { Field, Page, Translate, Trouble } from '../../src/core/index.ts'
import { Words } from './words.tsx'

/** Ids of what belongs to a field, made in one place so that links, labels and descriptions meet. */
export const fieldId = (name: string): string => `f-${name}`
export const hintId = (name: string): string => `f-${name}-hint`
export const whyId = (name: string): string => `f-${name}-why`

/** Three fields make a date: trouble with any of them is trouble with the date. */
export const isAbout = (field: Field, troubled: string): boolean =>
  field.name === troubled ||
  (field.kind === 'date' && ['_month', '_day', '_year', '_date'].some(part => troubled === field.name + part))

/** The control that a link of the summary goes to; `undefined` where the page has no such field. */
function targetOf(page: Page, troubled: string, firstDatePart: string): string | undefined {
  if (page.kind === 'choice') return page.field === troubled ? `${fieldId(troubled)}-0` : undefined
  if (page.kind === 'notice' || page.kind === 'list') return undefined
  const field = page.fields.find(one => isAbout(one, troubled))
  if (!field || field.kind === 'hidden') return undefined
  if (field.kind === 'radio') return `${fieldId(field.name)}-0`
  if (field.kind !== 'date') return fieldId(field.name)
  return fieldId(/_(month|day|year)$/.test(troubled) ? troubled : `${field.name}_${firstDatePart}`)
}

interface SummaryProps {
  readonly page: Page
  readonly trouble: Trouble
  readonly t: Translate
  readonly firstDatePart: string
}

/** Takes focus when the page opens, so that a screen reader begins here; without a script by `autofocus` alone. */
export const TroubleSummary = ({ page, trouble, t, firstDatePart }: SummaryProps) => (
  <div class="trouble" role="alert" tabIndex={-1} autofocus aria-labelledby="trouble-heading" data-trouble>
    <h2 id="trouble-heading">
      <Words t={t} text={trouble.heading} />
    </h2>
    {trouble.items.length > 0 && (
      <ul>
        {trouble.items.map(item => {
          const target = item.field && targetOf(page, item.field, firstDatePart)
          return (
            <li key={item.text.id}>
              {target ? (
                <a href={`#${target}`}>
                  <Words t={t} text={item.text} />
                </a>
              ) : (
                <Words t={t} text={item.text} />
              )}
            </li>
          )
        })}
      </ul>
    )}
  </div>
)
