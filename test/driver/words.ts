import type { Language, Translate } from '../../src/core/index.ts'
import { deliveryTexts } from '../../src/delivery/index.ts'
import { factorTexts } from '../../src/factors/index.ts'
import { flowTexts } from '../../src/flows/index.ts'
import { httpTexts } from '../../src/http/index.ts'
import { consoleTexts } from '../../src/operator/index.ts'
import { createTranslators } from '../../src/platform/index.ts'
import { stepTexts } from '../../src/steps/index.ts'
import { viewTexts } from '../../views/index.ts'

const translators = createTranslators([
  viewTexts,
  httpTexts,
  deliveryTexts,
  factorTexts,
  stepTexts,
  flowTexts,
  consoleTexts,
])
const plain = (words: string) => words.replace(/<[^>]+>/g, '')

export type Say = (id: string, values?: Record<string, string | number>) => string

/** What a page says, as a person reads it. Fields and buttons are found by these words: they must stand on the page. */
export function wordsIn(language: Language): Say {
  const translate: Translate = translators(language)
  return (id, values) => plain(translate(values ? { id, values } : { id }))
}
