import type { Translate } from '../src/core/index.ts'
import { toDocument } from './html.ts'
import { type Frame, Layout } from './layout.tsx'
import { Ways } from './partials/links.tsx'

/** One address of the operator API, as its document has it. */
export interface ReferenceOperation {
  readonly id: string
  readonly method: string
  readonly path: string
  readonly summary: string
  readonly description: string
  readonly scope: string
  /** `limit (query)`, and what it is */
  readonly parameters: readonly { readonly name: string; readonly words: string }[]
  /** JSON or a file, as it is sent */
  readonly example?: string
  readonly problems: readonly { readonly status: string; readonly types: readonly string[] }[]
}
export interface ApiReferenceScreen extends Frame {
  readonly document: string
  readonly groups: readonly { readonly name: string; readonly operations: readonly ReferenceOperation[] }[]
}

/** The operator API for people who write programs: its words are those of the document, in English. */
export const renderApiReference = (screen: ApiReferenceScreen, t: Translate): string =>
  toDocument(
    <Layout frame={screen} t={t} title={t({ id: 'view.api.title' })} script={false}>
      <h1>{t({ id: 'view.api.title' })}</h1>
      <p>{t({ id: 'view.api.lead' })}</p>
      <Ways links={[{ href: screen.document, label: { id: 'view.api.document' } }]} t={t} after={false} />
      {screen.groups.map(({ name, operations }) => (
        <section key={name} aria-labelledby={`api-${name}`}>
          <h2 id={`api-${name}`} lang="en">
            {name}
          </h2>
          {operations.map(operation => (
            <Operation key={operation.id} operation={operation} t={t} />
          ))}
        </section>
      ))}
    </Layout>,
  )

function Operation({ operation, t }: { readonly operation: ReferenceOperation; readonly t: Translate }) {
  const { method, path, summary, description, scope, parameters, example, problems } = operation
  return (
    <details class="developer">
      <summary lang="en">
        {method} {path} — {summary}
      </summary>
      <dl>
        {description && (
          <div>
            <dt>{t({ id: 'view.api.about' })}</dt>
            <dd lang="en">{description}</dd>
          </div>
        )}
        <div>
          <dt>{t({ id: 'view.api.scope' })}</dt>
          <dd>{scope}</dd>
        </div>
        {parameters.map(({ name, words }) => (
          <div key={name}>
            <dt lang="en">{name}</dt>
            <dd lang="en">{words}</dd>
          </div>
        ))}
        {example && (
          <div>
            <dt>{t({ id: 'view.api.example' })}</dt>
            <dd>{example}</dd>
          </div>
        )}
        {problems.map(({ status, types }) => (
          <div key={status}>
            <dt>{t({ id: 'view.api.problems', values: { status } })}</dt>
            <dd>{types.join(', ')}</dd>
          </div>
        ))}
      </dl>
    </details>
  )
}
