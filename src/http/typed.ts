import type { Field, Page } from '../core/index.ts'

/** The page with what was typed put back, secrets aside: an error loses nothing. */
export function withTyped(page: Page, body: Readonly<Record<string, unknown>>): Page {
  const typed = (name: string): string | undefined => {
    const value = body[name]
    return typeof value === 'string' ? value.slice(0, 500) : undefined
  }
  if (page.kind === 'choice') {
    const chosen = typed(page.field)
    if (chosen === undefined) return page
    return { ...page, options: page.options.map(option => ({ ...option, checked: option.value === chosen })) }
  }
  if (page.kind !== 'form') return page
  return { ...page, fields: page.fields.map(field => refill(field, typed)) }
}

function refill(field: Field, typed: (name: string) => string | undefined): Field {
  if (field.name === 'answer') return field
  switch (field.kind) {
    case 'password':
    case 'code':
    case 'hidden':
      return field
    case 'date': {
      const parts = {
        day: typed(`${field.name}_day`),
        month: typed(`${field.name}_month`),
        year: typed(`${field.name}_year`),
      }
      const known = Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined))
      return { ...field, parts: { ...field.parts, ...known } }
    }
    case 'checkbox':
      return { ...field, checked: typed(field.name) !== undefined }
    case 'radio':
    case 'select': {
      const chosen = typed(field.name)
      if (chosen === undefined) return field
      return { ...field, options: field.options.map(option => ({ ...option, checked: option.value === chosen })) }
    }
    default: {
      const value = typed(field.name)
      return value === undefined ? field : { ...field, value }
    }
  }
}
