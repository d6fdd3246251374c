import {
  type Field,
  type Page,
  type PageContext,
  type Screen,
  type Text,
  type Texts,
  text,
} from '../../src/core/index.ts'
import { listPages, listTexts } from './list-samples.ts'

/** Sample screens: every kind of page, field and box, in words that only these tests know. */
export const galleryTexts: Texts = {
  ...listTexts,
  'gallery.sign-in': { en: 'Sign in', es: 'Iniciar sesión' },
  'gallery.username': { en: 'Username or email', es: 'Nombre de usuario o correo electrónico' },
  'gallery.password': { en: 'Password', es: 'Contraseña' },
  'gallery.forgot': { en: 'Forgot your username or password?', es: '¿Olvidó su usuario o su contraseña?' },
  'gallery.insurer': { en: 'Sign in with your health insurer', es: 'Entrar con su aseguradora de salud' },
  'gallery.have-code': { en: 'I have an access code', es: 'Tengo un código de acceso' },
  'gallery.register': { en: 'Create an account', es: 'Crear una cuenta' },
  'gallery.failed': { en: 'That sign-in did not work', es: 'No se pudo iniciar la sesión' },
  'gallery.check': { en: 'Check your username and password', es: 'Revise su usuario y su contraseña' },
  'gallery.again': { en: 'Enter your password again', es: 'Escriba otra vez su contraseña' },
  'gallery.capitals': {
    en: 'Capital letters count, and spaces do too. An access code from a letter is not a password.',
    es: 'Las mayúsculas y los espacios cuentan. El código de acceso de una carta no es una contraseña.',
  },
  'gallery.use-it': { en: 'Use your access code', es: 'Use su código de acceso' },
  'gallery.access-code': { en: 'Access code', es: 'Código de acceso' },
  'gallery.access-code.hint': {
    en: 'From your letter, text or email. Like <code>7KDM-PQ4X-WN</code>',
    es: 'Está en su carta, mensaje o correo. Por ejemplo, <code>7KDM-PQ4X-WN</code>',
  },
  'gallery.birth': { en: 'Date of birth', es: 'Fecha de nacimiento' },
  'gallery.birth.hint': { en: 'For example, 3 27 1984', es: 'Por ejemplo, 27 3 1984' },
  'gallery.birth.wrong': {
    en: 'Enter the month as a number from 1 to 12',
    es: 'Escriba el mes con un número del 1 al 12',
  },
  'gallery.problem': { en: 'There is a problem with what you typed', es: 'Hay un problema con lo que escribió' },
  'gallery.lost': { en: 'I lost my code', es: 'Perdí mi código' },
  'gallery.enter-code': { en: 'Enter the code we texted you', es: 'Escriba el código que le enviamos' },
  'gallery.sent': {
    en: 'We sent a 6-digit code to the phone number ending in <b>{ending}</b>. It works for {minutes} minutes.',
    es: 'Enviamos un código de 6 cifras al teléfono que termina en <b>{ending}</b>. Sirve durante {minutes} minutos.',
  },
  'gallery.code': { en: 'Code', es: 'Código' },
  'gallery.no-code': { en: 'No code yet?', es: '¿No le llegó el código?' },
  'gallery.new-code': { en: 'Send a new code', es: 'Enviar otro código' },
  'gallery.new-code.wait': {
    en: 'You can ask for a new one in {seconds} seconds.',
    es: 'Podrá pedir otro en {seconds} segundos.',
  },
  'gallery.call-me': { en: 'Call me with a code instead', es: 'Llámenme para darme un código' },
  'gallery.other-way': { en: 'Use another way to confirm', es: 'Confirmar de otra manera' },
  'gallery.new-sent': { en: 'We sent a new code.', es: 'Enviamos otro código.' },
  'gallery.protect': { en: 'How should we confirm it is you?', es: '¿Cómo confirmamos que es usted?' },
  'gallery.protect.lead': {
    en: 'We use this when you forget your password, or when something important changes.',
    es: 'Lo usamos si olvida su contraseña o cuando cambia algo importante.',
  },
  'gallery.choose': { en: 'Choose how we confirm it is you', es: 'Elija cómo confirmamos que es usted' },
  'gallery.text-me': { en: 'Text me', es: 'Enviarme un mensaje' },
  'gallery.text-me.help': { en: 'We text a code to your mobile phone.', es: 'Enviamos un código a su teléfono móvil.' },
  'gallery.call': { en: 'Call me', es: 'Llamarme' },
  'gallery.call.help': {
    en: 'We read a code to you. Choose this for a home phone.',
    es: 'Le leemos un código. Elija esto si es un teléfono fijo.',
  },
  'gallery.continue': { en: 'Continue', es: 'Continuar' },
  'gallery.set-password': { en: 'Choose a username and password', es: 'Elija un usuario y una contraseña' },
  'gallery.new-password': { en: 'New password', es: 'Contraseña nueva' },
  'gallery.new-password.hint': {
    en: 'At least 12 characters. A few words that only you would put together work well.',
    es: 'Al menos 12 caracteres. Unas palabras que solo usted juntaría funcionan bien.',
  },
  'gallery.everything': { en: 'Tell us about you', es: 'Háblenos de usted' },
  'gallery.first-name': { en: 'First name', es: 'Nombre' },
  'gallery.nickname': { en: 'Name you like to be called', es: 'Nombre con el que prefiere que le llamen' },
  'gallery.phone': { en: 'Phone', es: 'Teléfono' },
  'gallery.phone.hint': { en: 'Any way of writing it is fine', es: 'Puede escribirlo como quiera' },
  'gallery.email': { en: 'Email', es: 'Correo electrónico' },
  'gallery.sex': { en: 'Sex', es: 'Sexo' },
  'gallery.female': { en: 'Female', es: 'Mujer' },
  'gallery.male': { en: 'Male', es: 'Hombre' },
  'gallery.location': { en: 'Location', es: 'Centro' },
  'gallery.harbor': { en: 'Harbor Street', es: 'Calle del Puerto' },
  'gallery.agree': {
    en: 'I have read the terms and the privacy notice',
    es: 'He leído las condiciones y el aviso de privacidad',
  },
  'gallery.terms': { en: 'Terms', es: 'Condiciones' },
  'gallery.privacy': { en: 'Privacy notice', es: 'Aviso de privacidad' },
  'gallery.you-are': {
    en: 'You are setting up sign-in for <b>{name}</b>',
    es: 'Va a crear el acceso de <b>{name}</b>',
  },
  'gallery.is-it-you': { en: 'Is this you?', es: '¿Es usted?' },
  'gallery.yes': { en: 'Yes, continue', es: 'Sí, continuar' },
  'gallery.not-me': { en: 'That is not me', es: 'No soy yo' },
  'gallery.dead-end': { en: 'We could not connect your account online', es: 'No pudimos conectar su cuenta en línea' },
  'gallery.dead-end.lead': {
    en: 'This happens when details differ or something needs a second look. Nothing is lost.',
    es: 'Esto ocurre cuando los datos no coinciden o algo necesita otra revisión. No se ha perdido nada.',
  },
  'gallery.new-here': { en: 'I am new, continue', es: 'Es mi primera vez, continuar' },
  'gallery.say': { en: '{words}', es: '{words}' },
}

