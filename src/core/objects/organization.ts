import { z } from 'zod'
import { isTimeZone } from '../dates.ts'
import { isNpi } from '../npi.ts'
import { languages } from '../texts.ts'
import { brandingParts } from './branding.ts'
import { localText, objectId } from './client.ts'

const location = z.strictObject({
  id: objectId,
  name: z.string().min(1),
  address: z
    .strictObject({
      lines: z.array(z.string().min(1)).max(4).optional(),
      city: z.string().min(1).optional(),
      state: z.string().min(1).optional(),
      postal_code: z.string().min(1).optional(),
    })
    .optional(),
})
const provider = z.strictObject({
  id: objectId,
  name: z.string().min(1),
  npi: z.string().refine(isNpi, { error: 'is not a valid NPI (10 digits with a check digit, in quotes)' }).optional(),
  location: objectId.optional(),
})

/** What one organisation decides for itself; later journeys add their own keys, each with a default. */
const organizationSettings = z.strictObject({
  /** Country whose phone numbers are written without a country code. */
  phone_country: z
    .string()
    .regex(/^[A-Z]{2}$/, { error: 'must be a country code such as US' })
    .default('US'),
  /** Countries whose numbers get texts and calls; the installation's and the one above where left out. */
  countries: z
    .array(z.string().regex(/^[A-Z]{2}$/, { error: 'must be a country code such as US' }))
    .min(1)
    .optional(),
  /** Whether people may create an account by themselves. */
  self_registration: z.boolean().default(true),
  /** Whether somebody whom the organisation has not seen yet may; off, they are asked to call. */
  new_patients_may_register: z.boolean().default(true),
  /** Whether people may apply for access, for staff to answer. */
  applications: z.boolean().default(true),
  /** Whether a code by mail may confirm somebody who is signed in; off, only phones, devices and answers do. */
  email_code_confirms: z.boolean().default(true),
})

/** An organisation (clinic, hospital, practice) as files, the operator API and the database have it. */
export const organizationObject = z
  .strictObject({
    kind: z.literal('organization').default('organization'),
    id: objectId,
    name: localText,
    /** Here, or as an object of its own of `kind: branding`, which takes its whole place. */
    branding: z.strictObject(brandingParts).prefault({}),
    time_zone: z.string().refine(isTimeZone, { error: 'must be a time zone such as America/New_York' }),
    default_language: z.enum(languages).default('en'),
    /** The client where a journey ends that no portal began. */
    home_client: objectId.optional(),
    locations: z.array(location).default([]),
    providers: z.array(provider).default([]),
    settings: organizationSettings.prefault({}),
  })
  .superRefine((organization, context) => {
    const repeated = (path: 'locations' | 'providers') => {
      const seen = new Set<string>()
      organization[path].forEach(({ id }, index) => {
        if (seen.has(id))
          context.addIssue({ code: 'custom', path: [path, index, 'id'], message: 'stands in this list twice' })
        seen.add(id)
      })
    }
    repeated('locations')
    repeated('providers')
    organization.providers.forEach((each, index) => {
      if (each.location && !organization.locations.some(({ id }) => id === each.location))
        context.addIssue({
          code: 'custom',
          path: ['providers', index, 'location'],
          message: 'is none of the locations of this organization',
        })
    })
  })

export type OrganizationObject = z.output<typeof organizationObject>
export type OrganizationObjectInput = z.input<typeof organizationObject>
