import type { Texts } from '../src/core/index.ts'

/** Words of the printed letter: both languages stand on one sheet. */
export const letterTexts: Texts = {
  'view.letter.title': { en: 'Your access code', es: 'Su código de acceso' },
  'view.letter.how': { en: 'How to set up your sign-in', es: 'Cómo crear su acceso' },
  'view.letter.dear': { en: 'Dear {name},', es: 'Hola, {name}:' },
  'view.letter.lead': {
    en: 'With this code you can set up your own sign-in at {organization}. It takes about five minutes.',
    es: 'Con este código puede crear su propio acceso en {organization}. Le tomará unos cinco minutos.',
  },
  'view.letter.until': { en: 'Use it by {date}', es: 'Úselo antes del {date}' },
  'view.letter.go': {
    en: 'On a phone or computer, go to <b>{address}</b>. Or point the camera of your phone at the square.',
    es: 'En un teléfono o una computadora, vaya a <b>{address}</b>. O apunte la cámara de su teléfono al cuadro.',
  },
  'view.letter.type': {
    en: 'Type your access code and your date of birth.',
    es: 'Escriba su código de acceso y su fecha de nacimiento.',
  },
  'view.letter.prove': {
    en: 'We send a second code to the phone or email that we have for you. Type that one too.',
    es: 'Le enviaremos un segundo código al teléfono o correo que tenemos de usted. Escríbalo también.',
  },
  'view.letter.choose': {
    en: 'Choose your own username and password. That is all.',
    es: 'Elija su propio usuario y contraseña. Eso es todo.',
  },
  'view.letter.private': {
    en: 'Show this letter to nobody until you have used the code. It works once. We never call to ask for it.',
    es: 'No le muestre esta carta a nadie hasta usar el código. Sirve una sola vez. Nunca llamamos para pedirlo.',
  },
  'view.letter.help': {
    en: 'Do you need help? Call <code>{phone}</code>',
    es: '¿Necesita ayuda? Llame al <code>{phone}</code>',
  },
  'view.letter.square': {
    en: 'Square that a phone camera reads. It opens {address} and fills in your code.',
    es: 'Cuadro que lee la cámara de un teléfono. Abre {address} y escribe su código.',
  },

  'view.handed.title': { en: 'Choose a new password', es: 'Elija una contraseña nueva' },
  'view.handed.until': { en: 'Use it today, before {time}', es: 'Úselo hoy, antes de las {time}' },
  'view.handed.open': {
    en: 'Point the camera of your phone at the square, or type the address below.',
    es: 'Apunte la cámara de su teléfono al cuadro, o escriba la dirección de abajo.',
  },
  'view.handed.choose': {
    en: 'Choose a new password that only you know. Then sign in with it.',
    es: 'Elija una contraseña nueva que solo usted sepa. Después inicie sesión con ella.',
  },
  'view.handed.private': {
    en: 'Whoever has this sheet can open your account until then. It works once. Nobody here needs to see your password.',
    es: 'Quien tenga esta hoja puede abrir su cuenta hasta esa hora. Sirve una sola vez. Nadie aquí necesita ver su contraseña.',
  },
  'view.handed.square': {
    en: 'Square that a phone camera reads. It opens the page for your new password.',
    es: 'Cuadro que lee la cámara de un teléfono. Abre la página para su contraseña nueva.',
  },
}
