import type { Texts } from '../../core/index.ts'

export const texts = {
  'factor.totp.title': {
    en: 'Enter the code from your app',
    es: 'Escriba el código de su aplicación',
  },
  'factor.totp.lead': {
    en: 'Open your authenticator app. It shows a 6-digit code for this account.',
    es: 'Abra su aplicación de autenticación. Muestra un código de 6 dígitos para esta cuenta.',
  },
  'factor.totp.choice': { en: 'Use my authenticator app', es: 'Usar mi aplicación de autenticación' },
  'factor.totp.help': { en: 'The app shows you a code.', es: 'La aplicación le muestra un código.' },
  'factor.totp.send': { en: 'Continue', es: 'Continuar' },
  'factor.totp.ready': {
    en: 'Have your authenticator app at hand.',
    es: 'Tenga a mano su aplicación de autenticación.',
  },
  'factor.totp.again': { en: 'Try again', es: 'Intentar otra vez' },
  'factor.totp.switch': { en: 'Use my authenticator app instead', es: 'Prefiero usar mi aplicación' },
  'problem.totp-format': {
    en: 'Enter the 6 digits that your app shows. The code has only numbers.',
    es: 'Escriba los 6 dígitos que muestra su aplicación. El código solo tiene números.',
  },
  'problem.totp-wrong': {
    en: 'That code did not work. Each code works once: wait for the next one in your app. If it still does not work, check that your phone sets its time by itself.',
    es: 'Ese código no funcionó. Cada código sirve una sola vez: espere el siguiente en su aplicación. Si sigue sin funcionar, revise que su teléfono ajuste la hora automáticamente.',
  },
  'problem.totp-paused': {
    en: 'There were too many wrong codes. Wait 10 minutes, or use another way.',
    es: 'Hubo demasiados códigos incorrectos. Espere 10 minutos o use otra forma.',
  },
} satisfies Texts
