import { deviceWords } from '../../core/devices.ts'
import {
  type Link,
  type ListPage,
  type ListRow,
  localized,
  type PageContext,
  type Text,
  text,
} from '../../core/index.ts'
import { tellMoment } from '../../core/moments.ts'
import type { HistoryEntry, HistoryPage } from '../../operations/account-history.ts'

/** What happened to an account, newest first; acts of staff included. */
export function historyPage(
  { entries, older }: HistoryPage,
  context: PageContext,
  { isFirst, mayDeny }: { readonly isFirst: boolean; readonly mayDeny: boolean },
): ListPage {
  const links: Link[] = [
    ...(older ? [{ href: `/account/history?before=${older}`, label: text('account.history-older') }] : []),
    ...(isFirst ? [] : [{ href: '/account/history', label: text('account.history-newest') }]),
    { href: '/account', label: text('portals.back') },
  ]
  return {
    kind: 'list',
    name: 'history',
    title: text('account.history'),
    lead: [text('account.history-lead')],
    sections: [{ rows: entries.map(entry => rowOf(entry, context, mayDeny)), empty: text('account.history-none') }],
    links,
  }
}

const rowOf = (entry: HistoryEntry, { language, organization }: PageContext, mayDeny: boolean): ListRow => ({
  label: text(entry.text),
  ...(entry.by === 'staff' ? { tag: text('account.by-staff') } : {}),
  lines: [
    text('account.value', { value: tellMoment(entry.at, language, organization.timeZone) }),
    ...(entry.portal ? [text('account.at-portal', { portal: localized(entry.portal, language) })] : []),
    ...placeOf(entry),
  ],
  ...(mayDeny && entry.mayDeny
    ? { links: [{ href: `/account/history/${entry.id}/not-me`, label: text('account.not-me') }] }
    : {}),
})

const placeOf = ({ device, network }: HistoryEntry): Text[] => [
  ...(device ? [deviceWords(device)] : []),
  ...(network ? [text('account.network', { network })] : []),
]
