import { CookieJar } from 'tough-cookie'
import { type Dispatcher, fetch } from 'undici'
import { notes, notesForm } from './canaries.ts'
import { type PageDocument, readPage } from './document.ts'

export interface Answer {
  readonly url: string
  readonly status: number
  readonly headers: Headers
  readonly body: string
  readonly page: PageDocument
}
export interface AgentOptions {
  /** Where connections really go: spreads requests over several instances of one issuer. */
  readonly dispatcher?: Dispatcher
  readonly language?: string
  readonly userAgent?: string
  /** Redirects to these origins are not followed: a relying party takes the address itself. */
  readonly stopAt?: (url: URL) => boolean
}

/** A browser without scripts: cookies, forms, redirects. Real HTTP, real HTML parsing. */
export class Agent {
  readonly jar: CookieJar
  readonly options: AgentOptions
  /** The page that is open. */
  current: Answer | undefined
  /** Every hop of the last navigation, for tests that read the transcript. */
  hops: { method: string; url: string; status: number }[] = []

  constructor(options: AgentOptions = {}, jar = new CookieJar()) {
    this.options = options
    this.jar = jar
  }

  /** A second tab on the page that is open: the same cookies, its own way on. */
  tab(): Agent {
    const tab = new Agent(this.options, this.jar)
    tab.current = this.current
    return tab
  }

  get page(): PageDocument {
    if (!this.current) throw new Error('no page is open')
    return this.current.page
  }

  open(url: string): Promise<Answer> {
    this.hops = []
    return this.navigate(new URL(url, this.current?.url), { method: 'GET' })
  }

  /** Sends the form that posts to a step, with some fields filled, pressing its first button or the named action. */
  async submit(fields: Record<string, string> = {}, action?: string): Promise<Answer> {
    const form = this.formFor(action)
    return this.post(form.action, { ...form.fields, ...fields, ...(action ? { action } : {}) })
  }

  /** Sends the form whose address ends so, with some fields filled; an empty list leaves a field out. */
  async sendTo(address: string, filled: Readonly<Record<string, string | readonly string[]>> = {}): Promise<Answer> {
    const form = this.page.forms.find(each => each.method === 'post' && each.action.endsWith(address))
    if (!form) throw new Error(`the page "${this.page.heading}" has no form to ${address}: ${this.page.text}`)
    const entries = [
      ...form.entries.filter(([name]) => !(name in filled)),
      ...Object.entries(filled).flatMap(([name, value]) => [value].flat().map(each => [name, each] as const)),
    ]
    return this.post(form.action, entries)
  }

  /** The same of a form with a file. */
  async sendFile(
    address: string,
    filled: Readonly<Record<string, string>>,
    file: { readonly field: string; readonly name: string; readonly content: string },
  ): Promise<Answer> {
    const form = this.page.forms.find(each => each.method === 'post' && each.action.endsWith(address))
    if (!form) throw new Error(`the page "${this.page.heading}" has no form to ${address}`)
    const body = new FormData()
    for (const [name, value] of Object.entries({ ...form.fields, ...filled }))
      if (name !== file.field) body.append(name, value)
    body.append(file.field, new Blob([file.content]), file.name)
    const encoded = new Response(body)
    const target = new URL(form.action, this.current?.url)
    this.hops = []
    return this.navigate(target, {
      method: 'POST',
      body: await encoded.text(),
      headers: {
        'content-type': encoded.headers.get('content-type') ?? '',
        origin: target.origin,
        'sec-fetch-site': 'same-origin',
      },
    })
  }

  /** Sends a form, then says "not now" to whatever is offered on the way, such as a passkey. */
  async finish(fields: Record<string, string> = {}, action?: string): Promise<Answer> {
    const answer = await this.submit(fields, action)
    const isOffer =
      answer.status === 200 &&
      answer.page.forms.some(form => form.buttons.some(({ name, value }) => name === 'action' && value === 'not-now'))
    return isOffer ? this.finish({}, 'not-now') : answer
  }

  formFor(action?: string) {
    const forms = this.page.forms.filter(form => form.method === 'post')
    const form = action
      ? forms.find(each => each.buttons.some(button => button.name === 'action' && button.value === action))
      : forms[0]
    if (!form)
      throw new Error(
        `the page "${this.page.heading}" has no form${action ? ` with the action ${action}` : ''}: ${this.page.text}`,
      )
    return form
  }

  /** A POST as a same-origin form makes it. */
  async post(
    url: string,
    sent: Record<string, string> | readonly (readonly [string, string])[],
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const target = new URL(url, this.current?.url)
    this.hops = []
    const entries = Array.isArray(sent) ? sent : Object.entries(sent)
    const fields: Record<string, string> = Object.fromEntries(entries)
    notesForm(fields)
    const answer = await this.navigate(target, {
      method: 'POST',
      body: new URLSearchParams(entries).toString(),
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        origin: target.origin,
        'sec-fetch-site': 'same-origin',
        ...headers,
      },
    })
    for (const secret of [fields.password, fields.new_password])
      if (secret && secret.length >= 8 && answer.body.includes(secret)) throw new Error('a page shows a typed password')
    return answer
  }

  private async navigate(
    start: URL,
    init: { method: string; body?: string; headers?: Record<string, string> },
  ): Promise<Answer> {
    let url = start
    let request = init
    for (let hop = 0; hop < 15; hop += 1) {
      const response = await fetch(url, {
        ...request,
        redirect: 'manual',
        ...(this.options.dispatcher ? { dispatcher: this.options.dispatcher } : {}),
        headers: {
          'accept-language': this.options.language ?? 'en',
          'user-agent': this.options.userAgent ?? 'Mozilla/5.0 (test) VestibuleAgent/1.0',
          ...request.headers,
          cookie: await this.jar.getCookieString(url.href),
        },
      })
      for (const cookie of response.headers.getSetCookie()) {
        await this.jar.setCookie(cookie, url.href, { ignoreError: true })
        noteCookie(cookie)
      }
      this.hops.push({ method: request.method, url: url.href, status: response.status })
      const body = await response.text()
      const location = response.headers.get('location')
      if (response.status < 300 || response.status >= 400 || !location) {
        this.current = answerOf(url, response, body)
        return this.current
      }
      const next = new URL(location, url)
      notes('authorization code', next.searchParams.get('code') ?? undefined)
      if (this.options.stopAt?.(next)) {
        return answerOf(next, response, '')
      }
      url = next
      request = { method: 'GET' }
    }
    throw new Error(`too many redirects: ${this.hops.map(hop => hop.url).join(' → ')}`)
  }
}

/** The page is read when somebody looks at it: most answers of a race are not looked at. */
function answerOf(url: URL, { status, headers }: { readonly status: number; readonly headers: unknown }, body: string) {
  let page: PageDocument | undefined
  return {
    url: url.href,
    status,
    headers: headers as Headers,
    body,
    get page() {
      page ??= readPage(body)
      return page
    },
  }
}

/** Cookies that are secrets: not the language, nor the name of a portal. */
function noteCookie(cookie: string): void {
  const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie) ?? []
  if (name && value && value.length >= 16 && !/vst_(lang|going)|\.sig$/.test(name))
    notes(`cookie ${name.replace(/_\d+\b/, '')}`, value)
}
