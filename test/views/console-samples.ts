import type { ConsolePage, ConsoleScreen } from '../../src/core/console/index.ts'
import { day, lines, link, moment, tag } from '../../src/core/console/index.ts'
import { type Language, type Texts, text } from '../../src/core/index.ts'

/** Every kind of section, field and cell of the console, in words that only these tests know. */
export const consoleSampleTexts: Texts = {
  'desk.title': { en: 'Everything at once', es: 'Todo a la vez' },
  'desk.label': { en: 'Label', es: 'Etiqueta' },
  'desk.other': { en: 'Other', es: 'Otra' },
  'desk.hint': { en: 'What it is for', es: 'Para qué sirve' },
  'desk.wrong': { en: 'Type something else', es: 'Escriba otra cosa' },
  'desk.send': { en: 'Send', es: 'Enviar' },
  'desk.role': { en: 'Owner', es: 'Responsable' },
  'desk.words': { en: 'A sentence that says what one sees.', es: 'Una frase que dice qué se ve.' },
  'desk.empty': { en: 'Nothing here.', es: 'Aquí no hay nada.' },
}
const label = text('desk.label')
const options = [
  { value: 'one', label: 'One', help: text('desk.hint') },
  { value: 'two', label: 'Two' },
]
const days = Array.from({ length: 14 }, (_, at) => `Nov ${at + 1}`)
const numbers = days.map((_, at) => (at * 37) % 120)

