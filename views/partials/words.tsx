import type { Text, Translate } from '../../src/core/index.ts'

interface WordsProps {
  readonly t: Translate
  readonly text: Text
}

/** An address may break before a slash, and nowhere within a word. */
const breakable = (words: string) =>
  words.includes('/') ? words.split('/').map((part, index) => (index === 0 ? part : [<wbr />, `/${part}`])) : words

/** A text with its marks drawn: `<b>` and `<code>` of the message, never of a value. */
export const Words = ({ t, text }: WordsProps) => (
  <>
    {t.runs
      ? t.runs(text).map(run => {
          if (typeof run === 'string') return run
          return run.mark === 'code' ? <span class="reference">{run.text}</span> : <b>{breakable(run.text)}</b>
        })
      : t(text)}
  </>
)

export const Paragraphs = ({ t, texts }: { t: Translate; texts: readonly Text[] | undefined }) => (
  <>
    {texts?.map(text => (
      <p key={text.id}>
        <Words t={t} text={text} />
      </p>
    ))}
  </>
)

export const Items = ({ t, texts }: { t: Translate; texts: readonly Text[] | undefined }) =>
  texts && texts.length > 0 ? (
    <ul class="items">
      {texts.map((text, index) => (
        <li key={index}>
          <Words t={t} text={text} />
        </li>
      ))}
    </ul>
  ) : null
