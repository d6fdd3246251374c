import { z } from 'zod'
import { type NoticePage, text } from '../core/index.ts'
import { challengeSchema, contactOffer, type Offer, type Proof, patientSubject, proofSchema } from '../factors/index.ts'
import type { AnyStep, StepContext } from '../flow-engine/contract.ts'
import { mayProve } from '../operations/contacts.ts'
import { findAccountLinks } from '../store/account-links.ts'
import { findContactsOnFile } from '../store/contacts-on-file.ts'
import type { Reader } from '../store/index.ts'
import type { AccountScene } from './account-scene.ts'
import { verifySteps } from './verify.ts'
import type { VerifyFacts, VerifyOptions } from './verify-options.ts'

/** The numbers that a clinic has on the person's own record. They never become own contacts, nor the other way round. */
export interface RecordOnFile {
  readonly patientId: string
  readonly phones: readonly { readonly id: string; readonly value: string }[]
}
export interface RecordScene extends AccountScene {
  /** The person's own record; without one there is nothing on file to prove. */
  readonly record?: RecordOnFile
}

/** Facts of the proof: spread them into the flow's own. */
export const recordProofFacts = {
  recordChallenge: challengeSchema.optional(),
  recordAnother: z.boolean().optional(),
  /** Control of a number that the clinic has on file; never becomes an own contact. */
  recordProof: proofSchema.optional(),
}
export type RecordProofFacts = VerifyFacts<'record'> & VerifyFacts<'fresh'>

/** Of several records the one of this organisation, else the first that has a number. */
export async function findRecordOnFile(
  read: Reader,
  context: Pick<StepContext, 'house' | 'now' | 'ask'>,
  accountId: string,
): Promise<RecordOnFile | undefined> {
  const { house, now, ask } = context
  const isHere = (link: { readonly organizationId: string }) => link.organizationId === ask.organization
  const links = (await findAccountLinks(read, accountId, now)).filter(link => link.relationship === 'self')
  if (links.length === 0) return undefined
  const contacts = await findContactsOnFile(read, house.sealer, accountId, now)
  const records: RecordOnFile[] = []
  for (const link of links.toSorted((a, b) => Number(isHere(b)) - Number(isHere(a)))) {
    const phones = contacts
      .filter(contact => contact.kind === 'phone' && contact.organization === link.organizationId)
      .filter(contact => mayProve(contact, now))
    records.push({ patientId: link.patientId, phones })
  }
  return records.find(({ phones }) => phones.length > 0) ?? records[0]
}

/** A text or a call to each number on file, of which two digits are shown. */
export const phoneOfRecordOffers = (phones: RecordOnFile['phones']): readonly Offer[] =>
  phones.flatMap(phone => ['text-code', 'voice-code'].map(kind => contactOffer(kind, { ...phone, kind: 'phone' })))

/** Only staff can put a number on file. */
export const noNumberOnFile: NoticePage = {
  kind: 'notice',
  tone: 'dead-end',
  name: 'no-number-on-file',
  title: text('record.no-number.title'),
  lead: [text('record.no-number.lead')],
}

/** A proof of any number on file, whoever was asked for it: one just proven that equals it counts. */
const provesNumber = (proof: Proof | undefined, { phones }: RecordOnFile): boolean =>
  proof !== undefined &&
  ['text-code', 'voice-code'].includes(proof.factor) &&
  phones.some(phone => phone.value === proof.to)

/** What `complete` looks at once more: the clinic may have changed the number meanwhile. */
export function isRecordProven(
  facts: RecordProofFacts,
  { record }: RecordScene,
  /** a proof that the flow asked for besides, such as of a number that was typed */
  other?: Proof,
): boolean {
  if (!record || [facts.freshProof, other].some(proof => provesNumber(proof, record))) return true
  return facts.recordProof?.subject === `patient:${record.patientId}` && provesNumber(facts.recordProof, record)
}

/**
 * "Whoever chose a security question or another phone must prove the number on file" (DOMAIN "Invitation"). Gives
 * `recordProof`. Steps: `choose-number`, `prove-number`.
 */
export function phoneOfRecordSteps<F extends RecordProofFacts, S extends RecordScene>(
  options: Pick<VerifyOptions<F, S, 'record'>, 'purpose' | 'needs'> & {
    /** A number that the flow verifies anyway: where it stands on file nothing else is asked. */
    typed?(facts: Partial<F>): string | undefined
  },
): readonly AnyStep<F, S>[] {
  return verifySteps<F, S, 'record'>({
    prefix: 'record',
    purpose: options.purpose,
    names: { choose: 'choose-number', verify: 'prove-number' },
    needs: options.needs,
    subject: (_facts, { record, person }) => patientSubject(record?.patientId ?? '', person?.language ?? 'en'),
    offers: (_facts, { record }) => phoneOfRecordOffers(record?.phones ?? []),
    required: (facts, { record }) =>
      record !== undefined &&
      !provesNumber(facts.freshProof, record) &&
      !record.phones.some(({ value }) => value === options.typed?.(facts)),
    lead: [text('record.number.lead')],
    deadEnd: noNumberOnFile,
  })
}
