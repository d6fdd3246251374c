import type { Texts } from '../core/index.ts'
import { authenticatorTexts } from './authenticator-texts.ts'
import { insurerTexts } from './insurer-texts.ts'
import { passkeyTexts } from './passkey-texts.ts'
import { personTexts } from './person-texts.ts'
import { questionTexts } from './question-texts.ts'

export const texts = {
  ...authenticatorTexts,
  ...insurerTexts,
  ...passkeyTexts,
  ...personTexts,
  ...questionTexts,
  'verify.title': { en: 'Confirm that it is you', es: 'Confirme que es usted' },
  'verify.choose': { en: 'How should we confirm that it is you?', es: '¿Cómo confirmamos que es usted?' },
  'verify.continue': { en: 'Continue', es: 'Continuar' },
  'verify.another-way': { en: 'Use another way to confirm', es: 'Confirmar de otra forma' },
  'verify.wait': {
    en: 'You can ask for a new code in {seconds, plural, one {# second} other {# seconds}}.',
    es: 'Podrá pedir otro código en {seconds, plural, one {# segundo} other {# segundos}}.',
  },
  'verify.help': {
    en: 'I cannot get a code: call for help',
    es: 'No puedo recibir un código: llamar para pedir ayuda',
  },
  'verify.help-other': {
    en: 'I cannot do this: call for help',
    es: 'No puedo hacer esto: llamar para pedir ayuda',
  },
  'verify.nothing-yet': { en: 'No code yet?', es: '¿Aún no recibe el código?' },
  'verify.no-way.title': { en: 'We need to help you in person', es: 'Tenemos que ayudarle en persona' },
  'verify.no-way.lead': {
    en: 'This account needs a second step to sign in, and none is set up. Please call us.',
    es: 'Esta cuenta necesita un segundo paso para iniciar sesión y no hay ninguno configurado. Llámenos, por favor.',
  },
  'field.code': { en: 'Code', es: 'Código' },
  'field.password': { en: 'Password', es: 'Contraseña' },
  'field.new_password': { en: 'New password', es: 'Contraseña nueva' },
  'field.username': { en: 'Username', es: 'Nombre de usuario' },
  'notice.code-sent': { en: 'We sent a new code.', es: 'Enviamos un código nuevo.' },
  'problem.choose-one': { en: 'Choose one of the options.', es: 'Elija una de las opciones.' },
  'problem.no-way-to-confirm': {
    en: 'We cannot confirm that it is you on this page. Please call us.',
    es: 'No podemos confirmar su identidad en esta página. Llámenos, por favor.',
  },

  'fresh.signed-out.title': { en: 'You are signed out', es: 'Su sesión ha terminado' },
  'fresh.signed-out.lead': {
    en: 'Your session ended before this was done. Nothing was changed. Sign in again to go on.',
    es: 'Su sesión terminó antes de acabar este paso. No se cambió nada. Inicie sesión otra vez para continuar.',
  },
  'fresh.signed-out.again': { en: 'Sign in again', es: 'Iniciar sesión otra vez' },
  'problem.session-ended': {
    en: 'Your session ended before this was done, so nothing was changed. Sign in and begin again.',
    es: 'Su sesión terminó antes de acabar este paso, así que no se cambió nada. Inicie sesión y empiece otra vez.',
  },

  'fresh.back': { en: 'Back to my account', es: 'Volver a mi cuenta' },

  'record.number.lead': {
    en: 'One more step: show that the number that your clinic has for you is yours.',
    es: 'Un paso más: demuestre que es suyo el número que su clínica tiene de usted.',
  },
  'record.no-number.title': {
    en: 'We need a phone number on file first',
    es: 'Primero necesitamos un número de teléfono registrado',
  },
  'record.no-number.lead': {
    en: 'Your clinic has no phone number for you that we can use. Please call us to add one. Nothing was changed.',
    es: 'Su clínica no tiene un teléfono suyo que podamos usar. Llámenos para agregar uno, por favor. No se cambió nada.',
  },
  'problem.record-number-changed': {
    en: 'The number on file changed while you were here, so nothing was changed. Please begin again.',
    es: 'El número registrado cambió mientras usted estaba aquí, así que no se cambió nada. Empiece otra vez, por favor.',
  },

  'listed.text-code': {
    en: 'Text to the number ending in {shown}',
    es: 'Mensaje al número que termina en {shown}',
  },
  'listed.voice-code': {
    en: 'Call to the number ending in {shown}',
    es: 'Llamada al número que termina en {shown}',
  },
  'listed.email-code': { en: 'Email to {shown}', es: 'Correo a {shown}' },
  'listed.totp': { en: 'Authenticator app: {shown}', es: 'Aplicación de autenticación: {shown}' },
  'listed.passkey': { en: 'Passkey: {shown}', es: 'Llave de acceso: {shown}' },
  'listed.security-question': { en: 'Security question', es: 'Pregunta de seguridad' },
  'listed.recovery-code': { en: 'Recovery codes', es: 'Códigos de recuperación' },

  'terms.title': { en: 'Terms and privacy', es: 'Términos y privacidad' },
  'terms.lead': {
    en: 'Please read these pages. You need to accept them to go on.',
    es: 'Lea estas páginas, por favor. Debe aceptarlas para continuar.',
  },
  'terms.changed': {
    en: 'Our terms or our privacy notice have changed since you last signed in.',
    es: 'Nuestros términos o nuestro aviso de privacidad cambiaron desde la última vez que inició sesión.',
  },
  'terms.read-terms': { en: 'Read the terms', es: 'Leer los términos' },
  'terms.read-privacy': { en: 'Read the privacy notice', es: 'Leer el aviso de privacidad' },
  'terms.accept': {
    en: 'I have read the terms and the privacy notice, and I accept them',
    es: 'Leí los términos y el aviso de privacidad, y los acepto',
  },
  'problem.terms-required': {
    en: 'Check the box to accept the terms and go on.',
    es: 'Marque la casilla para aceptar los términos y continuar.',
  },

  'credentials.title': { en: 'Choose how you will sign in', es: 'Elija cómo iniciará sesión' },
  'credentials.lead': {
    en: 'You will use this username and password the next time.',
    es: 'Usará este nombre de usuario y esta contraseña la próxima vez.',
  },
  'credentials.username-hint': {
    en: 'At least 3 letters or numbers. Your email address works too, if you confirmed it.',
    es: 'Al menos 3 letras o números. También sirve su correo electrónico, si ya lo confirmó.',
  },
  'credentials.username-hint-free': {
    en: 'At least 3 letters or numbers. Your email address works too, if you confirmed it. This one is free: {free}',
    es: 'Al menos 3 letras o números. También sirve su correo electrónico, si ya lo confirmó. Este está libre: {free}',
  },
  'credentials.password-hint': {
    en: 'At least {length} characters. A few words in a row are easy to remember and hard to guess.',
    es: 'Al menos {length} caracteres. Varias palabras seguidas son fáciles de recordar y difíciles de adivinar.',
  },
  'credentials.insurer': { en: 'Sign in with {name} only', es: 'Entrar solo con {name}' },
  'credentials.any-insurer': { en: 'Sign in with your health insurer', es: 'Entrar con su aseguradora de salud' },
  'credentials.insurer-hint': {
    en: 'You need no password here if you always sign in with your insurer. You can add one later.',
    es: 'No necesita una contraseña aquí si siempre entra con su aseguradora. Puede agregarla después.',
  },
  'credentials.passkey': { en: 'Use a passkey instead', es: 'Usar una llave de acceso' },
  'credentials.passkey-hint': {
    en: 'No password: your face, your finger or the PIN of this device.',
    es: 'Sin contraseña: su cara, su huella o el PIN de este aparato.',
  },
  'credentials.password-instead': { en: 'Use a password instead', es: 'Usar una contraseña' },
  'credentials.submit': { en: 'Continue', es: 'Continuar' },
  'problem.username-length': {
    en: 'Choose a username with 3 to 64 characters.',
    es: 'Elija un nombre de usuario de 3 a 64 caracteres.',
  },
  'problem.username-characters': {
    en: 'Use only letters, numbers, and the marks . _ - + in your username.',
    es: 'Use solo letras, números y los signos . _ - + en el nombre de usuario.',
  },
  'problem.username-not-your-email': {
    en: 'To use an email address as your username, it must be the one that you confirmed.',
    es: 'Para usar un correo electrónico como nombre de usuario, debe ser el que usted confirmó.',
  },
  'problem.username-taken': {
    en: 'Somebody else uses this username. Add a number or another word.',
    es: 'Otra persona usa este nombre de usuario. Agregue un número u otra palabra.',
  },
  'problem.username-taken.at.new_password': { en: 'Enter the password again', es: 'Escriba otra vez la contraseña' },
  'problem.username-length.at.new_password': { en: 'Enter the password again', es: 'Escriba otra vez la contraseña' },
  'problem.username-characters.at.new_password': {
    en: 'Enter the password again',
    es: 'Escriba otra vez la contraseña',
  },
  'problem.username-not-your-email.at.new_password': {
    en: 'Enter the password again',
    es: 'Escriba otra vez la contraseña',
  },
  'problem.username-tries': {
    en: 'That was the last try for a username. Please use the free one that stands under the field.',
    es: 'Ese fue el último intento con un nombre de usuario. Use, por favor, el nombre libre que aparece junto al campo.',
  },
  'problem.password-short': {
    en: 'This password is too short. Add more characters: a few words in a row work well.',
    es: 'Esta contraseña es demasiado corta. Agregue más caracteres: varias palabras seguidas funcionan bien.',
  },
  'problem.password-long': {
    en: 'This password is too long. Use 128 characters or fewer.',
    es: 'Esta contraseña es demasiado larga. Use 128 caracteres o menos.',
  },
  'problem.password-common': {
    en: 'This password is easy to guess, because many people use it or parts of it. Choose another one.',
    es: 'Esta contraseña es fácil de adivinar, porque muchas personas la usan o usan partes de ella. Elija otra.',
  },
  'problem.password-personal': {
    en: 'This password has your own details in it. Choose words that do not tell about you.',
    es: 'Esta contraseña contiene sus propios datos. Elija palabras que no hablen de usted.',
  },
  'problem.password-composition': {
    en: 'This password needs capital and small letters, a number and a mark such as ! or ?.',
    es: 'Esta contraseña necesita mayúsculas, minúsculas, un número y un signo como ! o ?.',
  },
} satisfies Texts
