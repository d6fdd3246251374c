import type { Texts } from '../core/index.ts'

/** What the pages say that make, name and remove passkeys. */
export const passkeyTexts = {
  'passkey.title': { en: 'Add a passkey', es: 'Agregue una llave de acceso' },
  'passkey.lead': {
    en: 'With a passkey you sign in by your face, your finger or the PIN of your device. There is no password to type and no code to wait for.',
    es: 'Con una llave de acceso usted entra con su cara, su huella o el PIN de su aparato. No hay que escribir contraseñas ni esperar códigos.',
  },
  'passkey.lead-private': {
    en: 'Your face and your finger stay on your device. Do not do this on a device that you share.',
    es: 'Su cara y su huella se quedan en su aparato. No lo haga en un aparato que comparte con otras personas.',
  },
  'passkey.name': { en: 'Name of this passkey', es: 'Nombre de esta llave de acceso' },
  'passkey.name-hint': {
    en: 'So that you know it again in your list.',
    es: 'Para que la reconozca en su lista.',
  },
  'passkey.create': { en: 'Create a passkey', es: 'Crear una llave de acceso' },
  'passkey.offer.title': { en: 'Sign in faster next time', es: 'Entre más rápido la próxima vez' },
  'passkey.offer.not-now': { en: 'Not now', es: 'Ahora no' },
  'passkey.back': { en: 'Back to my account', es: 'Volver a mi cuenta' },
  'notice.passkey-added': {
    en: 'Your passkey was added. You can sign in with it from now on.',
    es: 'Se agregó su llave de acceso. Desde ahora puede entrar con ella.',
  },
  'problem.passkey-missing': {
    en: 'Press “Create a passkey” and follow what your device says.',
    es: 'Pulse «Crear una llave de acceso» y siga lo que le diga su aparato.',
  },
  'problem.passkey-name-long': {
    en: 'Use a name of at most 60 letters.',
    es: 'Use un nombre de 60 letras como máximo.',
  },
} satisfies Texts
