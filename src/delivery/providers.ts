import { type Circuit, type CircuitRule, createCircuit, type Logger, type Metrics, now } from '../platform/index.ts'
import type { Channel, Envelope, Gateway, SendResult } from './contract.ts'

export interface ProvidersOptions {
  /** In the order in which they are tried. */
  readonly gateways: Readonly<Record<Channel, readonly Gateway[]>>
  readonly log: Logger
  readonly metrics?: Metrics
  /** Limit for one call to a gateway (settings `delivery.timeout_ms`). */
  readonly timeoutMs: number
  /** Calls to one provider of a channel at once: a hung one leaves the worker's other places free. */
  readonly callsAtOnce: number
  readonly circuit: CircuitRule
}
export interface Posting {
  readonly id: string
  readonly channel: Channel
  readonly envelope: Envelope
  /** The provider that may have taken it already: nobody else is asked. */
  readonly heldBy?: string
}
/** `waiting`: no provider had a place. */
export type Posted = { readonly provider: string; readonly result: SendResult } | 'waiting'

/** No job takes longer than the worker allows, however many providers it tries. */
const allCallsMs = 36_000

/** What says that the number is at fault: another provider could only say the same. */
const aboutTheNumber = new Set(['invalid-number', 'landline', 'stopped'])

interface Provider {
  readonly gateway: Gateway
  readonly circuit: Circuit
  calls: number
}

/**
 * Tries the providers of a channel in their order until one takes the message, or may have: a call that got no answer
 * ends the round, because a second provider could only bring the person a second text (docs/decisions/fail-over.md).
 */
export function createProviders(options: ProvidersOptions): (posting: Posting) => Promise<Posted> {
  const { log, metrics } = options
  const made = (channel: Channel): Provider[] =>
    options.gateways[channel].map(gateway => ({ gateway, circuit: createCircuit(options.circuit), calls: 0 }))
  const providers = { sms: made('sms'), voice: made('voice'), email: made('email') }

  async function call({ gateway, circuit }: Provider, { id, channel, envelope }: Posting, limitMs: number) {
    const signal = AbortSignal.timeout(limitMs)
    let result: SendResult
    try {
      result = await Promise.race([gateway.send(channel, id, envelope, signal), stopAt(signal)])
    } catch (error) {
      // a fault of the gateway's code is no reason to lose a message that another try may bring
      log.fault('gateway.fault', error, { gateway: gateway.name, message: id })
      result = { kind: 'busy', reason: 'fault' }
    }
    const wasOpen = circuit.isOpen()
    circuit.note(outcomeOf(result), now())
    if (wasOpen !== circuit.isOpen())
      log.warn(circuit.isOpen() ? 'gateway.paused' : 'gateway.resumed', { gateway: gateway.name, channel })
    metrics?.delivery(channel, gateway.name, result.kind === 'sent' ? 'sent' : result.reason)
    metrics?.gatewayPaused(channel, gateway.name, circuit.isOpen())
    return result
  }

  return async posting => {
    const { channel, heldBy } = posting
    const all = providers[channel].filter(({ gateway }) => heldBy === undefined || gateway.name === heldBy)
    if (all.length === 0) return { provider: 'none', result: { kind: 'refused', reason: 'unconfigured' } }
    const limitMs = Math.min(options.timeoutMs, allCallsMs / all.length)
    let last: Posted = 'waiting'
    const attempt = async (provider: Provider): Promise<boolean> => {
      provider.calls += 1
      const result = await call(provider, posting, limitMs).finally(() => {
        provider.calls -= 1
      })
      // what may come right outlives a provider's refusal of the message
      if (isFinal(result) || last === 'waiting' || result.kind === 'busy')
        last = { provider: provider.gateway.name, result }
      return isFinal(result)
    }
    const hasPlace = ({ calls }: Provider) => calls < options.callsAtOnce
    for (const provider of all)
      if (hasPlace(provider) && provider.circuit.admits(now()) && (await attempt(provider))) return last
    // where every one is paused there is nothing to lose by asking the first
    const [first] = last === 'waiting' ? all.filter(hasPlace) : []
    if (first) await attempt(first)
    return last
  }
}

const isFinal = (result: SendResult): boolean =>
  result.kind === 'sent' ||
  result.kind === 'unanswered' ||
  (result.kind === 'refused' && aboutTheNumber.has(result.reason))

const outcomeOf = (result: SendResult): Parameters<Circuit['note']>[0] => {
  if (result.kind === 'unanswered') return 'slow'
  return result.kind === 'busy' ? 'failed' : 'well'
}

/** A gateway that ignores its signal is left behind all the same. */
const stopAt = (signal: AbortSignal): Promise<SendResult> =>
  new Promise(resolve => {
    // a moment's grace: a gateway that heeds the signal gives its own answer first
    const stop = () => setTimeout(() => resolve({ kind: 'unanswered', reason: 'timeout' }), 250).unref()
    signal.addEventListener('abort', stop, { once: true })
  })
