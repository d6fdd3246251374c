import { randomBytes } from 'node:crypto'
import type { Pending, SignedIn } from './relying-party.ts'

/** A browser as the portal knows it: perhaps signed in, perhaps on its way. */
export interface Visit {
  readonly id: string
  signedIn?: SignedIn
  /** By state; several where several tabs began. */
  readonly pending: Map<string, { readonly pending: Pending; readonly returnTo: string }>
  /** Shown once: what happened since the last page. */
  notice?: string
  seenAt: number
}

export interface Visits {
  find(id: string | undefined): Visit | undefined
  create(): Visit
  /** A new id for the same visit: one that was fixed before sign-in is worth nothing after it. */
  renew(visit: Visit): Visit
  /** Ends the sessions that a logout token names: that one session, or all of a person. @returns how many */
  end(which: { readonly sub?: string; readonly sid?: string }): number
}

const idleMilliseconds = 8 * 3600 * 1000

/** Kept in memory: restarting a portal signs everybody out of it. */
export function createVisits(): Visits {
  const visits = new Map<string, Visit>()
  const create = (): Visit => {
    for (const [id, { seenAt }] of visits) if (Date.now() - seenAt > idleMilliseconds) visits.delete(id)
    const visit: Visit = { id: randomBytes(16).toString('base64url'), pending: new Map(), seenAt: Date.now() }
    visits.set(visit.id, visit)
    return visit
  }
  return {
    create,
    find(id) {
      const visit = id === undefined ? undefined : visits.get(id)
      if (visit) visit.seenAt = Date.now()
      return visit
    },
    renew(visit) {
      visits.delete(visit.id)
      const renewed = create()
      for (const [state, each] of visit.pending) renewed.pending.set(state, each)
      return renewed
    },
    end({ sub, sid }) {
      const ended = [...visits.values()].filter(({ signedIn }) =>
        sid ? signedIn?.claims.sid === sid : signedIn !== undefined && signedIn.claims.sub === sub,
      )
      for (const visit of ended) {
        delete visit.signedIn
        visit.notice = 'You were signed out elsewhere, so you are signed out here too.'
      }
      return ended.length
    },
  }
}
