import type { InsurerObject } from '../core/objects/insurer.ts'
import { addSeconds, hours, minutes } from '../platform/index.ts'
import { findInsurerMetadata, type KeptMetadata, saveInsurerMetadata } from '../store/insurer-metadata.ts'
import type { ConnectorContext } from './contract.ts'
import { unavailable } from './refusal.ts'
import { stateOf } from './state.ts'
import type { Upstream } from './upstream.ts'

/** How a protocol gets its insurer's metadata. */
export interface MetadataSource<T> {
  /** The address that it is fetched from. */
  readonly source: string
  load(upstream: Upstream): Promise<string>
  /** @throws Refused where it cannot be used */
  parse(document: string): T
  /** Where people are sent. */
  signIn(value: T): string
}
/**
 * - `alive`: before somebody is sent there; the insurer has answered within the last minute, or is asked now.
 * - `kept`: for an answer that has come; the last copy will do.
 * - `fresh`: fetched now, whatever is known.
 * - `preview`: fetched now, and nothing is kept of it: there is no such insurer yet.
 */
export type MetadataNeed = 'alive' | 'kept' | 'fresh' | 'preview'

/** So long one answer of an insurer stands for its being there, and its metadata is not fetched twice. */
const aliveFor = minutes(1)

/** @throws Refused, or what the call threw, where there is no copy that may be used */
export async function metadataOf<T>(
  context: ConnectorContext,
  insurer: InsurerObject,
  from: MetadataSource<T>,
  upstream: Upstream,
  need: MetadataNeed,
): Promise<{ readonly value: T; readonly fetchedAt: Date }> {
  const { house, now } = context
  if (need === 'preview') return { value: from.parse(await from.load(upstream)), fetchedAt: now }
  const kept = await findKept(context, insurer.id, from.source)
  const use = (copy: KeptMetadata) => ({ value: from.parse(copy.document), fetchedAt: copy.fetchedAt })
  if (kept && need === 'kept') return use(kept)
  const heard = stateOf(house).heard.get(insurer.id)
  if (kept && need === 'alive' && !upstream.isProbe() && heard && addSeconds(heard, aliveFor) > now) return use(kept)
  try {
    const document = await loadOnce(context, insurer.id, from, upstream)
    const value = from.parse(document)
    await keep(context, insurer.id, { source: from.source, document, fetchedAt: now }, kept)
    return { value, fetchedAt: now }
  } catch (error) {
    if (!kept || need === 'fresh') throw error
    const copy = use(kept)
    // metadata may come from another place than where people sign in (a federation's): that alone keeps nobody out
    if (need === 'alive' && isSameHost(from.source, from.signIn(copy.value))) throw error
    return copy
  }
}

/** However many need it at once, it is fetched once. */
async function loadOnce(
  { house }: ConnectorContext,
  insurer: string,
  { source, load }: Pick<MetadataSource<unknown>, 'source' | 'load'>,
  upstream: Upstream,
): Promise<string> {
  const { loading } = stateOf(house)
  const under = loading.get(insurer)
  if (under?.source === source)
    return under.document.catch(() => {
      throw unavailable('unreachable')
    })
  const document = load(upstream)
  loading.set(insurer, { source, document })
  try {
    return await document
  } finally {
    loading.delete(insurer)
  }
}

async function findKept(
  { house, now }: ConnectorContext,
  insurer: string,
  source: string,
): Promise<KeptMetadata | undefined> {
  const oldest = addSeconds(now, -hours(house.settings.federation.metadata_keep_hours))
  const { metadata } = stateOf(house)
  const known = metadata.get(insurer)
  if (known?.source === source && known.fetchedAt > oldest) return known
  const stored = await findInsurerMetadata(house.db, insurer, source)
  if (!stored || stored.fetchedAt <= oldest) return undefined
  metadata.set(insurer, stored)
  return stored
}

/** In the database only where another instance would gain by it. */
async function keep(
  { house, now }: ConnectorContext,
  insurer: string,
  fetched: KeptMetadata,
  before: KeptMetadata | undefined,
): Promise<void> {
  stateOf(house).metadata.set(insurer, fetched)
  const stored = await findInsurerMetadata(house.db, insurer, fetched.source)
  const isNews = stored?.document !== fetched.document || addSeconds(stored.fetchedAt, hours(1)) <= now
  if (isNews) await saveInsurerMetadata(house.db, insurer, fetched)
  if (before && before.document !== fetched.document) house.log.info('insurer.metadata-changed', { insurer })
}

const isSameHost = (one: string, other: string): boolean => new URL(one).host === new URL(other).host
