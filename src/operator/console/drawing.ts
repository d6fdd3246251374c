import type { Context } from 'koa'
import { renderConsole } from '../../../views/index.ts'
import {
  type ConsoleForm,
  type ConsolePage,
  type ConsoleTrouble,
  formKey,
  formsOf,
  type SentWith,
} from '../../core/console/index.ts'
import { type Text, text } from '../../core/index.ts'
import { type Frame, languageSwitchOf } from '../../http/index.ts'
import { newId, type Translators } from '../../platform/index.ts'
import type { ConsoleArea, Place } from './contract.ts'
import { menuOf } from './menu.ts'
import { ownFields } from './typed.ts'

export interface DrawingParts {
  readonly frame: Frame
  readonly translators: Translators
  readonly areas: readonly ConsoleArea[]
}
export interface Drawn {
  readonly page: ConsolePage
  /** Address of the page, that its acts stand under. */
  readonly path: string
  readonly status?: number
  readonly trouble?: ConsoleTrouble
  readonly notice?: Text
  /** What was kept and is drawn again: gone once it was sent. */
  readonly kept?: string
}

/** What a form's token is bound to, besides the browser: what it does, for whom, and who was given it. */
export const formOf = (action: string, organization: string, accountId: string): string =>
  `${action}\n${organization}\n${accountId}`

export async function drawPage(parts: DrawingParts, ctx: Context, place: Place, drawn: Drawn): Promise<void> {
  const { frame, translators, areas } = parts
  const { page, path, status = 200, trouble, notice, kept } = drawn
  const { operator, organization, language, timeZone } = place
  const browser = frame.cookies.browser(ctx)
  const sentWith = (
    action: string,
    { version = 0, key = '' }: Pick<ConsoleForm, 'version' | 'key'> = {},
  ): SentWith => ({
    action,
    hidden: {
      [ownFields.csrf]: frame.csrf.token(browser, formOf(action, organization, operator.accountId), {
        version,
        id: newId(),
      }),
      ...(key ? { [ownFields.key]: key } : {}),
      ...(organization ? { [ownFields.organization]: organization } : {}),
      ...(kept ? { [ownFields.kept]: kept } : {}),
    },
  })
  const forms = formsOf(page).flatMap(form =>
    form.act === undefined ? [] : [[formKey(form), sentWith(`${path}/${form.act}`, form)] as const],
  )
  ctx.status = status
  ctx.type = 'html'
  ctx.body = renderConsole(
    {
      page,
      language,
      nonce: ctx.state.nonce,
      // what answers a POST has no address to go back to
      languageSwitch: ctx.method === 'GET' ? languageSwitchOf(ctx, language) : `${path}?lang=${other(place)}`,
      ...(timeZone ? { timeZone } : {}),
      desk: {
        name: operator.words.replace(/ \([^()]*\)$/, ''),
        role: text(`console.role.${operator.role}`),
        groups: menuOf(areas, operator, path),
        signOut: sentWith('/console/sign-out'),
        ...(await organizationOf(frame, place)),
      },
      forms: Object.fromEntries(forms),
      ...(trouble ? { trouble } : {}),
      ...(notice ? { notice } : {}),
    },
    translators,
  )
}

const other = ({ language }: Place) => (language === 'en' ? 'es' : 'en')

async function organizationOf({ organizations }: Frame, { organization, operator, language }: Place) {
  if (!organization) return {}
  const { name } = await organizations.frame(organization)
  const isFixed = operator.organizations?.length === 1
  return {
    organization: { name: name[language] ?? name.en, ...(isFixed ? {} : { href: '/console/organization' }) },
  }
}
