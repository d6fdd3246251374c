import type { Texts } from '../core/index.ts'
import type { TextsObject } from '../core/objects/texts.ts'
import { checkOverride } from '../platform/index.ts'
import { type LocatedProblem, pathText } from '../settings/index.ts'
import type { DescribedObject } from './object-files.ts'

/**
 * Described texts that could not stand in place of the originals: an id that no page has, words that do not parse, other
 * placeholders than the original's.
 * @param originals the texts of hosted pages
 */
export function unfitTexts(objects: readonly DescribedObject[], originals: Texts): LocatedProblem[] {
  return objects
    .filter(({ kind }) => kind === 'texts')
    .flatMap(object =>
      Object.entries((object.value as TextsObject).texts).flatMap(([id, entry]) =>
        checkOverride(Object.hasOwn(originals, id) ? originals[id] : undefined, entry).map(({ language, problem }) => {
          const path = ['texts', id, ...(language ? [language] : [])]
          return { ...object.at(path), path: pathText(path), problem }
        }),
      ),
    )
}
