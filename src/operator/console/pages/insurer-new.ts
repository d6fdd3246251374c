import { type ConsoleForm, type ConsolePage, typedForm } from '../../../core/console/index.ts'
import { text } from '../../../core/index.ts'
import { Refused } from '../../api/index.ts'
import { Problem } from '../../api/problems.ts'
import { type ConsoleModule, FormTrouble, type Place, type Typed } from '../contract.ts'
import { insurerForm, insurerOf, type Protocol, protocols } from './insurer-form.ts'
import { publishedSections } from './insurer-metadata.ts'
import { home, line } from './parts.ts'

const list = { href: '/console/insurers', label: text('console.insurers') }

const choice: ConsoleModule = {
  path: '/console/insurers/new',
  load: async () => ({
    name: 'insurer-new',
    title: text('console.insurers.new'),
    trail: [home, list],
    lead: [text('console.insurers.new.lead')],
    sections: [
      {
        kind: 'ways',
        ways: protocols.map(protocol => ({
          href: `/console/insurers/new/${protocol}`,
          label: text(`console.insurers.protocol.${protocol}`),
          help: text(`console.insurers.protocol.${protocol}.help`),
        })),
      },
    ],
  }),
}

/** First look at what it publishes, then add it. */
const previewForm = (protocol: Protocol): ConsoleForm => ({
  kind: 'form',
  act: 'preview',
  heading: text('console.insurers.preview'),
  lead: [text('console.insurers.preview.lead')],
  fields: [
    line('address', `console.insurers.address.${protocol}`, '', {
      hint: true,
      inputmode: 'url',
      isCode: true,
      isOptional: protocol === 'saml',
      paths: ['body.address', 'body'],
    }),
    ...(protocol === 'saml'
      ? [
          {
            kind: 'textarea',
            name: 'metadata',
            label: text('console.insurers.metadata'),
            hint: text('console.insurers.metadata.hint'),
            rows: 4,
            isCode: true,
            isOptional: true,
          } as const,
        ]
      : []),
  ],
  submit: text('console.insurers.preview.submit'),
})

const pageOf = (protocol: Protocol, sections: ConsolePage['sections']): ConsolePage => ({
  name: `insurer-new-${protocol}`,
  title: text(`console.insurers.new.${protocol}`),
  trail: [home, list, { href: '/console/insurers/new', label: text('console.insurers.new') }],
  sections,
})

const protocolOf = ({ params }: Place): Protocol => {
  const protocol = protocols.find(each => each === params.protocol)
  if (!protocol) throw new Refused(new Problem('not-found'), '')
  return protocol
}

async function preview(place: Place, typed: Typed): Promise<ConsolePage> {
  const protocol = protocolOf(place)
  const [address, metadata] = [typed.maybe('address'), typed.maybe('metadata')]
  if (!address && !metadata) throw new FormTrouble({ field: 'address', said: text('console.insurers.address.wanted') })
  const body = protocol === 'saml' && !address ? { protocol, metadata } : { protocol, address }
  const published = (await place.api.call('insurers.preview', { body: body as never })).body
  const issuer = published.issuer ?? address
  const given =
    protocol === 'oidc'
      ? { ...(issuer ? { issuer } : {}) }
      : { ...(address ? { metadata_url: address } : metadata ? { metadata_file: metadata } : {}) }
  const form = await insurerForm(place, protocol, { given })
  const shown = pageOf(protocol, [
    ...publishedSections(published),
    form,
    typedForm(previewForm(protocol), typed.values),
  ])
  return { ...shown, name: `${shown.name}-previewed`, ...(published.reached ? { opens: 'create' } : {}) }
}

const addition: ConsoleModule = {
  path: '/console/insurers/new/{protocol}',
  async load(place) {
    const protocol = protocolOf(place)
    return pageOf(protocol, [previewForm(protocol), await insurerForm(place, protocol)])
  },
  acts: {
    preview: { handle: async (place, typed) => ({ page: await preview(place, typed) }) },
    create: {
      secrets: ['secret'],
      async handle(place, typed) {
        const { body } = await place.api.call('insurers.create', { body: insurerOf(typed, protocolOf(place)) })
        return { go: `/console/insurers/${encodeURIComponent(body.id)}`, notice: 'created' }
      },
    },
  },
}

export const insurerAdditions: readonly ConsoleModule[] = [choice, addition]
