import { interactionPolicy, type KoaContextWithOIDC } from 'oidc-provider'
import { objectOf } from '../configuration/clients.ts'
import { assessmentOf, needsMoreProof } from './assurance.ts'

const { Check, base } = interactionPolicy

/**
 * Who is asked what. Our own checks stand in the `login` prompt, so that `prompt=none` answers `login_required`; the
 * library's acr checks want equality and would ask a stronger session for ever, so ordered ones replace them.
 */
export function promptPolicy(): interactionPolicy.DefaultPolicy {
  const policy = base()
  const login = policy.get('login')
  const consent = policy.get('consent')
  if (!login || !consent) throw new Error('oidc-provider has changed its prompts')
  login.checks.remove('essential_acrs')
  login.checks.remove('essential_acr')
  login.checks.add(
    new Check('account_inactive', 'the account can not be used', ctx => isSignedIn(ctx) && !ctx.oidc.account),
  )
  login.checks.add(
    new Check(
      'no_evidence',
      'nothing in this session shows who the End-User is',
      ctx => isSignedIn(ctx) && ctx.oidc.account !== undefined && !assessmentOf(ctx)?.assurance,
    ),
  )
  login.checks.add(
    new Check('acr', 'the requested assurance was not reached', needsMoreProof, ctx => ({
      acr: assessmentOf(ctx)?.request.values ?? [],
    })),
  )
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

/** Whether the login prompt will ask, so that nothing is granted yet. */
export function isLoginPending(ctx: KoaContextWithOIDC): boolean {
  const { oidc } = ctx
  if (oidc.promptPending('login') || !assessmentOf(ctx)?.assurance) return true
  const maxAge = oidc.params?.max_age
  if (maxAge !== undefined && oidc.session?.past(Number(maxAge)) && !oidc.result?.login) return true
  return needsMoreProof(ctx)
}

/** Third-party clients need the person's word; first-party ones do not. */
export const mayGrant = (ctx: KoaContextWithOIDC): boolean =>
  Boolean(ctx.oidc.client && objectOf(ctx.oidc.client).first_party) || ctx.oidc.result?.consent !== undefined
