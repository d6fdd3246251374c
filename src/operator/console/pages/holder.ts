import type { ConsoleField } from '../../../core/console/index.ts'
import { text } from '../../../core/index.ts'
import { FormTrouble, type Typed } from '../contract.ts'
import { word } from '../words.ts'

const relationships = ['parent', 'guardian', 'representative', 'caregiver'] as const
type Relationship = (typeof relationships)[number]

/** Who it is for: the patient, or somebody who acts for them. */
export const holderFields: readonly ConsoleField[] = [
  {
    kind: 'radio',
    name: 'holder',
    label: text('console.holder'),
    options: [
      { value: 'patient', label: text('console.holder.patient') },
      { value: 'representative', label: text('console.holder.representative') },
    ],
    value: 'patient',
  },
  {
    kind: 'text',
    name: 'given',
    label: text('console.holder.given'),
    hint: text('console.holder.only'),
    paths: ['body.representative.name.given'],
    wanted: text('console.holder.wanted'),
    isOptional: true,
  },
  {
    kind: 'text',
    name: 'family',
    label: text('console.holder.family'),
    paths: ['body.representative.name.family'],
    wanted: text('console.holder.wanted'),
    isOptional: true,
  },
  {
    kind: 'select',
    name: 'relationship',
    label: text('console.holder.relationship'),
    paths: ['body.representative.relationship'],
    wanted: text('console.holder.wanted'),
    options: relationships.map(value => ({ value, label: word(value) })),
    isOptional: true,
  },
  {
    kind: 'text',
    name: 'basis',
    label: text('console.holder.basis'),
    hint: text('console.holder.basis.hint'),
    paths: ['body.representative.basis'],
    wanted: text('console.holder.wanted'),
    isOptional: true,
  },
]

/** @returns undefined where it is for the patient. @throws FormTrouble where both are meant */
export function holderOf(typed: Typed) {
  const [given, family, basis] = ['given', 'family', 'basis'].map(typed.text) as [string, string, string]
  if (typed.text('holder') === 'representative')
    return { name: { given, family }, relationship: typed.text('relationship') as Relationship, basis }
  // a name without the press would be a code for somebody else than was meant
  if (given || family) throw new FormTrouble({ field: 'holder', said: text('console.holder.which') })
  return undefined
}
