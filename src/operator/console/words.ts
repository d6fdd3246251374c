import type { Said } from '../../core/console/index.ts'
import { text } from '../../core/index.ts'
import { wordTexts } from './texts/words.ts'

/** A word of a list as people read it (`texts/words.ts`); one that has no text yet is said as it is. */
export function word(value: string): Said {
  const id = `console.word.${value}`
  if (id in wordTexts) return text(id)
  return /^[a-z-]+$/.test(value) ? value.replaceAll('-', ' ') : value
}
