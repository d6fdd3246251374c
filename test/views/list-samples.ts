import { type ListPage, type Texts, text } from '../../src/core/index.ts'

/** Sample pages of rows: with links, with buttons, with nothing. */
export const listTexts: Texts = {
  'gallery.list.account': { en: 'Your account', es: 'Su cuenta' },
  'gallery.list.sign-in': { en: 'How you sign in', es: 'Cómo inicia sesión' },
  'gallery.list.password': { en: 'Password', es: 'Contraseña' },
  'gallery.list.changed': { en: 'Changed on {when}', es: 'Cambiada el {when}' },
  'gallery.list.change': { en: 'Change your password', es: 'Cambiar su contraseña' },
  'gallery.list.username': { en: 'Username', es: 'Nombre de usuario' },
  'gallery.list.value': { en: '{value}', es: '{value}' },
  'gallery.list.passkeys': { en: 'Passkeys', es: 'Llaves de acceso' },
  'gallery.list.none': { en: 'You have none yet.', es: 'Todavía no tiene ninguna.' },
  'gallery.list.add': { en: 'Add a passkey', es: 'Agregar una llave de acceso' },
  'gallery.list.devices': { en: 'Where you are signed in', es: 'Dónde tiene la sesión abierta' },
  'gallery.list.here': { en: 'This device', es: 'Este aparato' },
  'gallery.list.end': { en: 'Sign out there', es: 'Cerrar esa sesión' },
  'gallery.list.end-all': { en: 'Sign out everywhere else', es: 'Cerrar todas las demás' },
  'gallery.list.back': { en: 'Back to my account', es: 'Volver a mi cuenta' },
}
const t = (part: string, values?: Record<string, string>) => text(`gallery.list.${part}`, values)

export const listPages: Readonly<Record<string, ListPage>> = {
  list: {
    kind: 'list',
    name: 'list',
    title: t('account'),
    sections: [
      {
        heading: t('sign-in'),
        rows: [
          {
            label: t('username'),
            lines: [t('value', { value: 'wilhelmina.quackenbush@harborstreetclinic.example.org' })],
          },
          {
            label: t('password'),
            lines: [t('changed', { when: 'March 27, 2026' })],
            links: [{ href: '/account/password', label: t('change') }],
          },
        ],
      },
      {
        heading: t('passkeys'),
        rows: [],
        empty: t('none'),
        links: [{ href: '/account/passkeys/add', label: t('add') }],
      },
    ],
    ways: [{ href: '/', label: t('back') }],
  },
  'list-with-buttons': {
    kind: 'list',
    name: 'list-with-buttons',
    title: t('devices'),
    sections: [
      {
        rows: [
          {
            label: t('value', { value: 'Firefox on Windows' }),
            tag: t('here'),
            lines: [t('changed', { when: 'March 27, 2026, 4:05 PM' })],
          },
          {
            label: t('value', { value: 'Mobile Safari on iOS' }),
            lines: [t('changed', { when: 'March 26, 2026, 9:41 AM' }), t('value', { value: '203.0.113.x' })],
            action: { value: 'end:2', label: t('end') },
          },
          {
            label: t('value', { value: 'Chrome on Android' }),
            lines: [t('value', { value: '2001:db8:0:x' })],
            action: { value: 'end:3', label: t('end') },
          },
        ],
        actions: [{ value: 'end-all', label: t('end-all'), prominent: true }],
      },
    ],
    links: [{ href: '/account', label: t('back') }],
  },
}
