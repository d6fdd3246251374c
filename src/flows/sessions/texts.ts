import type { Texts } from '../../core/index.ts'

export const texts = {
  'sessions.title': { en: 'Where you are signed in', es: 'Dónde tiene la sesión abierta' },
  'sessions.open': { en: 'Signed in now', es: 'Sesiones abiertas ahora' },
  'sessions.open.lead': {
    en: 'Is there a device that you do not know? Sign out there, then change your password.',
    es: '¿Hay algún aparato que no conoce? Cierre esa sesión y luego cambie su contraseña.',
  },
  'device.on': { en: '{browser} on {system}', es: '{browser} en {system}' },
  'device.browser': { en: '{browser}', es: '{browser}' },
  'device.unknown': { en: 'A browser that we do not know', es: 'Un navegador que no conocemos' },
  'sessions.this': { en: 'This device', es: 'Este aparato' },
  'sessions.began': { en: 'Signed in on {when}', es: 'Sesión iniciada el {when}' },
  'sessions.active': { en: 'Last used on {when}', es: 'Último uso: {when}' },
  'sessions.network': { en: 'Last used from the network {network}', es: 'Último uso desde la red {network}' },
  'sessions.end': { en: 'Sign out there', es: 'Cerrar esa sesión' },
  'sessions.end-others': { en: 'Sign out everywhere else', es: 'Cerrar todas las demás sesiones' },
  'sessions.devices': { en: 'Remembered devices', es: 'Aparatos recordados' },
  'sessions.devices.lead': {
    en: 'On these, your password is enough to sign in. Forget the ones that you no longer use.',
    es: 'En estos basta su contraseña para iniciar sesión. Olvide los que ya no usa.',
  },
  'sessions.devices.none': { en: 'No device is remembered.', es: 'No se recuerda ningún aparato.' },
  'sessions.device-since': { en: 'Remembered since {when}', es: 'Recordado desde el {when}' },
  'sessions.device-used': { en: 'Last signed in on {when}', es: 'Último inicio de sesión: {when}' },
  'sessions.forget': { en: 'Forget this device', es: 'Olvidar este aparato' },
  'sessions.back': { en: 'Back to my account', es: 'Volver a mi cuenta' },
  'problem.session-gone': {
    en: 'That was ended already. The list below shows how things stand now.',
    es: 'Eso ya había terminado. La lista de abajo muestra cómo está todo ahora.',
  },
  'notice.session-ended': { en: 'That device is signed out.', es: 'La sesión en ese aparato se cerró.' },
  'notice.sessions-ended': {
    en: 'You are signed out everywhere else.',
    es: 'Se cerraron todas sus demás sesiones.',
  },
  'notice.device-forgotten': {
    en: 'That device is forgotten. The next sign-in there needs one more step.',
    es: 'Ese aparato se olvidó. La próxima vez que entre desde ahí hará falta un paso más.',
  },
} satisfies Texts
