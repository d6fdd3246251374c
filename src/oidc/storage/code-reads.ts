import Provider from 'oidc-provider'
import { addSeconds, now } from '../../platform/index.ts'
import { type Reader, together } from '../../store/index.ts'
import {
  type FoundArtifact,
  type FoundSession,
  findArtifact,
  findGrantOf,
  findSessionOf,
} from '../../store/oidc-artifacts.ts'

/**
 * The exchange of a code asks for the code, then for its session and its grant, one after the other. They are read in one
 * packet with the code and answered from here, once each: the library asks a moment later, before the code is consumed,
 * as it would have anyway. Whether the account may act is read by the statement that consumes.
 */
interface CodeReads {
  session?: { readonly uidHash: Buffer; readonly found: FoundSession } | undefined
  grant?: { readonly idHash: Buffer; readonly found: FoundArtifact } | undefined
  activeOwner?: string | null | undefined
}
const kept = new WeakMap<object, CodeReads>()

const isExchange = (model: string): boolean =>
  model === 'AuthorizationCode' && Provider.ctx?.oidc.route === 'token' && Provider.ctx.oidc.params?.code !== undefined

/** Finds an artifact; with a code that is exchanged also what is asked for next. */
export async function findWithNext(
  read: Reader,
  model: string,
  idHash: Buffer,
  idleSeconds: number,
): Promise<FoundArtifact | undefined> {
  const at = now()
  const { ctx } = Provider
  if (!ctx || !isExchange(model)) return findArtifact(read, model, idHash, at)
  const [found, session, grant] = await together(read, db =>
    Promise.all([
      findArtifact(db, model, idHash, at),
      findSessionOf(db, model, idHash, { at, idleSince: addSeconds(at, -idleSeconds) }),
      findGrantOf(db, model, idHash, at),
    ]),
  )
  kept.set(ctx, { session, grant })
  return found
}

/** What consumed a code or token says of its account: whoever may not act is null. */
export function keepActiveOwner(activeOwner: string | null): void {
  const { ctx } = Provider
  if (ctx) kept.set(ctx, { ...kept.get(ctx), activeOwner })
}

/** @returns undefined where nothing was read for this request, or something else */
export function takeSession(uidHash: Buffer): FoundSession | undefined {
  const { session } = taken('session')
  return session?.uidHash.equals(uidHash) ? session.found : undefined
}
export function takeGrant(idHash: Buffer): FoundArtifact | undefined {
  const { grant } = taken('grant')
  return grant?.idHash.equals(idHash) ? grant.found : undefined
}
/** Whether the account of what this request has consumed may act; undefined where it must be asked. */
export const takeIsActive = (accountId: string): true | undefined =>
  taken('activeOwner').activeOwner === accountId ? true : undefined

function taken(what: keyof CodeReads): CodeReads {
  const reads = Provider.ctx && kept.get(Provider.ctx)
  if (!Provider.ctx || !reads) return {}
  kept.set(Provider.ctx, { ...reads, [what]: undefined })
  return reads
}
