import type { Language } from '../../core/index.ts'
import type { Proof } from '../../factors/index.ts'
import type { StepContext } from '../../flow-engine/index.ts'
import { linkUpstream } from '../../operations/upstreams.ts'
import { proofOfUpstream } from '../../steps/index.ts'
import { updateUpstreamUse } from '../../store/account-upstreams.ts'
import type { Transaction } from '../../store/index.ts'
import { isLinking, type SignInFacts } from './facts.ts'

export type UsedUpstream =
  | { readonly kind: 'used'; readonly proofs: readonly Proof[] }
  | { readonly kind: 'lost'; readonly problem: 'sign-in-ended' | 'insurer-taken' }

/** The sign-in at an insurer, where there was one: still this account's, or tied to it now. */
export async function useUpstream(
  tx: Transaction,
  facts: SignInFacts,
  { language }: { readonly language: Language },
  { house, now, ask, flow, visitor }: StepContext,
): Promise<UsedUpstream> {
  const { account, upstream } = facts
  if (!upstream) return { kind: 'used', proofs: [] }
  const name = { issuer: upstream.issuer, subject: upstream.subject }
  if (!isLinking(facts)) {
    // taken away while the journey was under way
    const isTheirs = await updateUpstreamUse(tx, house.sealer, { accountId: account.id, name }, now)
    return isTheirs ? { kind: 'used', proofs: [] } : { kind: 'lost', problem: 'sign-in-ended' }
  }
  const isLinked = await linkUpstream(
    tx,
    house,
    {
      accountId: account.id,
      language,
      organization: ask.organization,
      ...(ask.signedIn?.accountId === account.id && ask.signedIn.sessionUid
        ? { sessionUid: ask.signedIn.sessionUid }
        : {}),
      journey: { flowId: flow.id, reference: flow.reference, ip: visitor.ip, device: visitor.userAgent },
      link: { insurer: upstream.insurer, name, basis: 'sign-in' },
    },
    now,
  )
  return isLinked
    ? { kind: 'used', proofs: [proofOfUpstream(upstream, account.id)] }
    : { kind: 'lost', problem: 'insurer-taken' }
}
