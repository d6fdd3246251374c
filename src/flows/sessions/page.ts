import { deviceWords } from '../../core/devices.ts'
import { type ListPage, type ListRow, type PageContext, text } from '../../core/index.ts'
import { tellDay, tellMoment } from '../../core/moments.ts'
import { maskedNetwork } from '../../core/networks.ts'
import type { AccountScene } from '../../steps/index.ts'
import type { ListedDevice } from '../../store/known-devices.ts'

interface ShownSession {
  readonly id: string
  readonly device?: string
  readonly ip?: string
  readonly startedAt: Date
  readonly lastActiveAt: Date
  readonly isThis: boolean
}
export interface SessionsScene extends AccountScene {
  readonly sessions: readonly ShownSession[]
  readonly devices: readonly (ListedDevice & { readonly isThis: boolean })[]
}

/** Both lists: what is open now, and what may sign in with a password alone. */
export function sessionsPage({ sessions, devices }: SessionsScene, context: PageContext): ListPage {
  const hasOthers = sessions.some(session => !session.isThis)
  return {
    kind: 'list',
    name: 'sessions',
    title: text('sessions.title'),
    sections: [
      {
        heading: text('sessions.open'),
        lead: [text('sessions.open.lead')],
        rows: [...sessions].sort((a, b) => Number(b.isThis) - Number(a.isThis)).map(each => sessionRow(each, context)),
        ...(hasOthers
          ? { actions: [{ value: 'end-others', label: text('sessions.end-others'), prominent: true }] }
          : {}),
      },
      {
        heading: text('sessions.devices'),
        lead: [text('sessions.devices.lead')],
        rows: devices.map(each => deviceRow(each, context)),
        empty: text('sessions.devices.none'),
      },
    ],
    links: [{ href: '/account', label: text('sessions.back') }],
  }
}

const here = { tag: text('sessions.this') }

function sessionRow(session: ShownSession, { language, organization }: PageContext): ListRow {
  const moment = (at: Date) => tellMoment(at, language, organization.timeZone)
  const network = session.ip ? maskedNetwork(session.ip) : ''
  return {
    label: deviceWords(session.device),
    ...(session.isThis ? here : { action: { value: `end:${session.id}`, label: text('sessions.end') } }),
    lines: [
      text('sessions.began', { when: moment(session.startedAt) }),
      text('sessions.active', { when: moment(session.lastActiveAt) }),
      ...(network ? [text('sessions.network', { network })] : []),
    ],
  }
}

function deviceRow(device: SessionsScene['devices'][number], { language, organization }: PageContext): ListRow {
  const day = (at: Date) => tellDay(at, language, organization.timeZone)
  return {
    label: deviceWords(device.label),
    ...(device.isThis ? here : {}),
    lines: [
      text('sessions.device-since', { when: day(device.createdAt) }),
      text('sessions.device-used', { when: day(device.lastUsedAt) }),
    ],
    action: { value: `forget:${device.id}`, label: text('sessions.forget') },
  }
}
