/** Which part of a queue is meant; from its beginning where `after` is left out. */
export interface QueuePage {
  /** id of the last one that was seen */
  readonly after?: string
  readonly limit: number
}
export interface Queued<T> {
  readonly items: readonly T[]
  readonly isMore: boolean
}

/** A page of rows of which one more than fits was asked for: whoever is not shown is not looked at either. */
export const pageOf = <T>(rows: readonly T[], { limit }: QueuePage): Queued<T> => ({
  items: rows.slice(0, limit),
  isMore: rows.length > limit,
})
