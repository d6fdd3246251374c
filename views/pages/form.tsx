import type { FormPage, Screen, Translate } from '../../src/core/index.ts'
import { FieldView, whyOf } from '../partials/field.tsx'
import { PageForm } from '../partials/page-form.tsx'

export const FormView = ({ screen, page, t }: { screen: Screen; page: FormPage; t: Translate }) => (
  <PageForm screen={screen} page={page} t={t} action={page.action}>
    {page.fields.map(field => (
      <FieldView
        key={field.name}
        field={field}
        t={t}
        language={screen.context.language}
        why={whyOf(field, screen.trouble)}
      />
    ))}
  </PageForm>
)
