import {
  type Link,
  type ListPage,
  type ListRow,
  type ListSection,
  type PageContext,
  type Text,
  text,
} from '../../core/index.ts'
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
  const linkTo = (flow: string): Link[] => {
    const href = paths.get(flow)
    if (!href) return []
    linked.add(flow)
    return [{ href, label: text(`http.account.${flow}`) }]
  }
  const linksTo: LinksTo = (...names) => {
    const links = names.flatMap(linkTo)
    return links.length > 0 ? { links } : {}
  }
  const linkAside: LinkAside = (flow, act, name) => {
    const links = linkTo(flow).map(({ href, label }) => ({
      href,
      label: text(`account.do.${act}`),
      name: name ?? label,
    }))
    return links.length > 0 ? { links } : {}
  }
  const sections = [
    signInSection(overview, context, { linksTo, linkAside }),
    contactsSection(overview, { linksTo }),
    usedSection(overview, { linkAside }),
    wishesSection(overview, { linksTo, linkAside }),
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
const onlyWhereFitting: ReadonlySet<string> = new Set([
  'wake-links',
  'rename-factor',
  'remove-factor',
  'remove-contact',
  'link-insurer',
  'unlink-insurer',
  'primary-contact',
])

type LinksTo = (...names: string[]) => { readonly links?: readonly Link[] }
/** One word beside a row, and the whole of it for whoever does not see the row. */
type LinkAside = (
  flow: string,
  act: 'change' | 'choose' | 'get' | 'see' | 'open',
  name?: Text,
) => { readonly links?: readonly Link[] }
interface Linking {
  readonly linksTo: LinksTo
  readonly linkAside: LinkAside
}

function signInSection(overview: Overview, context: PageContext, { linksTo, linkAside }: Linking): ListSection {
  const { account, factors, insurers, recoveryCodes } = overview
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
    ...linkAside('change-password', 'change'),
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
        ...linkAside('change-username', 'change'),
      },
      password,
      ...listed,
      ...insurers.map(
        ({ name, createdAt, lastUsedAt }): ListRow => ({
          label: text('account.insurer', { name }),
          lines: [
            text('account.added', { when: day(createdAt) }),
            lastUsedAt ? text('account.used', { when: day(lastUsedAt) }) : text('account.never-used'),
          ],
        }),
      ),
      {
        label: text('listed.security-question'),
        lines: [text(has('security-question') ? 'account.question-set' : 'account.question-none')],
        ...(has('security-question')
          ? linkAside('security-question', 'change', text('account.question-change'))
          : linkAside('security-question', 'choose')),
      },
      {
        label: text('listed.recovery-code'),
        lines: [
          has('recovery-code') ? text('account.codes-left', { count: recoveryCodes }) : text('account.codes-none'),
        ],
        ...linkAside('recovery-codes', 'get'),
      },
    ],
    ...linksTo(
      'add-passkey',
      'authenticator',
      ...(has('passkey') || has('totp') ? ['rename-factor'] : []),
      ...(factors.length > 0 ? ['remove-factor'] : []),
      ...(overview.mayLinkInsurer ? ['link-insurer'] : []),
      ...(insurers.length > 0 ? ['unlink-insurer'] : []),
    ),
  }
}

function contactsSection({ contacts }: Overview, { linksTo }: Pick<Linking, 'linksTo'>): ListSection {
  const ofKind = (wanted: string) => contacts.filter(({ kind }) => kind === wanted)
  const hasChoice = (kind: string) => ofKind(kind).length > 1
  return {
    heading: text('account.contacts'),
    rows: [...ofKind('email'), ...ofKind('phone')].map(({ kind, shown, isVerified, isPrimary }) => ({
      label: text(`account.${kind}`, { shown }),
      ...(isPrimary && hasChoice(kind) ? { tag: text('account.comes-first') } : {}),
      lines: [text(isVerified ? 'account.verified' : 'account.unverified')],
    })),
    empty: text('account.contacts-none'),
    ...linksTo(
      'add-email',
      'add-phone',
      ...(contacts.length > 0 ? ['remove-contact'] : []),
      ...(hasChoice('email') || hasChoice('phone') ? ['primary-contact'] : []),
    ),
  }
}

const usedSection = (
  { sessions, devices, portals, asleep }: Overview,
  { linkAside }: Pick<Linking, 'linkAside'>,
): ListSection => ({
  heading: text('account.used-heading'),
  rows: [
    ...(asleep > 0
      ? [
          {
            label: text('account.asleep'),
            lines: [text('account.asleep-count', { count: asleep })],
            ...linkAside('wake-links', 'open'),
          },
        ]
      : []),
    {
      label: text('account.devices'),
      lines: [
        text('account.sessions-count', { count: sessions }),
        ...(devices > 0 ? [text('account.devices-count', { count: devices })] : []),
      ],
      ...linkAside('sessions', 'see'),
    },
    {
      label: text('account.portals'),
      lines: [text('account.portals-count', { count: portals })],
      ...linkAside('portals', 'see'),
    },
    {
      label: text('account.history'),
      lines: [text('account.history-why')],
      links: [{ href: '/account/history', label: text('account.do.see'), name: text('account.history-see') }],
    },
  ],
})

const wishesSection = ({ account, isTold }: Overview, { linksTo, linkAside }: Linking): ListSection => ({
  heading: text('account.wishes'),
  rows: [
    {
      label: text('account.language'),
      lines: [
        text(`preferences.language.${account.language}`),
        text(isTold ? 'account.notices-on' : 'account.notices-off'),
      ],
      ...linkAside('preferences', 'change'),
    },
  ],
  ...linksTo('close-account'),
})
