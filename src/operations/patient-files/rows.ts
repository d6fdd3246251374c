import {
  fromFhir,
  fromFhirCoverage,
  type PatientCoverage,
  type RecordContext,
  type RecordResult,
  type Rejection,
} from '../../core/registry/index.ts'

/**
 * One row of a file, read: where it stands, and the record or why there is none. `undefined`: another resource, such as a
 * coverage.
 */
export interface PatientRow {
  readonly line: number
  readonly result: RecordResult | undefined
  readonly coverage?: PatientCoverage
}
/** The file as a whole cannot be read from here on. */
export class UnreadableFile extends Error {
  readonly line: number
  constructor(line: number, problem: string) {
    super(problem)
    this.line = line
  }
}

/** Characters; a longer row is refused, so that a file without line ends cannot fill the memory. */
export const longestRow = 1_000_000
export const refused = (rejection: Rejection): RecordResult => ({ rejection })

/** A resource that is no Patient is passed over, but for coverages: exports mix them. */
export function fhirRow(line: number, resource: unknown, context: RecordContext, fullUrl?: string): PatientRow {
  const type = (resource as { resourceType?: unknown } | null)?.resourceType
  const coverage = type === 'Coverage' ? fromFhirCoverage(resource, context) : undefined
  if (coverage) return { line, result: undefined, coverage }
  if (typeof type === 'string' && type !== 'Patient') return { line, result: undefined }
  return { line, result: fromFhir(resource, context, fullUrl) }
}