export const organization: PageContext['organization'] = {
  id: 'northside',
  name: { en: 'Northside Clinic', es: 'Clínica Northside' },
  helpPhone: '(555) 010-0100',
  helpHours: { en: 'Monday to Friday, 8 to 5', es: 'lunes a viernes, de 8 a 5' },
  privacyUrl: 'https://northside.example/privacy',
  termsUrl: 'https://northside.example/terms',
}
const context: PageContext = {
  language: 'en',
  organization,
  going: { en: 'Patient portal', es: 'Portal del paciente' },
  paths: { signIn: '/interaction/u1', activate: '/interaction/u1/activate' },
  reference: 'QF7-2KM',
}

export const screenOf = (page: Page, more: Partial<Screen> = {}): Screen => ({
  page,
  context,
  action: `/interaction/u1/${page.name}`,
  csrf: 'csrf-value',
  nonce: 'bm9uY2U',
  languageSwitch: `/interaction/u1/${page.name}?lang=es`,
  ...more,
})

const t = (id: string, values?: Record<string, string | number>): Text => text(`gallery.${id}`, values)
const signInFields: readonly Field[] = [
  { kind: 'username', name: 'username', label: t('username') },
  { kind: 'password', name: 'password', label: t('password') },
]
const signIn: Page = {
  kind: 'form',
  name: 'sign-in',
  title: t('sign-in'),
  fields: signInFields,
  submit: t('sign-in'),
  links: [{ href: '/recover', label: t('forgot') }],
  ways: [
    { href: '/insurer', label: t('insurer') },
    { href: '/activate', label: t('have-code') },
    { href: '/register', label: t('register') },
  ],
}
const accessCode: Page = {
  kind: 'form',
  name: 'enter-access-code',
  title: t('use-it'),
  progress: { step: 1, of: 5 },
  fields: [
    { kind: 'access-code', name: 'access_code', label: t('access-code'), hint: t('access-code.hint') },
    { kind: 'date', name: 'birth', label: t('birth'), hint: t('birth.hint'), autocomplete: 'bday' },
  ],
  submit: t('continue'),
  links: [{ href: '/help', label: t('lost') }],
}
const enterCode: Page = {
  kind: 'form',
  name: 'enter-code',
  title: t('enter-code'),
  lead: [t('sent', { ending: '42', minutes: 10 })],
  fields: [{ kind: 'code', name: 'code', label: t('code') }],
  submit: t('continue'),
  actionsHeading: t('no-code'),
  actions: [
    { value: 'resend', label: t('new-code'), availableIn: 24, hint: t('new-code.wait', { seconds: 24 }) },
    { value: 'call', label: t('call-me') },
    { value: 'other', label: t('other-way') },
  ],
}
const option = (value: string, help?: string, more: object = {}) => ({
  value,
  label: t(value),
  ...(help ? { help: t(help) } : {}),
  ...more,
})
const everyField: readonly Field[] = [
  { kind: 'hidden', name: 'secret_step', label: t('code'), value: 'hidden-value' },
  { kind: 'text', name: 'given_name', label: t('first-name'), autocomplete: 'given-name', value: 'Rosa' },
  { kind: 'text', name: 'nickname', label: t('nickname'), optional: true },
  { kind: 'phone', name: 'phone', label: t('phone'), hint: t('phone.hint'), value: '(555) 010-1234' },
  { kind: 'email', name: 'email', label: t('email') },
  { kind: 'radio', name: 'sex', label: t('sex'), options: [option('female'), option('male')], value: 'female' },
  { kind: 'select', name: 'facility', label: t('location'), options: [{ value: 'harbor', label: t('harbor') }] },
  {
    kind: 'checkbox',
    name: 'terms',
    label: t('agree'),
    links: [
      { href: '/terms', label: t('terms') },
      { href: '/privacy', label: t('privacy') },
    ],
  },
]

