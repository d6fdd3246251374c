import { type Acr, acrRank } from './assurance.ts'
import type { Population } from './sign-in-policy.ts'

export const secondFactorRules = ['unknown-device', 'always'] as const
/** Kinds of factors that may confirm somebody once more ("confirmed" in the assurance table). */
export const confirmingKinds = [
  'passkey',
  'totp',
  'text-code',
  'voice-code',
  'security-question',
  'email-code',
  'recovery-code',
] as const
export type ConfirmingKind = (typeof confirmingKinds)[number]

/** What one level of policy may say; what it leaves out is as the level above has it. */
export interface Rules {
  /** Nobody of this level signs in to a portal with less. */
  readonly floor?: Acr | undefined
  /** What sensitive actions ask for. */
  readonly sensitive?: Acr | undefined
  /** When a second factor is asked for besides a password. */
  readonly second_factor?: (typeof secondFactorRules)[number] | undefined
  readonly confirm?: readonly ConfirmingKind[] | undefined
  /** Whether somebody with too little enrolled may add what is missing, on proof of a contact of record. */
  readonly enrol_on_the_way?: boolean | undefined
}
export type Policy = { readonly [K in keyof Rules]-?: NonNullable<Rules[K]> }

/** Lets one portal be below a level's own rules until a day. */
export interface PolicyException {
  readonly name: string
  readonly client: string
  readonly reason: string
  /** ISO date: the last day on which it holds, in UTC */
  readonly until: string
  readonly assurance: Rules
}
export const policyLevels = ['installation', 'patient', 'caregiver', 'provider', 'staff'] as const
export interface PolicyLevel {
  readonly id: (typeof policyLevels)[number]
  readonly assurance: Rules
  readonly exceptions: readonly PolicyException[]
}

/** What holds where nobody says anything (DOMAIN "Second factor by default"). */
const standing: Policy = {
  floor: 'urn:vestibule:aal1',
  sensitive: 'urn:vestibule:aal1',
  second_factor: 'unknown-device',
  confirm: confirmingKinds,
  enrol_on_the_way: true,
}
const byPopulation: Readonly<Record<Population, Rules>> = {
  patient: {},
  caregiver: {},
  provider: { second_factor: 'always' },
  staff: { second_factor: 'always' },
}

const higher = (one: Acr, other: Acr | undefined): Acr => (other && acrRank(other) > acrRank(one) ? other : one)

/** One level under another: of each rule the stricter one. */
const tightened = (above: Policy, rules: Rules): Policy => ({
  floor: higher(above.floor, rules.floor),
  sensitive: higher(above.sensitive, rules.sensitive),
  second_factor: rules.second_factor === 'always' ? 'always' : above.second_factor,
  confirm: rules.confirm ? above.confirm.filter(kind => rules.confirm?.includes(kind)) : above.confirm,
  enrol_on_the_way: above.enrol_on_the_way && rules.enrol_on_the_way !== false,
})

const given = (rules: Rules): Rules =>
  Object.fromEntries(Object.entries(rules).filter(([, value]) => value !== undefined))

/** Whether an exception holds on a day. */
export const isLive = ({ until }: Pick<PolicyException, 'until'>, at: Date): boolean =>
  at.toISOString().slice(0, 10) <= until

/** For whom, where and when a policy is asked. */
export interface PolicyCase {
  /** Left out: what holds whoever it is. */
  readonly population?: Population | undefined
  readonly client?: { readonly id: string; readonly assurance: Pick<Rules, 'floor' | 'sensitive'> } | undefined
  /** The organisation lets a code by mail confirm. */
  readonly emailConfirms: boolean
  readonly at: Date
}
export interface ResolvedPolicy extends Policy {
  /** Names of the exceptions that made it what it is: for the audit. */
  readonly exceptions: readonly string[]
}

/**
 * Installation, population, client: each only stricter. A live exception replaces what its own level says and what came
 * before, for one client; the levels under it still make it stricter.
 */
export function resolvePolicy(levels: readonly PolicyLevel[], asked: PolicyCase): ResolvedPolicy {
  const { population, client, at } = asked
  const exceptions: string[] = []
  const under = (above: Policy, id: PolicyLevel['id'], builtIn: Rules): Policy => {
    const level = levels.find(each => each.id === id)
    let policy = tightened(tightened(above, builtIn), level?.assurance ?? {})
    for (const exception of level?.exceptions ?? [])
      if (exception.client === client?.id && isLive(exception, at)) {
        policy = { ...policy, ...given(exception.assurance) }
        exceptions.push(exception.name)
      }
    return policy
  }
  const ofInstallation = under(standing, 'installation', {})
  const ofPopulation = population ? under(ofInstallation, population, byPopulation[population]) : ofInstallation
  const policy = tightened(ofPopulation, client?.assurance ?? {})
  const confirm = asked.emailConfirms ? policy.confirm : policy.confirm.filter(kind => kind !== 'email-code')
  return { ...policy, confirm, exceptions }
}

/** Names of the rules that are looser than what stands above them. */
export function looserRules(above: Policy, rules: Rules): readonly (keyof Rules)[] {
  const looser: (keyof Rules)[] = []
  for (const key of ['floor', 'sensitive'] as const) {
    const level = rules[key]
    if (level && acrRank(level) < acrRank(above[key])) looser.push(key)
  }
  if (rules.second_factor === 'unknown-device' && above.second_factor === 'always') looser.push('second_factor')
  if (rules.confirm?.some(kind => !above.confirm.includes(kind))) looser.push('confirm')
  if (rules.enrol_on_the_way && !above.enrol_on_the_way) looser.push('enrol_on_the_way')
  return looser
}

/** What stands above one level of policy, or above a client where `id` is left out. */
export function policyAbove(levels: readonly PolicyLevel[], id: PolicyLevel['id'] | undefined, at: Date): Policy {
  if (id === 'installation') return standing
  const installation = resolvePolicy(levels, { emailConfirms: true, at })
  return id ? tightened(installation, byPopulation[id]) : installation
}
