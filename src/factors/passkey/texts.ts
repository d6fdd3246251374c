import type { Texts } from '../../core/index.ts'

/** What the pages say about passkeys. */
export const texts = {
  'factor.passkey.title': { en: 'Use your passkey', es: 'Use su llave de acceso' },
  'factor.passkey.lead': {
    en: 'Your device will ask for your face, your finger or its PIN. We never see those.',
    es: 'Su aparato le pedirá su cara, su huella o su PIN. Nosotros nunca vemos esos datos.',
  },
  'factor.passkey.choice': { en: 'Use my passkey', es: 'Usar mi llave de acceso' },
  'factor.passkey.help': {
    en: 'Your face, your finger or the PIN of your device. No code is needed.',
    es: 'Su cara, su huella o el PIN de su aparato. No hace falta ningún código.',
  },
  'factor.passkey.send': { en: 'Use my passkey', es: 'Usar mi llave de acceso' },
  'factor.passkey.ready': {
    en: 'Your device will ask for your face, your finger or its PIN.',
    es: 'Su aparato le pedirá su cara, su huella o su PIN.',
  },
  'factor.passkey.again': { en: 'Try again', es: 'Intentar otra vez' },
  'factor.passkey.switch': { en: 'Use my passkey instead', es: 'Prefiero usar mi llave de acceso' },

  'problem.passkey-failed': {
    en: 'That passkey did not work here. Try again, or use another way.',
    es: 'Esa llave de acceso no funcionó aquí. Inténtelo otra vez o use otra forma.',
  },
  'problem.passkey-late': {
    en: 'That took too long, or it was sent twice. Please try your passkey again.',
    es: 'Tardó demasiado o se envió dos veces. Pruebe su llave de acceso otra vez, por favor.',
  },
  'problem.passkey-not-made': {
    en: 'Your device could not make a passkey for us. Try again, or use another device.',
    es: 'Su aparato no pudo crear una llave de acceso. Inténtelo otra vez o use otro aparato.',
  },
  'problem.passkey-known': {
    en: 'This passkey was added before. You can use it to sign in.',
    es: 'Esta llave de acceso ya estaba agregada. Puede usarla para iniciar sesión.',
  },
} satisfies Texts
