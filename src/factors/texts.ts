import type { Texts } from '../core/index.ts'
import { texts as passkeyTexts } from './passkey/texts.ts'
import { texts as recoveryCodeTexts } from './recovery-code/texts.ts'
import { texts as securityQuestionTexts } from './security-question/texts.ts'
import { texts as totpTexts } from './totp/texts.ts'

/** What the pages say about each factor. `masked` is the end of a number, or a masked address. */
export const texts = {
  ...passkeyTexts,
  ...totpTexts,
  ...securityQuestionTexts,
  ...recoveryCodeTexts,

  'factor.text-code.title': { en: 'Enter the code we texted you', es: 'Escriba el código que le enviamos por mensaje' },
  'factor.text-code.lead': {
    en: 'We sent a 6-digit code to the phone number ending in <b>{masked}</b>. It works for {minutes} minutes.',
    es: 'Enviamos un código de 6 dígitos al teléfono que termina en <b>{masked}</b>. Sirve durante {minutes} minutos.',
  },
  'factor.text-code.choice': {
    en: 'Text me at the number ending in {masked}',
    es: 'Enviarme un mensaje al número que termina en {masked}',
  },
  'factor.text-code.help': { en: 'We text a code to you.', es: 'Le enviamos un código por mensaje de texto.' },
  'factor.text-code.send': { en: 'Text me a code', es: 'Enviarme un código por mensaje' },
  'factor.text-code.ready': {
    en: 'We will text a code to the phone number ending in {masked}.',
    es: 'Le enviaremos un código por mensaje al teléfono que termina en {masked}.',
  },
  'factor.text-code.again': { en: 'Send a new code', es: 'Enviar un código nuevo' },
  'factor.text-code.switch': { en: 'Text me a code instead', es: 'Prefiero un mensaje de texto con el código' },

  'factor.voice-code.title': {
    en: 'Enter the code from our call',
    es: 'Escriba el código que le dimos por teléfono',
  },
  'factor.voice-code.lead': {
    en: 'We are calling the phone number ending in <b>{masked}</b> to read you a 6-digit code. It works for {minutes} minutes.',
    es: 'Estamos llamando al teléfono que termina en <b>{masked}</b> para leerle un código de 6 dígitos. Sirve durante {minutes} minutos.',
  },
  'factor.voice-code.choice': {
    en: 'Call me at the number ending in {masked}',
    es: 'Llamarme al número que termina en {masked}',
  },
  'factor.voice-code.help': {
    en: 'We read a code to you. Choose this for a home phone.',
    es: 'Le leemos un código. Elija esto si es un teléfono fijo.',
  },
  'factor.voice-code.send': { en: 'Call me with a code', es: 'Llamarme para darme un código' },
  'factor.voice-code.ready': {
    en: 'We will call the phone number ending in {masked} and read a code to you.',
    es: 'Llamaremos al teléfono que termina en {masked} para leerle un código.',
  },
  'factor.voice-code.again': { en: 'Call me again', es: 'Llamarme otra vez' },
  'factor.voice-code.switch': {
    en: 'Call me with a code instead',
    es: 'Prefiero una llamada con el código',
  },

  'factor.email-code.title': { en: 'Enter the code from our email', es: 'Escriba el código de nuestro correo' },
  // `none`: the address on file, of which nothing may be shown
  'factor.email-code.lead': {
    en: 'We sent a 6-digit code to {masked, select, none {the email address that we have on file for you} other {<b>{masked}</b>}}. It works for {minutes} minutes. If you do not see it, look in your spam folder.',
    es: 'Enviamos un código de 6 dígitos {masked, select, none {al correo que tenemos registrado para usted} other {a <b>{masked}</b>}}. Sirve durante {minutes} minutos. Si no lo ve, busque en la carpeta de correo no deseado.',
  },
  'factor.email-code.choice': {
    en: '{masked, select, none {Email me at the address that you have on file} other {Email me at {masked}}}',
    es: '{masked, select, none {Enviarme un correo a la dirección que tienen registrada} other {Enviarme un correo a {masked}}}',
  },
  'factor.email-code.help': { en: 'We email a code to you.', es: 'Le enviamos un código por correo electrónico.' },
  'factor.email-code.send': { en: 'Email me a code', es: 'Enviarme un código por correo' },
  'factor.email-code.ready': {
    en: 'We will email a code to {masked, select, none {the address that we have on file for you} other {<b>{masked}</b>}}.',
    es: 'Le enviaremos un código {masked, select, none {al correo que tenemos registrado para usted} other {a <b>{masked}</b>}}.',
  },
  'factor.email-code.again': { en: 'Send a new code', es: 'Enviar un código nuevo' },
  'factor.email-code.switch': { en: 'Email me a code instead', es: 'Prefiero un correo con el código' },

  'factor.password.title': { en: 'Enter your password', es: 'Escriba su contraseña' },
  'factor.password.lead': {
    en: 'We ask again to make sure that it is you.',
    es: 'Se la pedimos otra vez para confirmar que es usted.',
  },
  'factor.password.choice': { en: 'Use my password', es: 'Usar mi contraseña' },
  'factor.password.help': { en: 'The password of this account.', es: 'La contraseña de esta cuenta.' },
  'factor.password.send': { en: 'Continue', es: 'Continuar' },
  'factor.password.ready': {
    en: 'We ask again to make sure that it is you.',
    es: 'Se la pedimos otra vez para confirmar que es usted.',
  },
  'factor.password.again': { en: 'Try again', es: 'Intentar otra vez' },
  'factor.password.switch': { en: 'Use my password instead', es: 'Prefiero usar mi contraseña' },

  'problem.code-format': {
    en: 'Enter the 6 digits of the code. It has only numbers.',
    es: 'Escriba los 6 dígitos del código. Solo tiene números.',
  },
  'problem.code-wrong': {
    en: 'That code did not work. Use the newest code that we sent. A code stops after 10 minutes or 5 tries; then ask for a new one.',
    es: 'Ese código no funcionó. Use el código más reciente que le enviamos. Un código deja de servir a los 10 minutos o después de 5 intentos; entonces pida uno nuevo.',
  },
  'problem.code-paused': {
    en: 'There were too many wrong codes. Wait 10 minutes, or use another way.',
    es: 'Hubo demasiados códigos incorrectos. Espere 10 minutos o use otra forma.',
  },
  'problem.password-wrong': {
    en: 'That password did not work. Capital letters and spaces count.',
    es: 'Esa contraseña no funcionó. Las mayúsculas y los espacios cuentan.',
  },
} satisfies Texts
