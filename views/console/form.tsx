import { type ConsoleForm, type ConsoleScreen, formKey } from '../../src/core/console/index.ts'
import { safeHref } from '../html.ts'
import { ConsoleFieldView, controlId } from './fields.tsx'
import { type Drawing, Lead, SaidView } from './said.tsx'

interface FormProps {
  readonly form: ConsoleForm
  readonly screen: ConsoleScreen
  readonly drawing: Drawing
}

/** One form. A dangerous one stands in a box; a folded one opens by itself where something is wrong in it. */
export function ConsoleFormView({ form, screen, drawing: { t } }: FormProps) {
  const key = formKey(form)
  const { trouble } = screen
  const isTroubled = trouble?.form === key
  const isFilledIn = form.fields.some(field => field.kind !== 'hidden' && field.standing !== undefined)
  const headingId = `h-${controlId(key, 'form')}`
  const sent = form.act === undefined ? undefined : screen.forms[key]
  const inside = (
    <form
      method={form.act === undefined ? 'get' : 'post'}
      action={sent?.action}
      enctype={form.fields.some(({ kind }) => kind === 'file') ? 'multipart/form-data' : undefined}
      noValidate
    >
      {Object.entries(sent?.hidden ?? {}).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <Lead lead={form.lead} t={t} />
      {form.fields.map(field => {
        if (field.kind === 'hidden')
          return <input key={field.name} type="hidden" name={field.name} value={field.value} />
        const item = isTroubled ? trouble.items.find(each => each.field === field.name) : undefined
        return (
          <ConsoleFieldView
            key={field.name}
            field={field}
            t={t}
            id={controlId(key, field.name)}
            why={item && { said: <WhyWords item={item} t={t} /> }}
          />
        )
      })}
      <div class="sends">
        <button type="submit" class={form.isDangerous ? 'danger' : undefined}>
          {t(form.submit)}
        </button>
        {form.cancel && (
          <a href={safeHref(form.cancel.href)}>
            <SaidView said={form.cancel.label} t={t} />
          </a>
        )}
      </div>
    </form>
  )
  const kind = form.isDangerous ? 'part danger' : 'part'
  if (form.folded)
    return (
      <details class={`${kind} folded`} open={isTroubled || isFilledIn || screen.page.opens === key}>
        <summary>
          <SaidView said={form.folded} t={t} />
        </summary>
        {inside}
      </details>
    )
  return (
    <section class={kind} aria-labelledby={form.heading && headingId}>
      {form.heading && (
        <h2 id={headingId}>
          <SaidView said={form.heading} t={t} />
        </h2>
      )}
      {inside}
    </section>
  )
}

type Item = NonNullable<ConsoleScreen['trouble']>['items'][number]

/** In our words; what the API says besides is in English, as programs get it. */
export const WhyWords = ({ item, t }: { readonly item: Item; readonly t: Drawing['t'] }) => (
  <>
    <SaidView said={item.said} t={t} />
    {item.detail && (
      <>
        {' '}
        <span class="detail" lang="en">
          ({item.detail})
        </span>
      </>
    )}
  </>
)
