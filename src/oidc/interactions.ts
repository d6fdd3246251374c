import type { Context } from 'koa'
import type Provider from 'oidc-provider'
import { type Client, errors, type Interaction } from 'oidc-provider'
import { foldEvidence } from '../core/assurance.ts'
import type { Ask } from '../flow-engine/contract.ts'
import { minutes, now } from '../platform/index.ts'
import { findSessionEvidence } from '../store/evidence.ts'
import type { FlowRow } from '../store/flows.ts'
import { updateAndFindArtifactExpiry } from '../store/oidc-artifacts.ts'
import { scopeOfClaim } from './configuration/claim-scopes.ts'
import { objectOf } from './configuration/clients.ts'
import { cookieNames } from './configuration/cookies.ts'
import { flowHints } from './configuration/parameters.ts'
import type { InteractionResult, InteractionView } from './contract.ts'
import { acrRequestOf } from './policy/assurance.ts'
import { stepUpReasons } from './policy/prompts.ts'
import { browserSession, endBrowserSession, type SessionHouse } from './sessions.ts'
import { interactionExpiry } from './storage/adapter.ts'
import { artifactHash, slidingExpiry } from './storage/artifacts.ts'
import { withJourneys } from './storage/journeys.ts'

type Params = Readonly<Record<string, unknown>>
const word = (value: unknown): string | undefined => (typeof value === 'string' && value ? value : undefined)

/**
 * The interaction that this browser's cookie names (its path holds the uid). The session in which it began may have
 * ended meanwhile: then it goes on as if nobody had been signed in, so that the person still ends at the portal.
 */
async function findInteraction(
  house: SessionHouse,
  provider: Provider,
  ctx: Context,
): Promise<Interaction | undefined> {
  const id = provider.createContext(ctx.req, ctx.res).cookies.get(cookieNames(house.settings.issuer).interaction, {
    signed: true,
  })
  const interaction = id ? await provider.Interaction.find(id) : undefined
  if (!interaction) return undefined
  const began = interaction.session
  if (began?.uid) {
    const session = await provider.Session.findByUid(began.uid)
    if (session?.accountId !== began.accountId) {
      interaction.session = undefined
      await interaction.persist()
    }
  }
  return interaction
}

/** What this request has found already. */
const loaded = new WeakMap<Context, Interaction>()

/** What the library asks of the person, in the words of the flows; looking at it counts as activity. */
export async function loadInteraction(
  house: SessionHouse,
  provider: Provider,
  ctx: Context,
): Promise<InteractionView | undefined> {
  const { found: interaction, journeys = [] } = await withJourneys(() => findInteraction(house, provider, ctx))
  if (interaction) loaded.set(ctx, interaction)
  const params: Params = interaction?.params ?? {}
  const client = interaction && (await provider.Client.find(String(params.client_id)))
  if (!interaction || !client) return undefined
  const expiresAt = await moveExpiry(house, interaction, minutes(1))
  if (!expiresAt) return undefined
  const signedIn = await standingOf(house, interaction)
  return viewOf(interaction, client, params, { expiresAt, journeys, ...(signedIn && { signedIn }) })
}

/**
 * Who goes on as the person of the live session, and what that is worth now. Only where every reason to ask is a
 * step-up: for any other the flow would begin with a person, find nothing missing, finish at once and be asked again.
 */
async function standingOf(house: SessionHouse, { prompt, session }: Interaction): Promise<Ask['signedIn']> {
  if (!session?.accountId || !session.uid) return undefined
  if (prompt.name !== 'consent' && !prompt.reasons.every(reason => stepUpReasons.has(reason))) return undefined
  const { accountId, uid } = session
  const at = now()
  const evidence = await findSessionEvidence(house.db, house.sealer, { uid, accountId }, at)
  const assurance = foldEvidence(evidence, {}, at)
  return { accountId, sessionUid: uid, ...(assurance && { acr: assurance.acr }) }
}

/** "I need more time": fifteen minutes from now, within the interaction's hour. @returns when it ends now */
export async function extendInteraction(
  house: SessionHouse,
  provider: Provider,
  ctx: Context,
): Promise<Date | undefined> {
  const interaction = await findInteraction(house, provider, ctx)
  return interaction && moveExpiry(house, interaction, 0)
}

/** @param worth seconds that a move must gain to be written */
async function moveExpiry(house: SessionHouse, interaction: Interaction, worth: number): Promise<Date | undefined> {
  const { uid, exp } = interaction
  const at = now()
  const until = slidingExpiry(house, 'Interaction', at, new Date(exp * 1000))
  const standing = interactionExpiry(interaction)
  if (standing && until.getTime() - standing.getTime() <= worth * 1000) return standing
  return updateAndFindArtifactExpiry(house.db, 'Interaction', artifactHash(house, 'Interaction', uid), {
    at,
    until,
    worth,
  })
}

