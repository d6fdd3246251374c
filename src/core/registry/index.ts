/**
 * Registry: what a patient record is, and how FHIR R4 and CSV say it. Pure: reading files and writing rows is above.
 * Invariant: a refused row names its rule, never a value of it.
 */

export * from './coverage.ts'
export * from './csv.ts'
export * from './fhir.ts'
export * from './record.ts'
