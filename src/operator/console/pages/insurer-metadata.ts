import { type ConsoleSection, code, day, lines, tag } from '../../../core/console/index.ts'
import { text } from '../../../core/index.ts'
import { now } from '../../../platform/index.ts'
import type { Called } from '../../api/in-process.ts'

export type Published = Called<'insurers.metadata'>['body']
const soon = 30 * 86_400_000

/** How long a certificate lasts, in a word. */
const lasts = (until: string) => {
  const left = Date.parse(until) - now().getTime()
  if (left < 0) return tag(text('console.insurers.cert.over'), 'bad')
  return left < soon ? tag(text('console.insurers.cert.soon'), 'bad') : tag(text('console.insurers.cert.good'), 'good')
}

/** What an insurer publishes of itself, or why it could not be had. */
export function publishedSections({ reached, problem, issuer, endpoints, certificates }: Published): ConsoleSection[] {
  if (!reached)
    return [
      {
        kind: 'notice',
        tone: 'bad',
        heading: text('console.insurers.not-reached'),
        body: [text('console.insurers.not-reached.lead'), problem ?? ''],
      },
    ]
  return [
    {
      kind: 'facts',
      heading: text('console.insurers.published'),
      facts: [
        { label: text('console.insurers.issuer'), value: code(issuer) },
        ...endpoints.map(({ name, address }) => ({ label: name, value: code(address) })),
      ],
    },
    {
      kind: 'table',
      heading: text('console.insurers.certs'),
      columns: [
        { label: text('console.insurers.cert') },
        { label: text('console.insurers.cert.until') },
        { label: text('console.insurers.state') },
      ],
      rows: certificates.map(({ fingerprint, not_after: until }) => ({
        cells: [lines([code(fingerprint)]), day(until), lasts(until)],
      })),
      empty: text('console.insurers.no-certs'),
    },
  ]
}