interface ViewFacts {
  readonly expiresAt: Date
  readonly journeys: readonly FlowRow[]
  readonly signedIn?: NonNullable<Ask['signedIn']>
}

function viewOf(interaction: Interaction, client: Client, params: Params, facts: ViewFacts): InteractionView {
  const object = objectOf(client)
  const { name, reasons } = interaction.prompt
  const request = acrRequestOf(params, object)
  const loginHint = word(params.login_hint)
  const targetLinkUri = word(params.target_link_uri)
  const idpHint = word(params.idp_hint)
  const idp = word(params.idp)
  const uiLocales = word(params.ui_locales)
  const flow = flowHints.find(hint => hint === params.vestibule_flow)
  return {
    uid: interaction.uid,
    prompt: name === 'consent' ? 'consent' : 'login',
    reasons,
    client: object,
    returnTo: interaction.returnTo,
    expiresAt: facts.expiresAt,
    journeys: facts.journeys,
    ask: {
      organization: object.organization ?? word(params.organization) ?? '',
      client: { id: object.id, name: object.name, firstParty: object.first_party },
      interactionUid: interaction.uid,
      ...(request.values.length > 0 && { acr: request.values }),
      floor: request.floor,
      forceAuthentication: reasons.some(reason => reason === 'login_prompt' || reason === 'max_age'),
      ...(loginHint && { loginHint }),
      ...(targetLinkUri && { targetLinkUri }),
      ...(idp && { idp }),
      ...(facts.signedIn && { signedIn: facts.signedIn }),
    },
    ...(uiLocales && { uiLocales }),
    ...(flow && { flow }),
    ...(idpHint && { idpHint }),
    ...(name === 'consent' && { scopesToConsent: scopesToConsent(interaction.prompt, params) }),
  }
}

const missingReasons: readonly string[] = ['op_scopes_missing', 'op_claims_missing']

/** What the person would give: scopes, and the scopes of claims that are asked for one by one. */
function scopesToConsent({ reasons, details }: Interaction['prompt'], params: Params): string[] {
  // asked though all was granted before (a native app, prompt=consent): then all of it is shown
  const isPartial = reasons.every(reason => missingReasons.includes(reason))
  const missing = details as { missingOIDCScope?: string[]; missingOIDCClaims?: string[] }
  const scopes = isPartial ? missing.missingOIDCScope : word(params.scope)?.split(' ')
  const claims = isPartial ? missing.missingOIDCClaims : claimsIn(params)
  const ofClaims = (claims ?? []).map(scopeOfClaim).filter(scope => scope !== undefined)
  return [...new Set([...(scopes ?? []), ...ofClaims])]
}

const claimsIn = ({ claims }: Params): string[] =>
  typeof claims === 'string'
    ? Object.values(JSON.parse(claims) as Record<string, object>).flatMap(members => Object.keys(members))
    : []

/**
 * Keeps the result and sends the browser back to the library, which answers the portal. Another person's session ends
 * here, since the library would show a bare page that posts itself.
 * @returns false where the interaction expired or belongs to another browser
 */
export async function finishInteraction(
  house: SessionHouse,
  provider: Provider,
  ctx: Context,
  result: InteractionResult,
): Promise<boolean> {
  const interaction = loaded.get(ctx) ?? (await findInteraction(house, provider, ctx))
  if (!interaction) return false
  if (result.kind === 'signed-in') {
    const session = await browserSession(provider, ctx)
    const isOthers = session.accountId !== undefined && session.accountId !== result.accountId
    if (isOthers) await endBrowserSession(house, session, 'someone-else')
    if (interaction.session && (isOthers || interaction.session.uid !== session.uid)) {
      interaction.session = undefined
      await interaction.persist()
    }
  }
  const submission = submissionOf(result)
  interaction.result = 'error' in submission ? submission : { ...interaction.lastSubmission, ...submission }
  try {
    await interaction.persist()
  } catch (error) {
    if (error instanceof errors.SessionNotFound) return false
    throw error
  }
  ctx.status = 303
  ctx.redirect(interaction.returnTo)
  return true
}

function submissionOf(result: InteractionResult) {
  switch (result.kind) {
    case 'signed-in':
      return { login: { accountId: result.accountId, flowId: result.flowId, remember: false } }
    case 'consented':
      return { consent: {} }
    case 'refused':
      return { error: result.error, ...(result.description && { error_description: result.description }) }
  }
}
