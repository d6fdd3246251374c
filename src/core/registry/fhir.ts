import { z } from 'zod'
import type { RawName, RawRecord, RecordContact, RecordContext, RecordResult } from './record.ts'
import { toRecord } from './record.ts'

/** As much of FHIR R4 Patient as the registry uses; everything else in a resource is let pass. */
const period = z.looseObject({ start: z.string().optional(), end: z.string().optional() }).optional()
const patient = z.looseObject({
  resourceType: z.literal('Patient'),
  id: z.string().optional(),
  meta: z.looseObject({ security: z.array(z.looseObject({ code: z.string().optional() })).optional() }).optional(),
  identifier: z
    .array(
      z.looseObject({
        use: z.string().optional(),
        system: z.string().optional(),
        value: z.string().optional(),
        type: z.looseObject({ coding: z.array(z.looseObject({ code: z.string().optional() })).optional() }).optional(),
      }),
    )
    .optional(),
  active: z.boolean().optional(),
  name: z
    .array(
      z.looseObject({
        use: z.string().optional(),
        text: z.string().optional(),
        family: z.string().optional(),
        given: z.array(z.string()).optional(),
        suffix: z.array(z.string()).optional(),
        period,
      }),
    )
    .optional(),
  telecom: z
    .array(
      z.looseObject({
        system: z.string().optional(),
        value: z.string().optional(),
        use: z.string().optional(),
        rank: z.number().optional(),
        period,
      }),
    )
    .optional(),
  gender: z.string().optional(),
  birthDate: z.string().optional(),
  deceasedBoolean: z.boolean().optional(),
  deceasedDateTime: z.string().optional(),
  address: z
    .array(
      z.looseObject({
        use: z.string().optional(),
        line: z.array(z.string()).optional(),
        city: z.string().optional(),
        state: z.string().optional(),
        postalCode: z.string().optional(),
        period,
      }),
    )
    .optional(),
  communication: z
    .array(
      z.looseObject({
        preferred: z.boolean().optional(),
        language: z.looseObject({ coding: z.array(z.looseObject({ code: z.string().optional() })).optional() }),
      }),
    )
    .optional(),
  link: z
    .array(z.looseObject({ type: z.string(), other: z.looseObject({ reference: z.string().optional() }) }))
    .optional(),
})
type Patient = z.output<typeof patient>
type HumanName = NonNullable<Patient['name']>[number]

const sexes: Readonly<Record<string, RawRecord['sex']>> = { female: 'female', male: 'male', other: 'another' }

/** One FHIR R4 Patient (http://hl7.org/fhir/R4/patient.html). @param fullUrl the Bundle entry's, where there is one */
export function fromFhir(resource: unknown, context: RecordContext, fullUrl?: string): RecordResult {
  const parsed = patient.safeParse(resource)
  if (!parsed.success) return { rejection: 'not-a-patient' }
  const { data } = parsed
  const isPast = (span: { end?: string | undefined } | undefined): boolean =>
    span?.end !== undefined && span.end.slice(0, 10) < context.today
  const names = data.name ?? []
  const current = names.filter(name => !isPast(name.period) && name.use !== 'old' && name.use !== 'maiden')
  const legal = pick(current, 'official') ?? pick(current, 'usual') ?? pick(current, undefined) ?? current[0]
  const used = current.find(name => name.use === 'usual' && name !== legal)
  const former = names.filter(name => name.use === 'old' || name.use === 'maiden' || isPast(name.period))
  const home = (data.address ?? []).filter(address => address.use !== 'old' && !isPast(address.period))
  const address = pick(home, 'home') ?? home[0]
  return toRecord(
    {
      sourceId: data.id ?? lastSegment(fullUrl) ?? identifierOf(data) ?? '',
      recordNumber: data.identifier?.find(isRecordNumber)?.value ?? '',
      name: legal ? nameOf(legal) : { given: [], family: '' },
      ...(legal?.suffix?.[0] ? { suffix: legal.suffix[0] } : {}),
      ...(used ? { nameInUse: nameOf(used) } : {}),
      previousNames: former.map(nameOf).filter(name => name.family !== '' || name.given.length > 0),
      sex: sexes[data.gender ?? ''] ?? 'undisclosed',
      birthDate: data.birthDate ?? '',
      ...(address
        ? {
            address: {
              lines: address.line ?? [],
              city: address.city ?? '',
              state: address.state ?? '',
              postalCode: address.postalCode ?? '',
            },
          }
        : {}),
      ...languageOf(data),
      ...statusOf(data),
      // http://terminology.hl7.org/CodeSystem/v3-Confidentiality: restricted, very restricted
      isRestricted: (data.meta?.security ?? []).some(({ code }) => code === 'R' || code === 'V'),
      contacts: contactsOf(data, isPast),
    },
    context,
  )
}