const page: ConsolePage = {
  name: 'sample',
  title: text('desk.title'),
  trail: [{ href: '/console', label }],
  lead: [text('desk.words')],
  links: [{ href: '/console/new', label }],
  sections: [
    { kind: 'notice', tone: 'plain', heading: label, body: [text('desk.words')], links: [{ href: '/console', label }] },
    { kind: 'notice', tone: 'good', body: [text('desk.words')] },
    { kind: 'notice', tone: 'bad', body: [text('desk.words')] },
    {
      kind: 'facts',
      heading: label,
      facts: [
        { label, value: 'eastside-portal' },
        { label, value: { kind: 'code', value: 'https://portal.eastside.example/a-rather-long-path/callback' } },
        { label, value: moment('2026-11-28T08:00:00Z') },
        { label, value: day('1984-03-27') },
        { label, value: lines([tag(label, 'good'), tag(label, 'bad'), tag(label), link('/console', label), '']) },
      ],
    },
    {
      kind: 'table',
      heading: 'Table',
      columns: [{ label }, { label: text('desk.other'), isNumber: true }],
      rows: [{ cells: [link('/console/x', 'A row', 'A row of many'), '12'] }, { cells: ['Another', ''] }],
      empty: text('desk.empty'),
      next: '/console?cursor=x',
    },
    {
      kind: 'sheet',
      heading: 'Sheet',
      lead: [text('desk.words')],
      sheet: {
        kind: 'letter',
        letter: {
          organization: { name: { en: 'Northside Clinic', es: 'Clínica Northside' }, helpPhone: '(312) 555-0100' },
          language: 'es',
          recipient: { name: 'Wilhelmina Quackenbush', address: ['12 Lantern Street', 'Chicago, IL 60601'] },
          code: 'ABCD2345EFGH',
          activateUrl: 'https://id.example.org/activate?organization=northside',
          writtenOn: new Date('2026-11-28T08:00:00Z'),
          expiresAt: new Date('2027-01-27T08:00:00Z'),
          timeZone: 'America/Chicago',
        },
      },
    },
    { kind: 'table', heading: 'Empty', columns: [{ label }], rows: [], empty: text('desk.empty') },
    {
      kind: 'chart',
      shape: 'bars',
      heading: 'Bars',
      axis: label,
      places: days,
      series: [
        { name: 'Passkey', values: numbers },
        { name: 'Password', values: numbers.toReversed() },
      ],
      empty: text('desk.empty'),
    },
    {
      kind: 'chart',
      shape: 'lines',
      heading: 'Lines',
      axis: label,
      places: days,
      series: [0, 20, 40, 60, 80].map(more => ({ name: `Line ${more}`, values: numbers.map(each => each + more) })),
      empty: text('desk.empty'),
    },
    {
      kind: 'chart',
      shape: 'funnel',
      heading: 'Funnel',
      axis: label,
      places: ['Begun', 'Code', 'Password', 'Done'],
      series: [{ name: 'People', values: [1200, 900, 610, 588] }],
      empty: text('desk.empty'),
    },
    {
      kind: 'chart',
      shape: 'bars',
      heading: 'None',
      axis: label,
      places: ['x'],
      series: [{ name: 'x', values: [0] }],
      empty: text('desk.empty'),
    },
    {
      kind: 'code',
      label: 'Quick start',
      code: `const config = await discovery(new URL('https://id.example.org'), 'eastside-portal')\n${'x'.repeat(200)}`,
    },
    {
      kind: 'paper',
      heading: 'Paper',
      body: [text('desk.words')],
      code: 'mVb3-very-long-secret-that-wraps-somewhere-0123456789',
      after: [text('desk.words')],
    },
    {
      kind: 'ways',
      heading: 'Ways',
      ways: [
        { href: '/console/a', label, help: text('desk.words'), count: 3 },
        { href: '/console/b', label },
      ],
    },
    {
      kind: 'preview',
      heading: 'Preview',
      brand: { name: 'Eastside', accent: '#b03a2e', accentDark: '#f1948a' },
      sample: { title: label, body: text('desk.words'), link: label, button: text('desk.send') },
    },
    {
      kind: 'form',
      act: 'save',
      heading: 'Form',
      lead: [text('desk.words')],
      fields: [
        { kind: 'text', name: 'a', label, hint: text('desk.hint'), value: 'typed', standing: 'now it is this' },
        { kind: 'secret', name: 'b', label },
        { kind: 'file', name: 'k', label, hint: text('desk.hint') },
        { kind: 'textarea', name: 'c', label, isOptional: true, value: 'one\ntwo', isCode: true },
        { kind: 'select', name: 'd', label, options, value: 'two' },
        { kind: 'radio', name: 'e', label, options, value: 'one', hint: text('desk.hint') },
        { kind: 'checkbox', name: 'f', label, hint: text('desk.hint'), isChecked: true },
        { kind: 'checkboxes', name: 'g', label, options, chosen: ['two'] },
        { kind: 'hidden', name: 'h', value: 'x' },
      ],
      submit: text('desk.send'),
      cancel: { href: '/console', label },
    },
    {
      kind: 'form',
      heading: 'Filter',
      fields: [{ kind: 'select', name: 'state', label, options }],
      submit: text('desk.send'),
    },
    {
      kind: 'form',
      act: 'end',
      key: 'one',
      folded: 'Folded',
      fields: [{ kind: 'text', name: 'a', label }],
      submit: text('desk.send'),
      isDangerous: true,
    },
  ],
}

const hidden = { csrf: 'token' }
export const consoleScreens = (language: Language): Readonly<Record<'console' | 'console-trouble', ConsoleScreen>> => {
  const screen: ConsoleScreen = {
    page,
    language,
    timeZone: 'America/New_York',
    nonce: 'bm9uY2U',
    languageSwitch: '/console?lang=es',
    desk: {
      name: 'Ottoline Marchbanks',
      role: text('desk.role'),
      organization: { name: 'Harbor Street Clinic', href: '/console/organization' },
      groups: [
        { links: [{ href: '/console', label, isHere: true }] },
        { label, links: [{ href: '/console/clients', label: 'Clients', isHere: false }] },
      ],
      signOut: { action: '/console/sign-out', hidden },
    },
    forms: {
      save: { action: '/console/x/save', hidden },
      'end.one': { action: '/console/x/end', hidden: { ...hidden, _form: 'one' } },
    },
  }
  return {
    console: { ...screen, notice: text('desk.words') },
    'console-trouble': {
      ...screen,
      trouble: {
        heading: text('desk.label'),
        form: 'save',
        reference: 'QF7-2KM',
        items: [
          ...['a', 'b', 'c', 'd', 'e', 'f', 'g'].map(field => ({
            said: text('desk.wrong'),
            field,
            detail: 'must be something',
          })),
          { said: text('desk.words') },
        ],
      },
    },
  }
}
