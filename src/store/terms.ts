import { type Reader, send, type Transaction } from './database.ts'
import { prepared } from './prepared.ts'

/** Documents that are accepted, each by version. */
export type TermsDocument = 'terms'

/** Records an acceptance; accepting the same version twice changes nothing. */
export async function createTermsAcceptance(
  tx: Transaction,
  acceptance: { readonly accountId: string; readonly document: TermsDocument; readonly version: string },
  at: Date,
): Promise<void> {
  await send(
    tx,
    tx
      .insertInto('terms_acceptances')
      .values({
        account_id: acceptance.accountId,
        document: acceptance.document,
        version: acceptance.version,
        accepted_at: at,
      })
      .onConflict(conflict => conflict.doNothing()),
  )
}

export async function hasAcceptedTerms(
  read: Reader,
  accountId: string,
  document: TermsDocument,
  version: string,
): Promise<boolean> {
  return (await acceptance.first(read, { accountId, document, version })) !== undefined
}

const acceptance = prepared(
  (db, { accountId, document, version }: { accountId: string; document: TermsDocument; version: string }) =>
    db
      .selectFrom('terms_acceptances')
      .select('version')
      .where('account_id', '=', accountId)
      .where('document', '=', document)
      .where('version', '=', version),
)
