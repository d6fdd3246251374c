/**
 * Which portals know this person, and taking leave of one. Wants no fresh proof, since it opens no door. Invariant: a
 * portal that was disconnected has no token of this person that works, from the same transaction on.
 */
import { z } from 'zod'
import { type ListRow, localized, type PageContext, text } from '../../core/index.ts'
import { defineStep, type Flow } from '../../flow-engine/index.ts'
import { disconnectPortal } from '../../operations/account-portals.ts'
import { addSeconds, minutes } from '../../platform/index.ts'
import { type AccountScene, loadAccountScene, signedOutStep } from '../../steps/index.ts'
import { type AccountPortal, findAccountPortals } from '../../store/account-portals.ts'

const portalsFacts = z.object({ freshSession: z.boolean().optional(), leaving: z.object({ client: z.string() }) })
type PortalsFacts = z.output<typeof portalsFacts>
interface PortalsScene extends AccountScene {
  readonly portals: readonly AccountPortal[]
}

const choose = defineStep<PortalsFacts, PortalsScene>()({
  name: 'choose-portal',
  needs: [],
  gives: ['leaving'],
  required: () => true,
  input: z.object({ action: z.string('choose-one').max(100, 'choose-one') }),
  limits: ['address'],
  texts: ['problem.choose-one', 'problem.portal-gone', 'notice.portal-disconnected'],
  page: (_facts, { portals }, context) => ({
    kind: 'list',
    name: 'portals',
    title: text('portals.title'),
    lead: [text('portals.lead')],
    sections: [{ rows: portals.map(portal => rowOf(portal, context)), empty: text('portals.none') }],
    links: [{ href: '/account', label: text('portals.back') }],
  }),
  async handle(_context, _facts, { portals }, { action }) {
    const client = action.startsWith('leave:') ? action.slice('leave:'.length) : ''
    if (!portals.some(portal => portal.clientId === client)) return { kind: 'retry', problem: 'portal-gone' }
    return { kind: 'advance', facts: { leaving: { client } } }
  },
})

const rowOf = ({ clientId, name, sessions, isOffline }: AccountPortal, { language }: PageContext): ListRow => ({
  label: text('portals.name', { name: localized(name, language) }),
  lines: [
    sessions > 0 ? text('portals.sessions', { count: sessions }) : text('portals.no-session'),
    ...(isOffline ? [text('portals.offline')] : []),
  ],
  action: { value: `leave:${clientId}`, label: text('portals.leave') },
})

export const portalsFlow: Flow<PortalsFacts, PortalsScene> = {
  name: 'portals',
  entry: { path: '/account/portals', needs: 'session' },
  ttl: minutes(30),
  facts: portalsFacts,
  given: [],
  steps: [signedOutStep<PortalsFacts, PortalsScene>(), choose],
  async scene(read, _facts, context) {
    const scene = await loadAccountScene(read, context)
    const { now, house } = context
    const limits = { at: now, idleSince: addSeconds(now, -house.settings.sessions.idle_seconds) }
    return {
      ...scene,
      portals: scene.person ? await findAccountPortals(read, house.sealer, scene.person.accountId, limits) : [],
    }
  },
  async complete(tx, { leaving }, { person }, { house, now, ask, flow, visitor }) {
    if (!person) return { kind: 'denied', problem: 'session-ended' }
    const journey = { flowId: flow.id, reference: flow.reference, ip: visitor.ip, device: visitor.userAgent }
    const leave = { accountId: person.accountId, clientId: leaving.client, organization: ask.organization, journey }
    // in another tab it happened a moment before: what the person wanted is so
    await disconnectPortal(tx, house, leave, now)
    return { kind: 'done', to: '/account/portals', notice: 'portal-disconnected' }
  },
}
