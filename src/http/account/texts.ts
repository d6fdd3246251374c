import type { Texts } from '../../core/index.ts'

/** Words of the account's hub and of its history. */
export const accountTexts: Texts = {
  'account.title': { en: 'Your account', es: 'Su cuenta' },
  'account.value': { en: '{value}', es: '{value}' },
  'account.more': { en: 'More', es: 'Más' },
  // one word beside a row; the link's whole name begins with it
  'account.do.change': { en: 'Change', es: 'Cambiar' },
  'account.do.choose': { en: 'Choose', es: 'Elegir' },
  'account.do.get': { en: 'Get', es: 'Obtener' },
  'account.do.see': { en: 'See', es: 'Ver' },
  'account.do.open': { en: 'Open', es: 'Abrir' },

  'account.sign-in': { en: 'How you sign in', es: 'Cómo inicia sesión' },
  'account.username': { en: 'Username', es: 'Nombre de usuario' },
  'account.password': { en: 'Password', es: 'Contraseña' },
  'account.changed': { en: 'Changed on {when}', es: 'Cambiada el {when}' },
  'account.no-password': { en: 'You have none', es: 'No tiene ninguna' },
  'account.added': { en: 'Added on {when}', es: 'Desde el {when}' },
  'account.used': { en: 'Last used on {when}', es: 'Último uso: {when}' },
  'account.never-used': { en: 'Not used yet', es: 'Todavía sin usar' },
  'account.question-set': { en: 'You chose one', es: 'Ya eligió una' },
  'account.question-change': { en: 'Change my security question', es: 'Cambiar mi pregunta de seguridad' },
  'account.question-none': { en: 'You have none', es: 'No tiene ninguna' },
  'account.insurer': { en: 'Health insurer: {name}', es: 'Aseguradora de salud: {name}' },
  'account.codes-left': {
    en: '{count, plural, one {# code left} other {# codes left}}',
    es: '{count, plural, one {Queda # código} other {Quedan # códigos}}',
  },
  'account.codes-none': { en: 'You have none', es: 'No tiene ninguno' },

  'account.contacts': { en: 'Email and phone', es: 'Correo y teléfono' },
  'account.email': { en: 'Email {shown}', es: 'Correo {shown}' },
  'account.phone': { en: 'Phone ending in {shown}', es: 'Teléfono que termina en {shown}' },
  'account.verified': { en: 'Confirmed', es: 'Confirmado' },
  'account.comes-first': { en: 'Comes first', es: 'Principal' },
  'account.unverified': { en: 'Not confirmed yet', es: 'Todavía sin confirmar' },
  'account.contacts-none': {
    en: 'You have given us no email address or phone number.',
    es: 'No nos ha dado ningún correo ni número de teléfono.',
  },

  'account.used-heading': { en: 'Where your account is used', es: 'Dónde se usa su cuenta' },
  'account.devices': { en: 'Devices', es: 'Aparatos' },
  'account.sessions-count': {
    en: 'Signed in on {count, plural, one {# device} other {# devices}}',
    es: 'Sesión abierta en {count, plural, one {# aparato} other {# aparatos}}',
  },
  'account.devices-count': {
    en: '{count, plural, one {# device remembered} other {# devices remembered}}',
    es: '{count, plural, one {# aparato recordado} other {# aparatos recordados}}',
  },
  'account.asleep': { en: 'Records that are closed for now', es: 'Expedientes cerrados por ahora' },
  'account.asleep-count': {
    en: '{count, plural, one {# record waits} other {# records wait}} for one more proof that it is you.',
    es: '{count, plural, one {# expediente espera} other {# expedientes esperan}} otra prueba de que es usted.',
  },
  'account.portals': { en: 'Portals and apps', es: 'Portales y aplicaciones' },
  'account.portals-count': {
    en: '{count, plural, =0 {None connected} one {# connected} other {# connected}}',
    es: '{count, plural, =0 {Ninguno conectado} one {# conectado} other {# conectados}}',
  },
  'account.history': { en: 'What happened', es: 'Qué ha pasado' },
  'account.history-why': {
    en: 'Sign-ins and changes, with date and place',
    es: 'Entradas y cambios, con fecha y lugar',
  },
  'account.history-see': { en: 'See your history', es: 'Ver su historial' },
  'account.history-lead': {
    en: 'Is there something here that you did not do? Say so, and we lock your account at once.',
    es: '¿Hay algo aquí que usted no hizo? Díganoslo y bloqueamos su cuenta enseguida.',
  },
  'account.history-none': { en: 'There is nothing more.', es: 'No hay nada más.' },
  'account.history-older': { en: 'Older entries', es: 'Entradas anteriores' },
  'account.history-newest': { en: 'Newest entries', es: 'Entradas más recientes' },
  'account.by-staff': { en: 'By our staff', es: 'Por nuestro personal' },
  'account.at-portal': { en: 'Portal: {portal}', es: 'Portal: {portal}' },
  'account.network': { en: 'From the network {network}', es: 'Desde la red {network}' },
  'account.not-me': { en: 'This wasn’t me', es: 'No fui yo' },

  'account.wishes': { en: 'Settings', es: 'Preferencias' },
  'account.language': { en: 'Language and notices', es: 'Idioma y avisos' },
  'account.notices-on': { en: 'Notices about your portal: on', es: 'Avisos sobre su portal: sí' },
  'account.notices-off': { en: 'Notices about your portal: off', es: 'Avisos sobre su portal: no' },
}
