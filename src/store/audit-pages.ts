import type { Reader } from './database.ts'

/** What events are searched by: all of what is given must fit. */
export interface AuditQuestionParts {
  /** one of them */
  readonly id?: string
  readonly account?: string
  readonly patient?: string
  readonly actor?: string
  readonly client?: string
  readonly reference?: string
  readonly type?: string
  readonly since?: Date
  readonly until?: Date
  /** of these organisations only */
  readonly within?: readonly string[]
  /** ids are made in the order of time: older than this one */
  readonly before?: string
  readonly limit: number
}

/** Newest first. Details stay sealed. */
export async function findAuditPage(read: Reader, asked: AuditQuestionParts) {
  if (asked.within?.length === 0) return []
  return read
    .selectFrom('audit_events')
    .select(['id', 'at', 'type', 'outcome', 'actor', 'account_id', 'patient_id', 'organization_id', 'client_id'])
    .select(['correlation_id', 'reference', 'details_sealed'])
    .$if(asked.id !== undefined, query => query.where('id', '=', asked.id as string))
    .$if(asked.account !== undefined, query => query.where('account_id', '=', asked.account as string))
    .$if(asked.patient !== undefined, query => query.where('patient_id', '=', asked.patient as string))
    .$if(asked.actor !== undefined, query => query.where('actor', '=', asked.actor as string))
    .$if(asked.client !== undefined, query => query.where('client_id', '=', asked.client as string))
    .$if(asked.reference !== undefined, query => query.where('reference', '=', asked.reference as string))
    .$if(asked.type !== undefined, query => query.where('type', '=', asked.type as string))
    .$if(asked.since !== undefined, query => query.where('at', '>=', asked.since as Date))
    .$if(asked.until !== undefined, query => query.where('at', '<', asked.until as Date))
    .$if(asked.within !== undefined, query => query.where('organization_id', 'in', asked.within as string[]))
    .$if(asked.before !== undefined, query => query.where('id', '<', asked.before as string))
    .orderBy('id', 'desc')
    .limit(asked.limit)
    .execute()
}
export type AuditPageRow = Awaited<ReturnType<typeof findAuditPage>>[number]
