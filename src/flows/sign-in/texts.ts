import type { Texts } from '../../core/index.ts'

export const texts = {
  'sign-in.second.no-way': { en: 'I have no way to confirm', es: 'No tengo forma de confirmar' },
  'sign-in.title': { en: 'Sign in', es: 'Iniciar sesión' },
  'sign-in.username': { en: 'Username or email', es: 'Nombre de usuario o correo electrónico' },
  'sign-in.submit': { en: 'Sign in', es: 'Iniciar sesión' },
  'sign-in.passkey': { en: 'Sign in with a passkey', es: 'Entrar con una llave de acceso' },
  'sign-in.forgotten': {
    en: 'Forgot your username or password?',
    es: '¿Olvidó su nombre de usuario o su contraseña?',
  },
  'sign-in.first.lead': {
    en: 'There were many wrong tries for this username. If it is yours and has a phone number, we sent a 6-digit code to that phone. Enter it, then your password.',
    es: 'Hubo muchos intentos incorrectos con este nombre de usuario. Si es suyo y tiene un teléfono, enviamos un código de 6 dígitos a ese teléfono. Escríbalo y después su contraseña.',
  },
  'sign-in.linking': {
    en: 'Sign in with your account here. Then we connect your sign-in at {name} to it.',
    es: 'Entre con su cuenta de aquí. Después le conectamos su entrada en {name}.',
  },
  'sign-in.insurer': { en: 'Sign in with your health insurer', es: 'Iniciar sesión con su seguro médico' },
  'sign-in.access-code': { en: 'I have an access code', es: 'Tengo un código de acceso' },
  'sign-in.apply': { en: 'Apply for access', es: 'Pedir acceso' },
  'sign-in.register': { en: 'Create an account', es: 'Crear una cuenta' },
  'sign-in.not-now': { en: 'Not now', es: 'Ahora no' },
  'sign-in.add.title': { en: 'Add a way to confirm that it is you', es: 'Agregue una forma de confirmar que es usted' },
  'sign-in.add.lead': {
    en: 'This needs more than your password, and nothing that you have set up is enough. You can add something now.',
    es: 'Para esto no basta su contraseña, y nada de lo que usted configuró alcanza. Puede agregar algo ahora.',
  },
  'sign-in.add.number': {
    en: 'First we send a code to the number that your clinic has for you. It ends in {masked}.',
    es: 'Primero enviamos un código al número que su clínica tiene de usted. Termina en {masked}.',
  },
  'sign-in.add.prove': {
    en: 'Show that the number that your clinic has for you is yours.',
    es: 'Demuestre que es suyo el número que su clínica tiene de usted.',
  },
  'sign-in.add.legend': { en: 'What would you like to add?', es: '¿Qué quiere agregar?' },
  'sign-in.add.text-code': { en: 'Codes to this phone', es: 'Códigos a este teléfono' },
  'sign-in.add.text-code-help': {
    en: 'We text or call that number when we need to be sure. Nothing to install.',
    es: 'Enviamos un mensaje o llamamos a ese número cuando haga falta. No hay que instalar nada.',
  },
  'sign-in.add.totp': { en: 'An authenticator app', es: 'Una aplicación de autenticación' },
  'sign-in.add.totp-help': {
    en: 'An app on your phone shows a code. It works without a signal.',
    es: 'Una aplicación en su teléfono muestra un código. Funciona sin señal.',
  },
  'sign-in.add.passkey': { en: 'A passkey', es: 'Una llave de acceso' },
  'sign-in.add.passkey-help': {
    en: 'Your face, your finger or the PIN of this device. The safest way.',
    es: 'Su cara, su huella o el PIN de este aparato. Es lo más seguro.',
  },
  'sign-in.upgrade.lead': {
    en: 'We have moved to a new sign-in. Your username and password stay the same; we check your contacts once.',
    es: 'Cambiamos la forma de iniciar sesión. Su nombre de usuario y su contraseña siguen igual; revisamos sus datos de contacto una vez.',
  },
  'sign-in.upgrade.email-lost': {
    en: 'I cannot read this mailbox any more',
    es: 'Ya no puedo leer este correo',
  },
  'problem.sign-in-failed.heading': { en: 'That sign-in did not work', es: 'No se pudo iniciar sesión' },
  'problem.sign-in-failed': {
    en: 'Check your username and password',
    es: 'Revise su nombre de usuario y su contraseña',
  },
  'problem.sign-in-failed.at.password': { en: 'Enter your password again', es: 'Escriba otra vez su contraseña' },
  'problem.sign-in-failed.note': {
    en: 'Capital letters count, and spaces do too. An access code from a letter is not a password: press “I have an access code” below. After many tries, wait 30 minutes, or use a device that you signed in on before.',
    es: 'Las mayúsculas cuentan, y los espacios también. Un código de acceso de una carta no es una contraseña: pulse «Tengo un código de acceso» más abajo. Después de muchos intentos, espere 30 minutos o use un aparato en el que ya haya iniciado sesión.',
  },
  'problem.username-missing': {
    en: 'Enter your username or email',
    es: 'Escriba su nombre de usuario o correo electrónico',
  },
  'problem.password-missing': { en: 'Enter your password', es: 'Escriba su contraseña' },
  'problem.sign-in-ended': {
    en: 'We could not finish this sign-in. Please begin again, or call us.',
    es: 'No pudimos terminar de iniciar la sesión. Empiece otra vez o llámenos, por favor.',
  },
  'sign-in.reopen.title': { en: 'Open your account again?', es: '¿Abrir su cuenta otra vez?' },
  'sign-in.reopen.lead': {
    en: 'You closed this account. Open it again to sign in. It will be as it was.',
    es: 'Usted cerró esta cuenta. Ábrala otra vez para iniciar sesión. Estará como antes.',
  },
  'sign-in.reopen.leave': {
    en: 'If you want it to stay closed, leave this page.',
    es: 'Si quiere que siga cerrada, salga de esta página.',
  },
  'sign-in.reopen.submit': { en: 'Open it again', es: 'Abrirla otra vez' },
} satisfies Texts
