import type { Proof } from '../../factors/index.ts'
import { provesPatient } from '../../operations/invitations.ts'
import type { InvitedRepresentative } from '../../store/index.ts'

/** A number as policy sees it. */
export interface NumberOnFile {
  readonly id: string
  readonly value: string
  /** It stands on another person's record or account too. */
  readonly shared: boolean
}
export type Who = 'patient' | 'manager'

export interface Numbers {
  /** of the record, best first; only those that prove the patient */
  readonly patient: readonly NumberOnFile[]
  /** that staff recorded for who manages the account */
  readonly manager?: NumberOnFile
}

export function numbersOf(
  phones: readonly NumberOnFile[],
  age: number,
  /** `id`: looks like any other, so that a list of two digits each does not tell that somebody manages the account */
  representative: (InvitedRepresentative & { readonly id: string }) | undefined,
): Numbers {
  return {
    patient: phones.filter(phone => provesPatient(phone, age, representative)),
    ...(representative ? { manager: { id: representative.id, value: representative.phone, shared: false } } : {}),
  }
}

/** Every number whose proof opens the record's name, each once: families share phones. */
export function numbersOnFile({ patient, manager }: Numbers): readonly NumberOnFile[] {
  const all = manager ? [...patient, manager] : patient
  return all.filter(({ value }, index) => all.findIndex(each => each.value === value) === index)
}

/** The numbers that prove whom somebody says they are. */
export const numbersFor = ({ patient, manager }: Numbers, who: Who): readonly NumberOnFile[] =>
  who === 'patient' ? patient : manager ? [manager] : []

/** One that was just proven and equals it counts, whoever was asked for it. */
export const isProven = (proofs: readonly Proof[], numbers: readonly NumberOnFile[]): boolean =>
  proofs.some(
    ({ factor, to }) => ['text-code', 'voice-code'].includes(factor) && numbers.some(({ value }) => value === to),
  )
