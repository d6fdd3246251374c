import { z } from 'zod'
import { maskEmail } from '../../../core/contacts.ts'
import { maskPhone } from '../../../core/phones.ts'
import type { PatientFormat } from '../../../operations/patient-files/index.ts'
import { lookUpPatients, type PatientKey, type PatientView } from '../../../operations/patient-lookup.ts'
import { importPatients } from '../../../operations/patients.ts'
import { route } from '../contract.ts'
import { example } from '../examples.ts'
import { date, id, listOf, reason, text } from '../fields.ts'
import { Problem } from '../problems.ts'
import { present } from '../refusals.ts'

const patient = z
  .strictObject({
    id,
    organization: z.string(),
    status: z.enum(['active', 'inactive', 'deceased', 'merged']),
    replaced_by: id.optional(),
    source_id: z.string(),
    record_number: z.string().optional(),
    given_names: z.array(z.string()),
    family_name: z.string(),
    name_in_use: z.strictObject({ given: z.string(), family: z.string() }).optional(),
    birth_date: date,
    sex: z.enum(['female', 'male', 'another', 'undisclosed']),
    language: z.enum(['en', 'es']).optional(),
    contacts: z.array(z.strictObject({ kind: z.enum(['phone', 'email']), masked: z.string(), shared: z.boolean() })),
    has_account: z.boolean(),
    account: id.optional().meta({ description: 'Of its own person' }),
  })
  .meta({ id: 'Patient' })

const viewOf = ({ id, organizationId, status, replacedBy, demographics, contacts, accountId }: PatientView) => ({
  id,
  organization: organizationId,
  status,
  replaced_by: replacedBy,
  source_id: demographics.source_id,
  record_number: demographics.record_number,
  given_names: demographics.given_names,
  family_name: demographics.family_name,
  name_in_use: demographics.name_in_use,
  birth_date: demographics.birth_date,
  sex: demographics.sex,
  language: demographics.language,
  contacts: contacts.map(({ kind, value, shared }) => ({
    kind,
    masked: kind === 'phone' ? `••${maskPhone(value)}` : maskEmail(value),
    shared,
  })),
  has_account: accountId !== undefined,
  account: accountId,
})

const key = {
  source_id: text(200).optional(),
  record_number: text(100).optional(),
  phone: text(40).optional(),
  email: text(254).optional(),
  family_name: text(200).optional().meta({ description: 'Together with `birth_date`' }),
  birth_date: date.optional(),
}

/** By what a record was named: exactly one way. @throws Problem */
function keyOf(given: z.output<z.ZodObject<typeof key>>): PatientKey {
  const { source_id, record_number, phone, email, family_name, birth_date } = given
  const keys: PatientKey[] = [
    ...(source_id ? [{ by: 'source', value: source_id } as const] : []),
    ...(record_number ? [{ by: 'record', value: record_number } as const] : []),
    ...(phone ? [{ by: 'phone', value: phone } as const] : []),
    ...(email ? [{ by: 'email', value: email } as const] : []),
    ...(family_name && birth_date ? [{ by: 'name', family: family_name, birthDate: birth_date } as const] : []),
  ]
  const [only] = keys
  if (!only || keys.length > 1)
    throw new Problem('invalid-request', {
      errors: [{ path: 'body', message: `name one of ${Object.keys(key).join(', ')}; a name with the birth date` }],
    })
  return only
}

const formats: Readonly<Record<string, PatientFormat>> = {
  'application/fhir+json': 'fhir',
  'application/json': 'fhir',
  'application/fhir+ndjson': 'ndjson',
  'application/x-ndjson': 'ndjson',
  'application/ndjson': 'ndjson',
  'text/csv': 'csv',
}
const report = z
  .strictObject({
    created: z.int(),
    updated: z.int(),
    unchanged: z.int(),
    other_resources: z.int(),
    contacts_left_out: z.int(),
    coverages: z.int(),
    coverages_without_patient: z.int(),
    successors_missing: z.int(),
    rejected_count: z.int(),
    rejected: z.array(z.strictObject({ line: z.int(), reason: z.string() })),
  })
  .meta({ id: 'ImportReport' })

export const patientRoutes = [
  route({
    id: 'patients.search',
    method: 'POST',
    path: '/patients/search',
    resource: 'patients',
    verb: 'read',
    summary: 'Records that are exactly so',
    description: 'A POST, so that nothing personal stands in an address. There is no search by part of a name.',
    organization: 'one',
    body: z.strictObject({ ...key, reason: reason.optional() }),
    answer: listOf(patient),
    example: { body: { organization: 'northside', family_name: 'Quackenbush', birth_date: '1984-03-27' } },
    handle: async ({ house, body: { reason = '', ...given }, act }) => ({
      body: { items: (await lookUpPatients(house, keyOf(given), act(reason))).map(viewOf) },
    }),
  }),
  route({
    id: 'patients.get',
    method: 'GET',
    path: '/patients/{id}',
    resource: 'patients',
    verb: 'read',
    summary: 'One record',
    organization: 'one',
    params: z.strictObject({ id }),
    answer: patient,
    example: { params: { id: example.patient }, query: { organization: 'northside' } },
    async handle({ house, params, act }) {
      const [found] = await lookUpPatients(house, { by: 'id', value: params.id }, act(''))
      return { body: viewOf(present(found)) }
    },
  }),
  route({
    id: 'patients.import',
    method: 'POST',
    path: '/patients/import',
    resource: 'patients',
    verb: 'write',
    summary: 'Takes patients from a file',
    description:
      'FHIR R4 Bundle, FHIR resources one a line, or CSV, in UTF-8. The same file again changes nothing. What stood before the place where a file breaks off, or before the limit, is in the registry, and audited.',
    organization: 'one',
    upload: { types: Object.keys(formats), limit: 256 * 1024 * 1024 },
    answer: report,
    refusals: ['unreadable'],
    example: {
      query: { organization: 'northside' },
      type: 'text/csv',
      text: 'source_id,record_number,given_name,family_name,birth_date,sex,phone_mobile,email\np-1,MRN-1,Ada,Example,1980-02-29,female,+13125550143,ada@example.org\n',
    },
    async handle({ house, caller, organization, upload }) {
      const format = formats[upload.type] as PatientFormat
      const result = await importPatients(house, { organization, input: upload.stream, format, actor: caller.actor })
      if (result.kind === 'refused') throw new Problem('organization-out-of-reach')
      if (result.kind === 'unreadable')
        throw Problem.refusal(
          'unreadable',
          `line ${result.line}: ${result.problem}; what came before may be taken: send the mended file`,
        )
      const { report } = result
      return {
        body: {
          created: report.created,
          updated: report.updated,
          unchanged: report.unchanged,
          other_resources: report.otherResources,
          contacts_left_out: report.contactsLeftOut,
          coverages: report.coverages,
          coverages_without_patient: report.coveragesWithoutPatient,
          successors_missing: report.successorsMissing,
          rejected_count: report.rejectedCount,
          rejected: report.rejected.map(({ line, reason }) => ({ line, reason })),
        },
      }
    },
  }),
] as const
