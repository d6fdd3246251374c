import type { Said } from '../../core/console/index.ts'
import { type Language, text } from '../../core/index.ts'
import { journeyTexts } from './texts/journeys.ts'
import { wordTexts } from './texts/words.ts'
import { word } from './words.ts'

const known = (id: string, value: string): Said => (id in journeyTexts ? text(id) : value.replaceAll('-', ' '))

export const flowName = (flow: string): Said => known(`console.flow.${flow}`, flow)
export const stepName = (step: string): Said => known(`console.step.${step}`, step)

/** A word of these lists inside another's sentence. */
export const spoken = (said: Said, language: Language): string =>
  typeof said === 'string' ? said : ((journeyTexts[said.id] ?? wordTexts[said.id])?.[language] ?? said.id)

/** Where something failed and why; what has no words yet is said as the trail has it. */
export function failureName(type: string, reason: string, language: Language): string {
  const [, flow, step] = /^flow\.([^.]+)\.([^.]+)\.[^.]+$/.exec(type) ?? []
  const where = flow && step ? `${spoken(flowName(flow), language)}, ${spoken(stepName(step), language)}` : type
  return reason ? `${where}: ${spoken(known(`console.why.${reason}`, reason), language)}` : where
}

/** Why a message was not delivered; answers of gateways have a number that says the rest. */
export function failureOf(failure: string): Said {
  const [, number] = /^(?:status|reply)-(\d+)$/.exec(failure) ?? []
  return number ? text('console.messages.answered', { number }) : word(failure)
}
