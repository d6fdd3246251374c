/**
 * Where a person is signed in, and which browsers are remembered: each can be ended or forgotten with one press. Wants no
 * fresh proof, since ending something opens no door. Invariant: nothing of another account is shown or ended.
 */
import { z } from 'zod'
import { defineStep, type Flow, type StepContext } from '../../flow-engine/index.ts'
import { recordAudit } from '../../operations/audit.ts'
import { endSessionForGood, endSessionsOfAccount } from '../../operations/sessions.ts'
import { addSeconds, minutes } from '../../platform/index.ts'
import { loadAccountScene, signedOutStep } from '../../steps/index.ts'
import { type Reader, type Transaction, together } from '../../store/index.ts'
import { deleteKnownDevice, findDevicesOfAccount, findKnownDevices } from '../../store/known-devices.ts'
import { findOpenSessions, sessionHash } from '../../store/sessions.ts'
import { type SessionsScene, sessionsPage } from './page.ts'

const ending = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('session'), id: z.string() }),
  z.object({ kind: z.literal('others') }),
  z.object({ kind: z.literal('device'), id: z.string() }),
])
const sessionsFacts = z.object({ freshSession: z.boolean().optional(), ending })
type SessionsFacts = z.output<typeof sessionsFacts>

const choose = defineStep<SessionsFacts, SessionsScene>()({
  name: 'choose-session',
  needs: [],
  gives: ['ending'],
  required: () => true,
  input: z.object({ action: z.string('choose-one').max(100, 'choose-one') }),
  limits: ['address'],
  texts: ['problem.choose-one', 'problem.session-gone', 'notice.session-ended', 'notice.device-forgotten'],
  page: (_facts, scene, context) => sessionsPage(scene, context),
  async handle(_context, _facts, { sessions, devices }, { action }) {
    if (action === 'end-others') return { kind: 'advance', facts: { ending: { kind: 'others' } } }
    const [verb, id = ''] = action.split(':')
    if (verb === 'end' && sessions.some(session => session.id === id && !session.isThis))
      return { kind: 'advance', facts: { ending: { kind: 'session', id } } }
    if (verb === 'forget' && devices.some(device => device.id === id))
      return { kind: 'advance', facts: { ending: { kind: 'device', id } } }
    return { kind: 'retry', problem: 'session-gone' }
  },
})

async function loadScene(
  read: Reader,
  context: Pick<StepContext, 'house' | 'now' | 'ask' | 'visitor'>,
): Promise<SessionsScene> {
  const scene = await loadAccountScene(read, context)
  const { house, now, visitor } = context
  if (!scene.person) return { ...scene, sessions: [], devices: [] }
  const { accountId, sessionUid } = scene.person
  const { sealer, settings } = house
  const limits = { at: now, idleSince: addSeconds(now, -settings.sessions.idle_seconds) }
  const [sessions, devices, here] = await together(read, each =>
    Promise.all([
      findOpenSessions(each, sealer, accountId, limits),
      findDevicesOfAccount(each, accountId, now),
      findKnownDevices(each, sealer, visitor.deviceToken, now),
    ]),
  )
  const own = sessionHash(sealer, sessionUid)
  return {
    ...scene,
    sessions: sessions.map(({ uidHash, ...session }) => ({
      ...session,
      id: uidHash.toString('hex'),
      isThis: uidHash.equals(own),
    })),
    devices: devices.map(device => ({ ...device, isThis: here.some(({ id }) => id === device.id) })),
  }
}

export const sessionsFlow: Flow<SessionsFacts, SessionsScene> = {
  name: 'sessions',
  entry: { path: '/account/sessions', needs: 'session' },
  ttl: minutes(30),
  facts: sessionsFacts,
  given: [],
  steps: [signedOutStep<SessionsFacts, SessionsScene>(), choose],
  scene: (read, _facts, context) => loadScene(read, context),
  async complete(tx, { ending }, scene, context) {
    if (!scene.person) return { kind: 'denied', problem: 'session-ended' }
    const { accountId, sessionUid } = scene.person
    const { house } = context
    const done = (notice: string) => ({ kind: 'done', to: '/account/sessions', notice }) as const
    // ended in another tab: what the person wanted is so
    if (ending.kind === 'session') {
      await endSessionForGood(tx, house, { uidHash: Buffer.from(ending.id, 'hex'), accountId }, 'ended-by-person')
      return done('session-ended')
    }
    if (ending.kind === 'others') {
      await endSessionsOfAccount(tx, house, accountId, 'ended-by-person', { sessionUid })
      return done('sessions-ended')
    }
    if (await deleteKnownDevice(tx, accountId, ending.id)) await auditForgotten(tx, accountId, context)
    return done('device-forgotten')
  },
}

const auditForgotten = (tx: Transaction, accountId: string, { house, ask, flow, visitor }: StepContext) =>
  recordAudit(tx, house, {
    type: 'account.device-forgotten',
    outcome: 'success',
    actor: accountId,
    accountId,
    organizationId: ask.organization,
    correlationId: flow.id,
    reference: flow.reference,
    details: { ip: visitor.ip, device: visitor.userAgent },
  })
