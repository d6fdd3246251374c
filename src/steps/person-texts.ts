import type { Texts } from '../core/index.ts'

/** Words of the steps that ask a person about themselves: name, birth date, email, phone. */
export const personTexts = {
  'birth.label': { en: 'Date of birth', es: 'Fecha de nacimiento' },
  'birth.hint': { en: 'For example, 3 27 1984', es: 'Por ejemplo, 27 3 1984' },

  'person.given': { en: 'First name', es: 'Nombre' },
  'person.given-hint': {
    en: 'As on the ID, with the middle name. Leave it empty if there is one name only.',
    es: 'Como en la identificación, con todos los nombres. Déjelo vacío si hay un solo nombre.',
  },
  'person.family': { en: 'Last name', es: 'Apellidos' },
  'person.family-hint': { en: 'All of them, if you have several', es: 'Todos, si tiene más de uno' },
  'person.sex': { en: 'Sex', es: 'Sexo' },
  'person.sex.female': { en: 'Female', es: 'Femenino' },
  'person.sex.male': { en: 'Male', es: 'Masculino' },
  'person.sex.another': { en: 'Another', es: 'Otro' },
  'person.sex.undisclosed': { en: 'I prefer not to say', es: 'Prefiero no decirlo' },
  'person.postal-code': { en: 'ZIP code', es: 'Código postal' },
  'problem.family-name-missing': { en: 'Write the last name.', es: 'Escriba los apellidos.' },
  'problem.name-long': {
    en: 'This name is too long. Write at most 300 letters.',
    es: 'Este nombre es demasiado largo. Escriba como máximo 300 letras.',
  },
  'problem.sex-missing': { en: 'Choose one of the answers for sex.', es: 'Elija una de las respuestas en sexo.' },
  'problem.postal-code-long': { en: 'Check the ZIP code.', es: 'Revise el código postal.' },

  'phone.title': { en: 'What is your phone number?', es: '¿Cuál es su número de teléfono?' },
  'phone.lead': {
    en: 'We send a code to it, to check that it reaches you.',
    es: 'Le enviaremos un código para comprobar que le llega.',
  },
  'phone.legend': { en: 'How should we send the code?', es: '¿Cómo enviamos el código?' },
  'phone.none-call': { en: 'I have no phone: call us from another one', es: 'No tengo teléfono: llámenos desde otro' },
  'phone.change': { en: 'Use another phone number', es: 'Usar otro número de teléfono' },

  'email.title': { en: 'What is your email?', es: '¿Cuál es su correo electrónico?' },
  'email.lead': {
    en: 'We use it to help you get back in, and to tell you when something about your sign-in changes.',
    es: 'Lo usamos para ayudarle a volver a entrar y para avisarle cuando algo cambie en su acceso.',
  },
  'email.label': { en: 'Email', es: 'Correo electrónico' },
  'email.notices': {
    en: 'Email me when there is something new in my portal',
    es: 'Envíenme un correo cuando haya algo nuevo en mi portal',
  },
  'email.notices-hint': {
    en: 'You can change this later. We always tell you about the safety of your sign-in.',
    es: 'Puede cambiarlo más tarde. Siempre le avisaremos sobre la seguridad de su acceso.',
  },
  'email.change': { en: 'Use another email', es: 'Usar otro correo electrónico' },
  'email.none': { en: 'I have no email', es: 'No tengo correo electrónico' },

  'option.title': {
    en: 'How should we confirm it is you?',
    es: '¿Cómo debemos confirmar que es usted?',
  },
  'option.lead': {
    en: 'We use this when you sign in on a new device, or forget your password.',
    es: 'Lo usamos cuando entra desde un aparato nuevo o si olvida su contraseña.',
  },
  'option.legend': { en: 'Choose one', es: 'Elija una opción' },
  'option.text': { en: 'Text me', es: 'Envíenme un mensaje de texto' },
  'option.text-help': {
    en: 'We text a code to your mobile phone.',
    es: 'Enviamos un código a su teléfono móvil.',
  },
  'option.call': { en: 'Call me', es: 'Llámenme' },
  'option.call-help': {
    en: 'We read a code to you. Choose this for a home phone.',
    es: 'Le leemos un código. Elija esta opción si es un teléfono fijo.',
  },
  'option.passkey': { en: 'A passkey', es: 'Una llave de acceso' },
  'option.passkey-help': {
    en: 'Your face, your finger or the PIN of this device. No phone number needed.',
    es: 'Su cara, su huella o el PIN de este aparato. No hace falta un teléfono.',
  },
  'option.security-question': { en: 'A security question', es: 'Una pregunta de seguridad' },
  'option.security-question-help': {
    en: 'You answer a question that you choose now. The other ways protect you better.',
    es: 'Usted responde una pregunta que elige ahora. Las otras formas le protegen mejor.',
  },
  'option.another': { en: 'Choose another way', es: 'Elegir otra forma' },
  'option.phone-to-reach': {
    en: 'Phone number, for a text or a call',
    es: 'Número de teléfono, para un mensaje o una llamada',
  },
  'option.phone': { en: 'Phone number', es: 'Número de teléfono' },
  'option.phone-hint': {
    en: 'Leave this empty to use the number ending in {digits}. Or type another number.',
    es: 'Déjelo vacío para usar el número que termina en {digits}. O escriba otro número.',
  },
  'option.phone-hint-new': {
    en: 'We send a code to it, to check that it reaches you.',
    es: 'Le enviaremos un código para comprobar que le llega.',
  },
  'option.change': { en: 'Use another phone number', es: 'Usar otro número de teléfono' },
  'option.no-phone': { en: 'I have no phone', es: 'No tengo teléfono' },
  'option.known': {
    en: 'We use the number ending in {digits}.',
    es: 'Usamos el número que termina en {digits}.',
  },

  'problem.email-invalid': {
    en: 'Check the email. It looks like name@example.com.',
    es: 'Revise el correo electrónico. Debe ser como nombre@ejemplo.com.',
  },
  'problem.phone-invalid': {
    en: 'Check the phone number. It looks like (555) 010-1234.',
    es: 'Revise el número de teléfono. Debe ser como (555) 010-1234.',
  },
  'problem.phone-country': {
    en: 'We cannot send codes to phones of that country. Write another number, or call us.',
    es: 'No podemos enviar códigos a teléfonos de ese país. Escriba otro número o llámenos.',
  },
  'problem.birth-date-missing': {
    en: 'Fill in month, day and year of the date of birth.',
    es: 'Complete el mes, el día y el año de la fecha de nacimiento.',
  },
  'problem.birth-date-year': {
    en: 'Write the year of birth with four digits, like 1984.',
    es: 'Escriba el año de nacimiento con cuatro cifras; por ejemplo, 1984.',
  },
  'problem.birth-date-not-real': {
    en: 'Check the date of birth. There is no such day.',
    es: 'Revise la fecha de nacimiento. Ese día no existe.',
  },
  'problem.birth-date-future': {
    en: 'Check the date of birth. It has not come yet.',
    es: 'Revise la fecha de nacimiento. Es una fecha futura.',
  },
} satisfies Texts
