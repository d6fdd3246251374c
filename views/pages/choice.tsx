import type { ChoicePage, Screen, Translate } from '../../src/core/index.ts'
import { Choices } from '../partials/options.tsx'
import { PageForm } from '../partials/page-form.tsx'
import { whyId } from '../partials/trouble.tsx'
import { Words } from '../partials/words.tsx'

/** One question, big answers. */
export function ChoiceView({ screen, page, t }: { screen: Screen; page: ChoicePage; t: Translate }) {
  const why = screen.trouble?.items.find(item => item.field === page.field)?.text
  return (
    <PageForm screen={screen} page={page} t={t}>
      <fieldset class={why ? 'field wrong' : 'field'} aria-describedby={why && whyId(page.field)}>
        <legend class={page.legend.id === page.title.id ? 'unseen' : undefined}>{t(page.legend)}</legend>
        {why && (
          <span class="why" id={whyId(page.field)}>
            <Words t={t} text={why} />
          </span>
        )}
        <Choices name={page.field} options={page.options} t={t} />
      </fieldset>
    </PageForm>
  )
}
