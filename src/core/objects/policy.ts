import { z } from 'zod'
import { acrLevels } from '../assurance.ts'
import { isRealDate } from '../dates.ts'
import { confirmingKinds, policyLevels, secondFactorRules } from '../policy.ts'
import { objectId } from './client.ts'

const rules = {
  floor: z.enum(acrLevels).optional(),
  sensitive: z.enum(acrLevels).optional(),
  second_factor: z.enum(secondFactorRules).optional(),
  confirm: z.array(z.enum(confirmingKinds)).optional(),
  enrol_on_the_way: z.boolean().optional(),
}

/**
 * What signing in takes: of the whole installation, or of one population, by its id. Each level only stricter than the
 * one above; an exception is for one client, named, with a reason and a last day.
 */
export const policyObject = z
  .strictObject({
    kind: z.literal('policy').default('policy'),
    id: z.enum(policyLevels),
    assurance: z.strictObject(rules).prefault({}),
    exceptions: z
      .array(
        z.strictObject({
          name: objectId,
          client: objectId,
          reason: z.string().min(10, { error: 'must say why, in a sentence' }),
          until: z.string().refine(isRealDate, { error: 'must be the last day, such as 2027-03-31' }),
          assurance: z.strictObject(rules),
        }),
      )
      .default([]),
  })
  .superRefine(({ exceptions }, context) => {
    const seen = new Set<string>()
    exceptions.forEach(({ name, assurance }, index) => {
      const problem = (key: string, message: string) =>
        context.addIssue({ code: 'custom', path: ['exceptions', index, key], message })
      if (seen.has(name)) problem('name', 'stands in this list twice')
      seen.add(name)
      if (Object.keys(assurance).length === 0) problem('assurance', 'must say what is different')
    })
  })

export type PolicyObject = z.output<typeof policyObject>