const pick = <T extends { use?: string | undefined }>(list: readonly T[], use: string | undefined): T | undefined =>
  list.find(each => each.use === use)

const nameOf = (name: HumanName): RawName =>
  name.family || name.given?.length
    ? { given: name.given ?? [], family: name.family ?? '' }
    : { given: (name.text ?? '').split(/\s+/u), family: '' }

const lastSegment = (reference: string | undefined): string | undefined => reference?.split(/[/:]/).at(-1) || undefined

const isRecordNumber = (identifier: NonNullable<Patient['identifier']>[number]): boolean =>
  identifier.use !== 'old' && (identifier.type?.coding ?? []).some(({ code }) => code === 'MR')

function identifierOf(data: Patient): string | undefined {
  const usable = (data.identifier ?? []).filter(({ value, use }) => value && use !== 'old' && use !== 'temp')
  const found = usable.find(isRecordNumber) ?? pick(usable, 'official') ?? usable[0]
  return found && `${found.system ?? ''}|${found.value}`
}

function statusOf(data: Patient): Pick<RawRecord, 'status' | 'replacedBy'> {
  const successor = data.link?.find(({ type }) => type === 'replaced-by')?.other.reference
  const replacedBy = lastSegment(successor)
  if (replacedBy) return { status: 'merged', replacedBy }
  if (data.deceasedBoolean || data.deceasedDateTime) return { status: 'deceased' }
  return { status: data.active === false ? 'inactive' : 'active' }
}

function languageOf(data: Patient): Pick<RawRecord, 'language'> {
  const spoken = data.communication ?? []
  const code = (spoken.find(({ preferred }) => preferred) ?? spoken[0])?.language.coding?.[0]?.code
  const language = code?.slice(0, 2).toLowerCase()
  return language === 'en' || language === 'es' ? { language } : {}
}

function contactsOf(data: Patient, isPast: (span: { end?: string | undefined } | undefined) => boolean) {
  const order = { mobile: 0, home: 1, work: 3 } as const
  return (data.telecom ?? [])
    .filter(each => each.value && each.use !== 'old' && each.use !== 'temp' && !isPast(each.period))
    .flatMap((each): (RecordContact & { rank: number })[] => {
      const kind =
        each.system === 'email' ? 'email' : each.system === 'phone' || each.system === 'sms' ? 'phone' : undefined
      if (!kind) return []
      const use = each.system === 'sms' ? 'mobile' : each.use
      const known = use === 'mobile' || use === 'home' || use === 'work' ? use : undefined
      const value = (each.value ?? '').replace(/^(?:tel|sms|mailto):/i, '')
      return [
        {
          kind,
          value,
          ...(known ? { use: known } : {}),
          ...(each.period?.start ? { confirmed: each.period.start } : {}),
          rank: (each.rank ?? 100) * 10 + (known ? order[known] : 2),
        },
      ]
    })
    .sort((one, other) => one.rank - other.rank)
    .map(({ rank: _rank, ...contact }) => contact)
}
