import { IntlMessageFormat } from 'intl-messageformat'
import { type Language, languages, marks, type TextEntry, type Texts } from '../../core/index.ts'

type Element = ReturnType<IntlMessageFormat['getAst']>[number]
interface Parts {
  readonly values: Set<string>
  readonly marks: Set<string>
}

/** Element types of the ICU parser; its own enum is not exported by intl-messageformat. */
const literal = 0
const pound = 7
const tag = 8

function collect(elements: readonly Element[], into: Parts): Parts {
  for (const element of elements) {
    const type = element.type as number
    if (type === literal || type === pound) continue
    const name = (element as { value: string }).value
    ;(type === tag ? into.marks : into.values).add(name)
    if ('children' in element) collect(element.children, into)
    if ('options' in element) for (const option of Object.values(element.options)) collect(option.value, into)
  }
  return into
}

const listed = (names: Set<string>): string => [...names].sort().join(', ') || 'none'

const formats = new WeakMap<TextEntry, Map<Language, IntlMessageFormat>>()
/**
 * The message of a text, parsed when somebody first asks. Nothing where it is plain words, as most are: without values,
 * marks and quotes there is nothing to parse.
 * @throws Error where it is no ICU message
 */
export function formatOf(entry: TextEntry, language: Language): IntlMessageFormat | undefined {
  const source = entry[language]
  if (!/[{}<>']/.test(source)) return undefined
  const known = formats.get(entry) ?? new Map<Language, IntlMessageFormat>()
  formats.set(entry, known)
  const format = known.get(language) ?? new IntlMessageFormat(source, language)
  known.set(language, format)
  return format
}

const partsOf = (entry: TextEntry, language: Language): Parts =>
  collect(formatOf(entry, language)?.getAst() ?? [], { values: new Set(), marks: new Set() })

/** Everything wrong with the catalogs, one sentence each; empty when all is well. */
export function checkTexts(catalogs: readonly Texts[]): string[] {
  const trouble: string[] = []
  const seen = new Set<string>()
  for (const [id, entry] of catalogs.flatMap(catalog => Object.entries(catalog))) {
    if (seen.has(id)) trouble.push(`${id}: used twice`)
    seen.add(id)
    const found = new Map<Language, Parts>()
    for (const language of languages) {
      const source = entry[language]
      if (typeof source !== 'string' || source.trim() === '') {
        trouble.push(`${id}: no words in ${language}`)
        continue
      }
      try {
        found.set(language, partsOf(entry, language))
      } catch (error) {
        trouble.push(`${id}: the ${language} message does not parse (${(error as Error).message})`)
      }
    }
    const [en, es] = [found.get('en'), found.get('es')]
    if (en && es && listed(en.values) !== listed(es.values))
      trouble.push(`${id}: values differ (en: ${listed(en.values)}; es: ${listed(es.values)})`)
    for (const [language, parts] of found)
      for (const mark of parts.marks)
        if (!(marks as readonly string[]).includes(mark)) trouble.push(`${id}: unknown mark <${mark}> in ${language}`)
  }
  return trouble
}

export interface UnfitOverride {
  /** Left out where it is about the text as a whole. */
  readonly language?: Language
  readonly problem: string
}

/** Whether words of somebody else can stand in place of a text: they parse, and ask for the same values. */
export function checkOverride(original: TextEntry | undefined, over: TextEntry): readonly UnfitOverride[] {
  if (!original) return [{ problem: 'no page has a text of this id' }]
  return languages.flatMap((language): UnfitOverride[] => {
    const wanted = listed(partsOf(original, language).values)
    try {
      const { values, marks: used } = partsOf(over, language)
      const unknown = [...used].filter(mark => !(marks as readonly string[]).includes(mark))
      return [
        ...(listed(values) === wanted
          ? []
          : [
              { language, problem: `must have the placeholders of the original: ${wanted}; it has: ${listed(values)}` },
            ]),
        ...unknown.map(mark => ({ language, problem: `has the mark <${mark}>; there are only ${marks.join(', ')}` })),
      ]
    } catch {
      return [{ language, problem: 'is no ICU message: look at its braces, quotes and marks' }]
    }
  })
}
