import { type Link, type ListPage, type ListRow, type ListSection, type PageContext, text } from '../../core/index.ts'
import { tellDay } from '../../core/moments.ts'
import type { Overview } from './overview.ts'

interface Around {
  /** Flows of the registry that begin at an address; only these are linked. */
  readonly flows: readonly { readonly flow: string; readonly path: string }[]
  readonly ways: readonly Link[]
}

/** Everything about an account, as it stands now, and the way to each change. */
export function hubPage(overview: Overview, context: PageContext, { flows, ways }: Around): ListPage {
  const paths = new Map(
    flows.filter(({ path }) => /^\/account\/[^:]+$/.test(path)).map(({ flow, path }) => [flow, path]),
  )
  const linked = new Set<string>()
  const linksTo = (...names: string[]): { readonly links?: readonly Link[] } => {
    const links = names.flatMap(flow => {
      const href = paths.get(flow)
      if (!href) return []
      linked.add(flow)
      return [{ href, label: text(`http.account.${flow}`) }]
    })
    return links.length > 0 ? { links } : {}
  }
  const sections = [
    signInSection(overview, context, linksTo),
    contactsSection(overview, linksTo),
    usedSection(overview, linksTo),
    wishesSection(overview, linksTo),
  ]
  const others = [...paths.keys()].filter(flow => !linked.has(flow) && !onlyWhereFitting.has(flow))
  const more: ListSection[] =
    others.length > 0 ? [{ heading: text('account.more'), rows: [], ...linksTo(...others) }] : []
  return {
    kind: 'list',
    name: 'account',
    title: text('account.title'),
    sections: [...sections, ...more],
    ways,
  }
}

/** Said in their own rows, where there is something to rename or to open; nowhere else. */
const onlyWhereFitting: ReadonlySet<string> = new Set(['wake-links', 'rename-factor'])

type LinksTo = (...names: string[]) => { readonly links?: readonly Link[] }

function signInSection(overview: Overview, context: PageContext, linksTo: LinksTo): ListSection {
  const { account, factors, recoveryCodes } = overview
  const day = (at: Date) => tellDay(at, context.language, context.organization.timeZone)
  const ownRow = { 'security-question': 'security-question', 'recovery-code': 'recovery-codes' } as const
  const has = (kind: string) => factors.some(factor => factor.kind === kind)
  const password: ListRow = {
    label: text('account.password'),
    lines: [
      account.hasPassword
        ? text('account.changed', { when: day(account.passwordChangedAt ?? account.createdAt) })
        : text('account.no-password'),
    ],
    ...linksTo('change-password'),
  }
  const listed = factors
    .filter(({ kind }) => !(kind in ownRow))
    .map(
      ({ kind, shown, createdAt, lastUsedAt }): ListRow => ({
        label: text(`listed.${kind}`, { shown }),
        lines: [
          text('account.added', { when: day(createdAt) }),
          lastUsedAt ? text('account.used', { when: day(lastUsedAt) }) : text('account.never-used'),
        ],
      }),
    )
  return {
    heading: text('account.sign-in'),
    rows: [
      {
        label: text('account.username'),
        lines: [text('account.value', { value: account.username })],
        ...linksTo('change-username'),
      },
      password,
      ...listed,
      {
        label: text('listed.security-question'),
        lines: [text(has('security-question') ? 'account.question-set' : 'account.question-none')],
        ...linksTo('security-question'),
      },
      {
        label: text('listed.recovery-code'),
        lines: [
          has('recovery-code') ? text('account.codes-left', { count: recoveryCodes }) : text('account.codes-none'),
        ],
        ...linksTo('recovery-codes'),
      },
    ],
    ...linksTo(
      'add-passkey',
      'authenticator',
      ...(has('passkey') || has('totp') ? ['rename-factor'] : []),
      ...(factors.length > 0 ? ['remove-factor'] : []),
    ),
  }
}

const contactsSection = ({ contacts }: Overview, linksTo: LinksTo): ListSection => ({
  heading: text('account.contacts'),
  rows: contacts.map(({ kind, shown, isVerified }) => ({
    label: text(`account.${kind}`, { shown }),
    lines: [text(isVerified ? 'account.verified' : 'account.unverified')],
  })),
  empty: text('account.contacts-none'),
  ...linksTo('add-email', 'add-phone', ...(contacts.length > 0 ? ['remove-contact', 'primary-contact'] : [])),
})

const usedSection = ({ sessions, devices, portals, asleep }: Overview, linksTo: LinksTo): ListSection => ({
  heading: text('account.used-heading'),
  rows: [
    ...(asleep > 0
      ? [
          {
            label: text('account.asleep'),
            lines: [text('account.asleep-count', { count: asleep })],
            ...linksTo('wake-links'),
          },
        ]
      : []),
    {
      label: text('account.devices'),
      lines: [
        text('account.sessions-count', { count: sessions }),
        ...(devices > 0 ? [text('account.devices-count', { count: devices })] : []),
      ],
      ...linksTo('sessions'),
    },
    {
      label: text('account.portals'),
      lines: [text('account.portals-count', { count: portals })],
      ...linksTo('portals'),
    },
    {
      label: text('account.history'),
      lines: [text('account.history-why')],
      links: [{ href: '/account/history', label: text('account.history-see') }],
    },
  ],
})

const wishesSection = ({ account, isTold }: Overview, linksTo: LinksTo): ListSection => ({
  heading: text('account.wishes'),
  rows: [
    {
      label: text('account.language'),
      lines: [
        text(`preferences.language.${account.language}`),
        text(isTold ? 'account.notices-on' : 'account.notices-off'),
      ],
      ...linksTo('preferences'),
    },
  ],
  ...linksTo('close-account'),
})
