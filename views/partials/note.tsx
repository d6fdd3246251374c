import type { Note, Translate } from '../../src/core/index.ts'
import { Links } from './links.tsx'
import { Paragraphs } from './words.tsx'

/** Tinted boxes: explanations, next steps. */
export const Notes = ({ notes, t }: { notes: readonly Note[] | undefined; t: Translate }) => (
  <>
    {notes?.map(note => (
      <div class="note" key={(note.heading ?? note.body[0])?.id}>
        {note.heading && <h2>{t(note.heading)}</h2>}
        <Paragraphs t={t} texts={note.body} />
        <Links links={note.links} t={t} />
      </div>
    ))}
  </>
)
