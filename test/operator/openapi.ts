import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import type { Route } from '../../src/operator/api/contract.ts'
import type { ApiAnswer } from './world.ts'

// biome-ignore lint/suspicious/noExplicitAny: a document as it came over the wire
export type Document = any

/** Looks at answers with the document alone, as a client of the API would that never saw our schemas. */
export function answersBy(document: Document) {
  const ajv = new Ajv2020({ strict: false, allErrors: false })
  ;(formats as unknown as (to: Ajv2020) => void)(ajv)
  ajv.addSchema(document, 'document')
  const escaped = (part: string) => part.replaceAll('~', '~0').replaceAll('/', '~1')

  /** @returns what is wrong with it; undefined where nothing is */
  return (route: Route, { status, headers, json }: ApiAnswer): string | undefined => {
    const responses = document.paths[route.path][route.method.toLowerCase()].responses
    const told = responses[status]
    if (!told) return `status ${status} is not documented`
    const type = headers.get('content-type')?.split(';')[0]
    if (!type) return told.content ? 'has no body' : undefined
    if (!told.content?.[type]) return `type ${type} is not documented for ${status}`
    if (!/json$/.test(type) || type === 'application/x-ndjson') return undefined
    const at = ['paths', route.path, route.method.toLowerCase(), 'responses', String(status), 'content', type, 'schema']
    const validate = ajv.getSchema(`document#/${at.map(part => encodeURIComponent(escaped(part))).join('/')}`)
    if (!validate) return 'its schema cannot be read'
    return validate(json) ? undefined : ajv.errorsText(validate.errors)
  }
}
