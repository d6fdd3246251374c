import type { Field, Language } from '../../src/core/index.ts'
import { describedBy, type FieldProps, HintAndWhy } from './field.tsx'
import { fieldId } from './trouble.tsx'

type DateKind = Extract<Field, { kind: 'date' }>
export type DatePart = 'month' | 'day' | 'year'

/** As people of that language say a date. */
export const dateOrder: Record<Language, readonly [DatePart, DatePart, DatePart]> = {
  en: ['month', 'day', 'year'],
  es: ['day', 'month', 'year'],
}

/** Three text fields: no calendar to page through, no mask to fight. */
export function DateField(props: FieldProps<DateKind>) {
  const { field, t, language, why } = props
  return (
    <fieldset class={why ? 'field wrong' : 'field'} id={fieldId(field.name)} aria-describedby={describedBy(field, why)}>
      <legend>{t(field.label)}</legend>
      <HintAndWhy {...props} />
      <div class="date">
        {dateOrder[language].map(part => {
          const name = `${field.name}_${part}`
          return (
            <div class={part} key={part}>
              <label for={fieldId(name)}>{t({ id: `view.date.${part}` })}</label>
              <input
                type="text"
                id={fieldId(name)}
                name={name}
                value={field.parts?.[part]}
                inputmode="numeric"
                autocomplete={field.autocomplete && `${field.autocomplete}-${part}`}
                aria-invalid={why ? 'true' : undefined}
              />
            </div>
          )
        })}
      </div>
    </fieldset>
  )
}
