import { z } from 'zod'
import { memberKey } from '../coverage.ts'
import { isRealDate } from '../dates.ts'
import type { RecordContext } from './record.ts'

/** A member id that a clinic has on a record. */
export interface RecordCoverage {
  readonly payer: string
  readonly memberId: string
  /** ISO date when the clinic checked it with the patient, where the source tells. */
  readonly verifiedOn?: string
}
/** The same as a resource of its own: whose it is, by the record's source identifier. */
export interface PatientCoverage {
  readonly sourceId: string
  /** One for each name that the payer goes by. */
  readonly coverages: readonly RecordCoverage[]
  readonly hasEnded: boolean
}

const longest = 200
/** Where the payer and the member id say something, and the date can be. */
export function toCoverage(
  raw: { readonly payer: string; readonly memberId: string; readonly verifiedOn?: string | undefined },
  { today }: Pick<RecordContext, 'today'>,
): RecordCoverage | undefined {
  const [payer, memberId] = [raw.payer.trim(), raw.memberId.trim()]
  if (payer.length > longest || memberId.length > longest || !memberKey('', payer, memberId)) return undefined
  const date = raw.verifiedOn?.trim().slice(0, 10) ?? ''
  return { payer, memberId, ...(isRealDate(date) && date <= today ? { verifiedOn: date } : {}) }
}

/** FHIR has no element for it: an extension of ours says when the clinic checked a coverage at the desk. */
export const verifiedOnExtension = 'urn:vestibule:coverage-verified-on'

const reference = z.looseObject({
  reference: z.string().optional(),
  display: z.string().optional(),
  identifier: z.looseObject({ value: z.string().optional() }).optional(),
})
const coverage = z.looseObject({
  status: z.string().optional(),
  identifier: z
    .array(
      z.looseObject({
        value: z.string().optional(),
        type: z.looseObject({ coding: z.array(z.looseObject({ code: z.string().optional() })).optional() }).optional(),
      }),
    )
    .optional(),
  subscriberId: z.string().optional(),
  beneficiary: reference,
  period: z.looseObject({ end: z.string().optional() }).optional(),
  payor: z.array(reference).optional(),
  extension: z
    .array(z.looseObject({ url: z.string(), valueDate: z.string().optional(), valueDateTime: z.string().optional() }))
    .optional(),
})

const lastSegment = (address: string | undefined): string => address?.split(/[/:]/).at(-1) ?? ''

/** One FHIR R4 Coverage (http://hl7.org/fhir/R4/coverage.html). @returns undefined where it says too little */
export function fromFhirCoverage(
  resource: unknown,
  context: Pick<RecordContext, 'today'>,
): PatientCoverage | undefined {
  const { data } = coverage.safeParse(resource)
  const sourceId = lastSegment(data?.beneficiary.reference)
  if (!data || !sourceId) return undefined
  const own = data.identifier?.find(({ type }) => type?.coding?.some(({ code }) => code === 'MB'))
  const memberId = own?.value ?? data.subscriberId ?? data.identifier?.[0]?.value ?? ''
  const checked = data.extension?.find(({ url }) => url === verifiedOnExtension)
  const [payor] = data.payor ?? []
  const payers = [payor?.identifier?.value, payor?.display, lastSegment(payor?.reference)]
  const coverages = [...new Set(payers)].flatMap(
    payer =>
      toCoverage({ payer: payer ?? '', memberId, verifiedOn: checked?.valueDate ?? checked?.valueDateTime }, context) ??
      [],
  )
  const end = data.period?.end?.slice(0, 10)
  const hasEnded =
    data.status === 'cancelled' || data.status === 'entered-in-error' || (end !== undefined && end < context.today)
  return coverages.length > 0 ? { sourceId, coverages, hasEnded } : undefined
}
