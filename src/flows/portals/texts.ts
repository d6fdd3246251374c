import type { Texts } from '../../core/index.ts'

export const texts = {
  'portals.title': { en: 'Portals and apps', es: 'Portales y aplicaciones' },
  'portals.lead': {
    en: 'You opened these with this account. Disconnect one, and it can no longer see your details. You can sign in there again whenever you want.',
    es: 'Usted abrió estos con esta cuenta. Si desconecta uno, ya no podrá ver sus datos. Puede volver a entrar en él cuando quiera.',
  },
  'portals.none': { en: 'No portal or app is connected.', es: 'No hay ningún portal ni aplicación conectados.' },
  'portals.name': { en: '{name}', es: '{name}' },
  'portals.sessions': {
    en: 'Signed in on {count, plural, one {# device} other {# devices}}',
    es: 'Sesión abierta en {count, plural, one {# aparato} other {# aparatos}}',
  },
  'portals.no-session': { en: 'Not signed in now', es: 'Sin sesión abierta ahora' },
  'portals.offline': {
    en: 'May see your details while you are away',
    es: 'Puede ver sus datos cuando usted no está',
  },
  'portals.leave': { en: 'Disconnect', es: 'Desconectar' },
  'portals.back': { en: 'Back to my account', es: 'Volver a mi cuenta' },
  'problem.portal-gone': {
    en: 'That was disconnected already. The list below shows how things stand now.',
    es: 'Eso ya estaba desconectado. La lista de abajo muestra cómo está todo ahora.',
  },
  'notice.portal-disconnected': {
    en: 'Disconnected. It can no longer see your details.',
    es: 'Desconectado. Ya no puede ver sus datos.',
  },
} satisfies Texts
