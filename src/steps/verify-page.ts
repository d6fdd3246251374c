import { type Action, type Field, type Link, type Page, text } from '../core/index.ts'
import { type Challenge, type Factor, factorOf, type Offer } from '../factors/index.ts'
import { detoursOf, type VerifyFacts, type VerifyOptions } from './verify-options.ts'

/** "Call me instead" and its reverse keep the number and change the factor. */
const switches: Readonly<Record<string, string>> = { call: 'voice-code', text: 'text-code' }
export const switchTo = (offers: readonly Offer[], from: Offer, action: string): Offer | undefined =>
  offers.find(offer => offer.factor === switches[action] && offer.to === from.to && offer.id !== from.id)

/** The page of a proof: before anything was sent, and after. */
export function proofPage<F, S extends { readonly now: Date }, P extends string>(
  options: VerifyOptions<F, S, P>,
  facts: Partial<F> & VerifyFacts<P>,
  scene: S,
  offer: Offer,
  challenge: Challenge | undefined,
  helpPhone: string | undefined,
): Page {
  const factor = factorOf(offer.factor)
  const offers = options.offers(facts, scene)
  const t = (part: string) => text(`factor.${offer.factor}.${part}`)
  const values = { masked: offer.masked, minutes: challenge?.minutes ?? 0 }
  const other: Action[] = Object.keys(switches).flatMap(action => {
    const found = switchTo(offers, offer, action)
    return found ? [{ value: action, label: text(`factor.${found.factor}.switch`) }] : []
  })
  const switched = other.length
  const another: Action[] =
    offers.length > switched + 1 ? [{ value: 'another-way', label: text('verify.another-way') }] : []
  const waysPast = detoursOf(options, facts, scene)
  const detours: Action[] = waysPast.map(way => ({ value: way.action, label: way.label }))
  // where no other way out is told, a person without this phone needs somebody to ask
  const help: Link[] =
    helpPhone && waysPast.every(way => way.isRefusal)
      ? [{ href: `tel:${helpPhone}`, label: text(factor.sends ? 'verify.help' : 'verify.help-other') }]
      : []
  const frame = {
    name: options.names.verify,
    ...(options.progress ? { progress: options.progress(facts, scene) } : {}),
    links: [...(options.links ?? []), ...help],
  }
  if (factor.sends && !challenge?.sentAt)
    return {
      ...frame,
      kind: 'notice',
      tone: 'plain',
      title: options.title ?? text('verify.title'),
      lead: [...(options.lead ?? []), text(`factor.${offer.factor}.ready`, { masked: offer.masked })],
      submit: t('send'),
      actions: [...other, ...another, ...detours],
    }
  // a device answers through the page's script; without one another way is a press away
  if (factor.field === 'passkey')
    return {
      ...frame,
      kind: 'notice',
      tone: 'plain',
      title: t('title'),
      lead: [...(options.lead ?? []), t('lead')],
      passkey: { use: 'confirm', label: t('send') },
      actions: [...other, ...another, ...detours],
    }
  const field = fieldFor(factor.field, offer)
  const wait = challenge?.resendAt ? Math.ceil((challenge.resendAt.getTime() - scene.now.getTime()) / 1000) : 0
  const resend: Action = {
    value: 'resend',
    label: t('again'),
    ...(wait > 0 ? { availableIn: wait, hint: text('verify.wait', { seconds: wait }) } : {}),
  }
  return {
    ...frame,
    kind: 'form',
    title: options.sentTitle ?? t('title'),
    lead: [...(options.lead ?? []), options.sentText ?? text(`factor.${offer.factor}.lead`, values)],
    fields: [field],
    submit: text('verify.continue'),
    ...(options.passkey ? { passkey: { use: 'sign-in', label: options.passkey.label } as const } : {}),
    ...(factor.sends ? { actionsHeading: text('verify.nothing-yet') } : {}),
    actions: [...(factor.sends ? [resend] : []), ...other, ...another, ...detours],
  }
}

/** A question is asked in its own words: they are all that its offer shows. */
function fieldFor(field: Exclude<Factor['field'], 'passkey'>, offer: Offer): Field {
  switch (field) {
    case 'code':
      return {
        kind: 'code',
        name: 'code',
        label: text('field.code'),
        ...(offer.factor === 'recovery-code' ? { isKept: true } : {}),
      }
    case 'password':
      return { kind: 'password', name: 'password', label: text('field.password') }
    case 'answer':
      return { kind: 'text', name: 'answer', autocomplete: 'off', label: text(`question.${offer.masked}`) }
  }
}
