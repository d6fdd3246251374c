import type { ListPage, ListRow, ListSection, Screen, Translate } from '../../src/core/index.ts'
import { Actions, ActionView } from '../partials/actions.tsx'
import { Links, Ways } from '../partials/links.tsx'
import { Paragraphs, Words } from '../partials/words.tsx'

/** Sections of rows; one form around them where something can be pressed. */
export function ListView({ screen, page, t }: { screen: Screen; page: ListPage; t: Translate }) {
  const sections = page.sections.map((section, index) => <Section key={index} section={section} at={index} t={t} />)
  const hasButtons =
    page.submit !== undefined ||
    page.actions !== undefined ||
    page.sections.some(({ rows, actions }) => actions !== undefined || rows.some(row => row.action !== undefined))
  return (
    <>
      {hasButtons ? (
        <form method="post" action={screen.action} noValidate>
          <input type="hidden" name="csrf" value={screen.csrf} />
          {sections}
          {page.submit && (
            <button type="submit" class="wide">
              {t(page.submit)}
            </button>
          )}
          <Actions actions={page.actions} heading={page.actionsHeading} t={t} />
        </form>
      ) : (
        sections
      )}
      <Links links={page.links} t={t} />
      <Ways links={page.ways} t={t} after={false} />
    </>
  )
}

const Section = ({ section, at, t }: { section: ListSection; at: number; t: Translate }) => (
  <section class="part" aria-labelledby={section.heading && `s-${at}`}>
    {section.heading && <h2 id={`s-${at}`}>{t(section.heading)}</h2>}
    <Paragraphs t={t} texts={section.lead} />
    {section.rows.length > 0 ? (
      <ul class="rows">
        {section.rows.map((row, index) => (
          <Row key={index} row={row} id={`s-${at}-${index}`} t={t} />
        ))}
      </ul>
    ) : (
      section.empty && (
        <p class="quiet">
          <Words t={t} text={section.empty} />
        </p>
      )
    )}
    <Links links={section.links} t={t} />
    <Actions actions={section.actions} t={t} />
  </section>
)

const Row = ({ row, id, t }: { row: ListRow; id: string; t: Translate }) => (
  <li>
    <div class="row-text">
      <span class="row-label" id={id}>
        <Words t={t} text={row.label} />
        {row.tag && (
          <>
            {' '}
            <span class="tag">{t(row.tag)}</span>
          </>
        )}
      </span>
      {row.lines?.map((line, index) => (
        <span class="row-line" key={index}>
          <Words t={t} text={line} />
        </span>
      ))}
    </div>
    {(row.links || row.action) && (
      <div class="row-ways">
        <Links links={row.links} t={t} about={id} />
        {row.action && <ActionView action={row.action} t={t} about={id} />}
      </div>
    )}
  </li>
)
