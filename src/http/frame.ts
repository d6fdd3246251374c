import type { Context } from 'koa'
import type { Language, LocalText, Page, PageContext, PagePaths, Text, Trouble } from '../core/index.ts'
import { text } from '../core/index.ts'
import type { Ask, StepProblem, Visitor } from '../flow-engine/index.ts'
import { negotiateLanguage, type Translators } from '../platform/index.ts'
import type { Cookies } from './cookies.ts'
import type { Organizations } from './organizations.ts'

/** Language of a request; a press on the language switch (`?lang=`) is remembered on the device. */
export function languageOf(ctx: Context, cookies: Cookies, uiLocales?: string, fallback?: Language): Language {
  const { lang } = ctx.query
  const query = typeof lang === 'string' ? lang : undefined
  const cookie = cookies.language(ctx)
  const language = negotiateLanguage({
    ...(query ? { query } : {}),
    ...(cookie ? { cookie } : {}),
    ...(uiLocales ? { uiLocales } : {}),
    acceptLanguage: ctx.get('accept-language'),
    ...(fallback ? { fallback } : {}),
  })
  if (query && cookie !== language) cookies.setLanguage(ctx, language)
  return language
}

export function visitorOf(ctx: Context, cookies: Cookies, language: Language): Visitor {
  const deviceToken = cookies.device(ctx)
  const insurer = cookies.insurer(ctx)
  const turnedAwayFrom = cookies.turnedAwayFrom(ctx)
  return {
    ip: ctx.ip,
    userAgent: ctx.get('user-agent').slice(0, 300),
    language,
    ...(deviceToken ? { deviceToken } : {}),
    ...(insurer ? { insurer } : {}),
    ...(turnedAwayFrom.length > 0 ? { turnedAwayFrom } : {}),
  }
}

/** Addresses of the other flows: inside the interaction where there is one, else the entry pages. */
export function pathsOf(
  ask: Pick<Ask, 'interactionUid' | 'organization' | 'client' | 'targetLinkUri'>,
  flows: ReadonlySet<string>,
): PagePaths {
  const inside = ask.interactionUid ? `/interaction/${ask.interactionUid}` : undefined
  // where the person was going goes along
  const query = new URLSearchParams({
    ...(ask.organization ? { organization: ask.organization } : {}),
    ...(ask.client ? { client_id: ask.client.id } : {}),
    ...(ask.targetLinkUri ? { target_link_uri: ask.targetLinkUri } : {}),
  }).toString()
  const entry = (path: string) => (query ? `${path}?${query}` : path)
  const place = (flow: string) => (inside ? `${inside}/${flow}` : entry(`/${flow}`))
  return {
    signIn: place('sign-in'),
    activate: place('activate'),
    ...(flows.has('register') ? { register: place('register') } : {}),
    ...(flows.has('apply') ? { apply: place('apply') } : {}),
    ...(flows.has('recover') ? { recover: place('recover') } : {}),
    // its first step by name: whoever went on from it into another journey may begin again
    ...(flows.has('insurer') ? { insurer: inside ? `${inside}/insurer/choose-insurer` : entry('/insurer') } : {}),
  }
}

export async function pageContext(
  organizations: Organizations,
  flows: ReadonlySet<string>,
  language: Language,
  ask: Pick<Ask, 'organization' | 'client' | 'interactionUid' | 'targetLinkUri' | 'loginHint'>,
  reference?: string,
): Promise<PageContext> {
  const going: LocalText | undefined = ask.client?.name
  const organization = await organizations.frame(ask.organization)
  const { register, apply, insurer, ...paths } = pathsOf(ask, flows)
  return {
    language,
    organization,
    paths: {
      ...paths,
      ...(register && organization.selfRegistration !== false ? { register } : {}),
      ...(insurer && (await organizations.hasInsurers(ask)) ? { insurer } : {}),
      ...(apply && organization.applications !== false ? { apply } : {}),
    },
    ...(going ? { going } : {}),
    ...(ask.loginHint ? { loginHint: ask.loginHint } : {}),
    ...(reference ? { reference } : {}),
  }
}

/**
 * The summary of a refused submit. A problem may bring a heading of its own (`….heading`), advice (`….note`), and what
 * to do with a further field of the page (`….at.<field>`).
 */
export function troubleOf(problem: StepProblem, translators: Translators, page: Page): Trouble {
  const id = `problem.${problem.code}`
  const known = (wanted: string, otherwise: string): Text => text(translators.has(wanted) ? wanted : otherwise)
  return {
    heading: known(`${id}.heading`, 'problem.heading'),
    items: [
      { text: known(id, 'problem.input'), ...(problem.field ? { field: problem.field } : {}) },
      ...(page.kind === 'form' ? page.fields : [])
        .filter(({ name }) => translators.has(`${id}.at.${name}`))
        .map(({ name }) => ({ text: text(`${id}.at.${name}`), field: name })),
    ],
    ...(translators.has(`${id}.note`) ? { notes: [{ body: [text(`${id}.note`)] }] } : {}),
  }
}

/** The same address with the other language; state lives in the flow, so nothing is lost. */
export function languageSwitchOf(ctx: Context, language: Language): string {
  // a path that begins with two slashes would name another host
  const path = ctx.path.replace(/^[/\\]+/, '/')
  const query = new URLSearchParams(ctx.querystring)
  query.set('lang', language === 'en' ? 'es' : 'en')
  query.delete('notice')
  return `${path}?${query}`
}
