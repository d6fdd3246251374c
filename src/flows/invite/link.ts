import { z } from 'zod'
import { type NoticePage, type PageContext, text } from '../../core/index.ts'
import { type Ask, type Completion, defineStep, type Flow, type StepContext } from '../../flow-engine/index.ts'
import { minutes } from '../../platform/index.ts'
import { type AccountScene, loadAccountScene } from '../../steps/index.ts'
import { findClient } from '../../store/clients.ts'
import type { Reader } from '../../store/index.ts'
import { findInvitationByToken, type Invitation } from '../../store/invitations.ts'
import { type LinkFacts, linkFacts } from './facts.ts'

interface LinkScene extends AccountScene {
  readonly invitation?: Invitation
  /** Where the journey ends, as the invitation says. */
  readonly ends?: Pick<Ask, 'organization' | 'organizationGiven' | 'client' | 'targetLinkUri'>
}

/** Used, taken back, too old or never there: one page. */
export const deadInvitation = ({ paths }: PageContext): NoticePage => ({
  kind: 'notice',
  tone: 'dead-end',
  name: 'invitation-dead',
  title: text('invite.dead.title'),
  lead: [text('invite.dead.lead'), text('invite.dead.next')],
  ways: [{ href: paths.signIn, label: text('invite.sign-in') }],
})

/**
 * The page of the link: the same for every mailbox, whether it serves no account, one or several. Looking at it spends
 * nothing, and nor does its button: whoever was forwarded the mail must not use it up.
 */
const openStep = (page: (facts: Pick<LinkFacts, 'token'>, scene: LinkScene) => NoticePage) =>
  defineStep<LinkFacts, LinkScene>()({
    name: 'open-invitation',
    needs: ['token'],
    gives: ['pressed'],
    required: () => true,
    input: z.object({}),
    limits: ['address'],
    texts: ['problem.invite-spent', 'problem.invite-spent.title'],
    page: (facts, scene, context) => (scene.invitation ? page(facts, scene) : deadInvitation(context)),
    handle: async (_context, _facts, { invitation }) =>
      invitation
        ? {
            kind: 'advance',
            facts: { pressed: true },
            audit: { patientId: invitation.patientId, details: { invitation: invitation.id } },
          }
        : { kind: 'deny', problem: 'invite-spent' },
  })

async function loadScene(
  read: Reader,
  { token = '' }: Partial<LinkFacts>,
  context: Pick<StepContext, 'house' | 'now' | 'ask'>,
): Promise<LinkScene> {
  const scene = await loadAccountScene(read, context)
  const invitation = await findInvitationByToken(read, context.house.sealer, token, context.now)
  if (!invitation) return scene
  const { client_id, target_link_uri } = invitation.ends
  const client = client_id === undefined ? undefined : (await findClient(read, client_id))?.object
  return {
    ...scene,
    invitation,
    ends: {
      organization: invitation.organizationId,
      organizationGiven: true,
      ...(client ? { client: { id: client.id, name: client.name, firstParty: client.first_party } } : {}),
      ...(client && target_link_uri ? { targetLinkUri: target_link_uri } : {}),
    },
  }
}

async function goOn({ invitation, ends }: LinkScene): Promise<Completion> {
  if (!invitation || !ends) return { kind: 'denied', problem: 'invite-spent' }
  const { id, patientId } = invitation
  return { kind: 'flow', flow: 'invite', given: { invitation: { id, patient: patientId } }, ends }
}

/** The link of an invitation: its own journey in whichever browser opens it. */
export const invitationFlow: Flow<LinkFacts, LinkScene> = {
  name: 'invitation',
  entry: { path: '/invite/:token', gives: 'token' },
  ttl: minutes(30),
  facts: linkFacts,
  given: ['token'],
  steps: [
    openStep(({ token }) => ({
      kind: 'notice',
      tone: 'plain',
      name: 'invitation',
      title: text('invite.open.title'),
      lead: [text('invite.open.lead'), text('invite.open.needs')],
      submit: text('invite.open.new'),
      ways: [{ href: `/invite/${token}/add`, label: text('invite.open.add') }],
    })),
  ],
  scene: loadScene,
  complete: (_tx, _facts, scene) => goOn(scene),
}

/** The same for who signed in: the record is added to that account. */
export const addByInvitationFlow: Flow<LinkFacts, LinkScene> = {
  name: 'add-by-invitation',
  entry: { path: '/invite/:token/add', needs: 'session', gives: 'token' },
  ttl: minutes(30),
  facts: linkFacts,
  given: ['token'],
  steps: [
    openStep(({ token }, { person }) => ({
      kind: 'notice',
      tone: 'plain',
      name: 'invitation-add',
      title: text('invite.add.title'),
      lead: [text('invite.add.lead', { username: person?.username ?? '' }), text('invite.add.next')],
      submit: text('invite.add.submit'),
      ways: [{ href: `/invite/${token}`, label: text('invite.add.separate') }],
    })),
  ],
  scene: loadScene,
  complete: (_tx, _facts, scene) => goOn(scene),
}
