import type { QueuePage } from '../../operations/queue-pages.ts'
import { CliError } from '../context.ts'

/** Which part of a queue a list is about. @throws CliError */
export function pageOfList({ limit, after }: { readonly limit: string; readonly after?: string }): QueuePage {
  const count = Number(limit)
  if (!Number.isInteger(count) || count < 1 || count > 1000) throw new CliError('--limit is a number from 1 to 1000')
  if (after !== undefined && !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(after))
    throw new CliError('--after is the id of one of the list')
  return { limit: count, ...(after ? { after } : {}) }
}

export const moreWaits = (last: string | undefined): string => `More wait: add --after ${last}`