const logo = encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 40"><circle cx="20" cy="20" r="20" fill="#e8b400"/><circle cx="40" cy="20" r="20" fill="#274b8a" opacity=".8"/></svg>',
)

/** By name, as the screenshots are called. */
export const gallery: Readonly<Record<string, Screen>> = {
  'sign-in': screenOf(signIn),
  'sign-in-error': screenOf(
    { ...signIn, fields: [{ ...signInFields[0], value: 'rosa.m' } as Field, signInFields[1] as Field] },
    {
      trouble: {
        heading: t('failed'),
        items: [
          { text: t('check'), field: 'username' },
          { text: t('again'), field: 'password' },
        ],
        notes: [{ body: [t('capitals')], links: [{ href: '/activate', label: t('use-it') }] }],
      },
    },
  ),
  'enter-access-code': screenOf(accessCode, { timeout: { warnAfter: 780, endAfter: 900, extendAction: '/extend' } }),
  'enter-access-code-error': screenOf(accessCode, {
    trouble: { heading: t('problem'), items: [{ text: t('birth.wrong'), field: 'birth_month' }] },
  }),
  'enter-code': screenOf(enterCode, { notice: t('new-sent') }),
  'security-option': screenOf({
    kind: 'choice',
    name: 'security-option',
    title: t('protect'),
    progress: { step: 4, of: 5 },
    lead: [t('protect.lead')],
    field: 'factor',
    legend: t('choose'),
    options: [option('text-me', 'text-me.help', { recommended: true, checked: true }), option('call', 'call.help')],
    submit: t('continue'),
  }),
  'set-password': screenOf({
    kind: 'form',
    name: 'set-password',
    title: t('set-password'),
    progress: { step: 3, of: 5 },
    fields: [
      { kind: 'username', name: 'username', label: t('username'), isNew: true, value: 'rosa.martinez' },
      {
        kind: 'password',
        name: 'new_password',
        label: t('new-password'),
        hint: t('new-password.hint'),
        isNew: true,
        minLength: 12,
      },
    ],
    submit: t('continue'),
  }),
  'confirm-person': screenOf({
    kind: 'notice',
    name: 'confirm-person',
    tone: 'plain',
    title: t('is-it-you'),
    lead: [t('you-are', { name: 'Rosa Martínez' })],
    submit: t('yes'),
    actions: [{ value: 'not-me', label: t('not-me'), prominent: true }],
  }),
  'every-field': screenOf({
    kind: 'form',
    name: 'every-field',
    title: t('everything'),
    notes: [{ heading: t('new-here'), body: [t('dead-end.lead')] }],
    fields: everyField,
    submit: t('continue'),
  }),
  branded: screenOf(signIn, {
    context: { ...context, organization: { ...organization, accent: '#e8b400', logo: `data:image/svg+xml,${logo}` } },
  }),
  'dead-end': screenOf({
    kind: 'notice',
    name: 'dead-end',
    tone: 'dead-end',
    title: t('dead-end'),
    lead: [t('dead-end.lead')],
    ways: [{ href: '/new', label: t('new-here') }],
  }),
  ...Object.fromEntries(Object.entries(listPages).map(([name, page]) => [name, screenOf(page)])),
}
