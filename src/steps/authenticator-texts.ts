import type { Texts } from '../core/index.ts'

/** What the pages say that connect an authenticator app. */
export const authenticatorTexts = {
  'authenticator.about.title': { en: 'Add an authenticator app', es: 'Agregar una aplicación de autenticación' },
  'authenticator.about.lead': {
    en: 'An authenticator app on your phone shows a new code every 30 seconds. It works without a signal and costs nothing.',
    es: 'Una aplicación de autenticación en su teléfono muestra un código nuevo cada 30 segundos. Funciona sin señal y no cuesta nada.',
  },
  'authenticator.about.install': {
    en: 'If you do not have one yet, install one from your phone’s app store first. Any app for 6-digit codes works.',
    es: 'Si todavía no tiene una, instálela primero desde la tienda de aplicaciones de su teléfono. Sirve cualquier aplicación de códigos de 6 dígitos.',
  },
  'authenticator.about.submit': { en: 'I have an app', es: 'Ya tengo una aplicación' },
  'authenticator.not-now': { en: 'Not now', es: 'Ahora no' },
  'authenticator.confirm.title': { en: 'Connect your app', es: 'Conecte su aplicación' },
  'authenticator.confirm.scan': {
    en: 'Open the app, choose to add an account, and scan this picture. Then type the code that the app shows.',
    es: 'Abra la aplicación, elija agregar una cuenta y escanee esta imagen. Después escriba el código que muestra la aplicación.',
  },
  'authenticator.confirm.qr': {
    en: 'Picture to scan with your authenticator app. The same key stands below in letters.',
    es: 'Imagen para escanear con su aplicación de autenticación. La misma clave está abajo en letras.',
  },
  'authenticator.confirm.by-hand': { en: 'You cannot scan it?', es: '¿No puede escanearla?' },
  'authenticator.confirm.key': {
    en: 'Type this key in the app instead: <code>{key}</code>',
    es: 'Escriba esta clave en la aplicación: <code>{key}</code>',
  },
  'authenticator.confirm.open': {
    en: 'The app is on this device: open it',
    es: 'La aplicación está en este aparato: abrirla',
  },
  'authenticator.confirm.code': { en: 'Code from the app', es: 'Código de la aplicación' },
  'authenticator.confirm.name-hint': {
    en: 'So that you know it again, such as “My phone”.',
    es: 'Para que la reconozca después, por ejemplo «Mi teléfono».',
  },
  'authenticator.confirm.submit': { en: 'Connect', es: 'Conectar' },
  'field.factor-name': { en: 'Name', es: 'Nombre' },
  'problem.name-long': {
    en: 'Use 60 letters or fewer for the name.',
    es: 'Use 60 letras o menos para el nombre.',
  },
} satisfies Texts
