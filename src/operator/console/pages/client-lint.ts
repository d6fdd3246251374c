import {
  type ConsoleField,
  type ConsoleForm,
  type ConsolePage,
  type NoticeSection,
  typedForm,
} from '../../../core/console/index.ts'
import { type Text, text } from '../../../core/index.ts'
import { type Finding, type LintedClient, lintRedirects } from '../../../core/redirect-lint.ts'
import { FormTrouble, type Typed } from '../contract.ts'

const said = ({ rule, uri }: Finding): Text => text(`console.lint.${rule}`, { uri })

/**
 * What was typed, looked at: addresses that stood before are not held against whoever changes something else.
 * @throws FormTrouble of those that cannot work
 * @returns those that are mostly a mistake
 */
export function lintTyped(
  typed: Typed,
  type: LintedClient['application_type'],
  before: readonly string[] = [],
): readonly Finding[] {
  const findings = lintRedirects({
    application_type: type,
    redirect_uris: typed.lines('redirect_uris'),
    post_logout_redirect_uris: typed.lines('post_logout_redirect_uris'),
  }).filter(({ uri }) => !before.includes(uri))
  // what is no address at all the API says, with whatever else is wrong in the form
  const errors = findings.filter(({ severity, rule }) => severity === 'error' && rule !== 'no-address')
  if (errors.length > 0) throw new FormTrouble(...errors.map(each => ({ field: each.field, said: said(each) })))
  return findings.filter(({ severity }) => severity === 'warning')
}

/** What could be better about the addresses of a client that is registered. */
export function lintNotice(client: LintedClient): readonly NoticeSection[] {
  const findings = lintRedirects(client)
  if (findings.length === 0) return []
  const isBad = findings.some(({ severity }) => severity === 'error')
  return [
    {
      kind: 'notice',
      tone: isBad ? 'bad' : 'plain',
      heading: text('console.lint.heading'),
      body: findings.map(said),
    },
  ]
}

const looked: ConsoleField = { kind: 'checkbox', name: 'looked', label: text('console.lint.looked') }

/** The form once more, with what should be looked at before it is sent again. */
export const warnedPage = (
  page: ConsolePage,
  form: ConsoleForm,
  typed: Typed,
  findings: readonly Finding[],
): ConsolePage => {
  const filled = typedForm(form, typed.values)
  return {
    ...page,
    name: `${page.name}-warned`,
    sections: [
      { kind: 'notice', tone: 'plain', heading: text('console.lint.first'), body: findings.map(said) },
      { ...filled, fields: [...filled.fields, looked] },
    ],
  }
}
