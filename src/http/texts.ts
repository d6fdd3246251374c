import type { Texts } from '../core/index.ts'
import { accountTexts } from './account/texts.ts'

/** Words of what can go wrong around the flows: expired pages, lost cookies, the service being away. */
export const httpTexts: Texts = {
  ...accountTexts,
  'problem.input': { en: 'Check this field', es: 'Revise este campo' },
  'problem.input.heading': { en: 'Something needs another look', es: 'Hay algo que revisar' },
  'problem.too-many-tries': {
    en: 'Too many tries. Wait a few minutes, then try again.',
    es: 'Demasiados intentos. Espere unos minutos y vuelva a intentarlo.',
  },
  'problem.too-many-tries.heading': { en: 'Please wait a little', es: 'Espere un momento' },
  'problem.stale': {
    en: 'This page was open for too long, so we did not use what you sent. Please send it again.',
    es: 'Esta página estuvo abierta demasiado tiempo y no usamos lo que envió. Envíelo otra vez.',
  },
  'problem.stale.heading': { en: 'Please send it again', es: 'Envíelo otra vez' },
  'problem.heading': { en: 'That did not work', es: 'Eso no funcionó' },

  'http.start-again': { en: 'Start again', es: 'Empezar de nuevo' },
  'http.back-to': { en: 'Back to {portal}', es: 'Volver a «{portal}»' },
  'http.back-to-sign-in': { en: 'Back to sign-in', es: 'Volver al inicio de sesión' },
  'http.federation.title': { en: 'We could not use that answer', es: 'No pudimos usar esa respuesta' },
  'http.federation.lead': {
    en: 'The answer from your insurer was used already, came too late, or belongs to another browser. Nothing was changed.',
    es: 'La respuesta de su aseguradora ya se usó, llegó demasiado tarde o es de otro navegador. No se cambió nada.',
  },
  'http.denied.title': { en: 'We could not finish', es: 'No pudimos terminar' },

  'http.consent.title': { en: 'Share your details with {portal}?', es: '¿Compartir sus datos con {portal}?' },
  'http.consent.lead': { en: '{portal} asks to see:', es: '{portal} pide ver:' },
  'http.consent.allow': { en: 'Allow', es: 'Permitir' },
  'http.consent.refuse': { en: 'Not now', es: 'Ahora no' },
  'http.scope.openid': { en: 'that you signed in here', es: 'que inició sesión aquí' },
  'http.scope.profile': { en: 'your name and language', es: 'su nombre y su idioma' },
  'http.scope.email': { en: 'your email address', es: 'su correo electrónico' },
  'http.scope.phone': { en: 'your phone number', es: 'su número de teléfono' },
  'http.scope.address': { en: 'your postal address', es: 'su dirección postal' },
  'http.scope.patients': { en: 'which patient records you may see', es: 'qué expedientes de paciente puede ver' },
  'http.scope.offline_access': { en: 'these details while you are away', es: 'estos datos cuando usted no está' },

  'http.account.add-passkey': { en: 'Add a passkey', es: 'Agregar una llave de acceso' },
  'http.account.authenticator': { en: 'Add an authenticator app', es: 'Agregar una aplicación de autenticación' },
  'http.account.security-question': { en: 'Choose a security question', es: 'Elegir una pregunta de seguridad' },
  'http.account.recovery-codes': { en: 'Get recovery codes', es: 'Obtener códigos de recuperación' },
  'http.account.rename-factor': { en: 'Rename a way to confirm', es: 'Cambiar el nombre de una forma de confirmar' },
  'http.account.remove-factor': { en: 'Remove a way to confirm', es: 'Quitar una forma de confirmar' },
  'http.account.change-password': { en: 'Change my password', es: 'Cambiar mi contraseña' },
  'http.account.change-username': { en: 'Change my username', es: 'Cambiar mi nombre de usuario' },
  'http.account.sessions': { en: 'See your devices', es: 'Ver sus aparatos' },
  'http.account.portals': { en: 'See your portals and apps', es: 'Ver sus portales y aplicaciones' },
  'http.account.preferences': { en: 'Change language and notices', es: 'Cambiar idioma y avisos' },
  'http.account.add-email': { en: 'Add or replace an email address', es: 'Agregar o sustituir un correo' },
  'http.account.add-phone': { en: 'Add or replace a phone', es: 'Agregar o sustituir un teléfono' },
  'http.account.remove-contact': { en: 'Remove a phone or an email address', es: 'Quitar un teléfono o un correo' },
  'http.account.primary-contact': { en: 'Choose which one comes first', es: 'Elegir cuál es el principal' },
  'http.account.link-insurer': { en: 'Connect a health insurer', es: 'Conectar una aseguradora de salud' },
  'http.account.unlink-insurer': { en: 'Disconnect a health insurer', es: 'Desconectar una aseguradora de salud' },
  'http.account.wake-links': { en: 'Open my other records', es: 'Abrir mis otros expedientes' },
  'http.account.close-account': { en: 'Close my account', es: 'Cerrar mi cuenta' },
  'http.account.sign-out': { en: 'Sign out', es: 'Cerrar sesión' },
}
