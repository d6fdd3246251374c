import { interactionPolicy, type KoaContextWithOIDC } from 'oidc-provider'
import { areTermsDue } from '../configuration/claims.ts'
import { objectOf } from '../configuration/clients.ts'
import { assessmentOf, needsMoreProof } from './assurance.ts'
import type { PersonChecks } from './persons.ts'

const { Check, base } = interactionPolicy

/**
 * Who is asked what. Our own checks stand in the `login` prompt, so that `prompt=none` answers `login_required`. Ordered
 * ones replace the library's acr checks, which want equality and would ask a stronger session for ever; those on the
 * person are replaced for the reason that persons.ts gives.
 */
export function promptPolicy(persons: PersonChecks): interactionPolicy.DefaultPolicy {
  const policy = base()
  const login = policy.get('login')
  const consent = policy.get('consent')
  if (!login || !consent) throw new Error('oidc-provider has changed its prompts')
  for (const replaced of ['essential_acrs', 'essential_acr', 'id_token_hint', 'claims_id_token_sub_value'])
    login.checks.remove(replaced)
  for (const check of loginChecks(persons)) login.checks.add(check)
  consent.checks.remove('native_client_prompt')
  consent.checks.add(
    // RFC 8252 §8.6: another app may own the same scheme or port, so a code is never given without a person's act
    new Check('native_app', 'native clients require End-User interaction', 'interaction_required', ctx => {
      const isClaimed = String(ctx.oidc.params?.redirect_uri).startsWith('https:')
      const acted = ctx.oidc.result?.login ?? ctx.oidc.result?.consent
      return ctx.oidc.client?.applicationType === 'native' && !isClaimed && !acted
    }),
    0,
  )
  return policy
}

const isSignedIn = (ctx: KoaContextWithOIDC): boolean => Boolean(ctx.oidc.session?.accountId)
const isKnown = (ctx: KoaContextWithOIDC): boolean => isSignedIn(ctx) && ctx.oidc.account !== undefined

/** A check that is added later does not get the prompt's own error by itself. */
const loginCheck = (
  reason: string,
  description: string,
  check: (ctx: KoaContextWithOIDC) => boolean | Promise<boolean>,
) => new Check(reason, description, 'login_required', check)

/** Reasons that a live session can be kept for: the person gives what is missing and nothing else. */
export const stepUpReasons: ReadonlySet<string> = new Set(['acr', 'terms'])

const loginChecks = (persons: PersonChecks) => [
  loginCheck('account_inactive', 'the account can not be used', ctx => isSignedIn(ctx) && !ctx.oidc.account),
  loginCheck(
    'no_evidence',
    'nothing in this session shows who the End-User is',
    ctx => isKnown(ctx) && !assessmentOf(ctx)?.assurance,
  ),
  loginCheck('id_token_hint', 'the request names another End-User', persons.isHintOfAnother),
  loginCheck('claims_id_token_sub_value', 'the request names another End-User', persons.isSubOfAnother),
  loginCheck('acr', 'the requested assurance was not reached', needsMoreProof),
  loginCheck('terms', 'the End-User has not accepted the terms', needsTerms),
]

/** Asked once: whoever comes from the sign-in pages has seen what the instance that drew them knew of. */
const needsTerms = (ctx: KoaContextWithOIDC): boolean => areTermsDue(ctx) && !ctx.oidc.result?.login

/** Whether the login prompt will ask, so that nothing is granted yet. */
export async function isLoginPending(ctx: KoaContextWithOIDC, persons: PersonChecks): Promise<boolean> {
  const { oidc } = ctx
  if (oidc.promptPending('login') || !isKnown(ctx) || !assessmentOf(ctx)?.assurance) return true
  const maxAge = oidc.params?.max_age
  if (maxAge !== undefined && oidc.session?.past(Number(maxAge)) && !oidc.result?.login) return true
  if (needsMoreProof(ctx) || needsTerms(ctx)) return true
  return (await persons.isHintOfAnother(ctx)) || persons.isSubOfAnother(ctx)
}

/** Third-party clients need the person's word; first-party ones do not. */
export const mayGrant = (ctx: KoaContextWithOIDC): boolean =>
  Boolean(ctx.oidc.client && objectOf(ctx.oidc.client).first_party) || ctx.oidc.result?.consent !== undefined
